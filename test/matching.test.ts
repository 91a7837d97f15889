import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { contains, schemeById, toRange } from '../src/versions/index.ts'
import type { SchemeId, VersionBounds } from '../src/versions/index.ts'
import { cpeMatch, nvdRecord, osvRecord, testHospital } from './hospital.ts'
import type { Part } from './hospital.ts'

const seed = 20_261_125
const version = fc.oneof(
  fc.tuple(fc.nat(3), fc.nat(12), fc.nat(3)).map((numbers) => numbers.join('.')),
  fc.tuple(fc.nat(3), fc.nat(12)).map((numbers) => `${numbers.join('.')}.0-rc.1`),
  fc.nat(30).map((day) => `2021-03-${String(day + 1).padStart(2, '0')}`),
  fc.constantFrom('A.02.15', 'A.03.01', 'B.1', 'not ordered'),
)

interface World {
  readonly scheme: SchemeId
  readonly part: (version: string) => Part
  readonly flaw: (id: number, bounds: VersionBounds) => object
  readonly feed: 'nvd' | 'osv'
}

const worlds: Readonly<Record<string, World>> = {
  'npm packages and OSV': {
    scheme: 'semver',
    part: (text) => ({ name: 'pkg', version: text, purl: `pkg:npm/pkg@${encodeURIComponent(text)}` }),
    flaw: (id, { from, to }) =>
      osvRecord(`GHSA-0000-0000-${String(id).padStart(4, '0')}`, 'npm', 'pkg', [
        { introduced: from ?? '0' },
        ...(to === undefined ? [] : [{ fixed: to }]),
      ]),
    feed: 'osv',
  },
  'CPE products and NVD': {
    scheme: 'natural',
    part: (text) => ({
      name: 'pkg',
      version: text,
      cpe: `cpe:2.3:a:v:pkg:${text.replace(/[^a-zA-Z0-9._]/g, String.raw`\$&`).replaceAll(String.raw`\ `, '_')}:*:*:*:*:*:*:*`,
    }),
    flaw: (id, { from, to }) =>
      nvdRecord(`CVE-2033-${String(id).padStart(4, '0')}`, [
        [
          [
            cpeMatch('a:v:pkg', '*', {
              ...(from === undefined ? {} : { versionStartIncluding: from }),
              ...(to === undefined ? {} : { versionEndExcluding: to }),
            }),
          ],
        ],
      ]),
    feed: 'nvd',
  },
}

for (const [name, world] of Object.entries(worlds)) {
  test(`${name}: the join in SQL says of each version what the reference comparison says`, async (t) => {
    const hospital = await testHospital(t)
    const versions = [...new Set(fc.sample(version, { seed, numRuns: 60 }))]
    const bounds = fc.sample(fc.record({ from: version, to: version }, { requiredKeys: [] }), {
      seed: seed + 1,
      numRuns: 60,
    })
    await hospital.load(
      world.feed,
      bounds.map((each, id) => world.flaw(id, each)),
    )
    await hospital.describe('Pump', { parts: versions.map(world.part) })
    const { rows } = await hospital.store.ownerPool.query<{ flaw: string; version: string; doubt: string | null }>(`
      select vulnerability.name as flaw, component.version, doubt
      from finding join component using (component_id) join vulnerability using (vulnerability_id)
      where valid_to = 'infinity'`)
    const found = new Map(
      rows.map((row) => [`${Number(row.flaw.slice(-4))} ${row.version}`, row.doubt === null ? 'inside' : 'unknown']),
    )
    let compared = 0
    for (const [id, each] of bounds.entries()) {
      const range = toRange(world.scheme, each)
      if (world.feed === 'osv' && isInverted(world.scheme, each)) continue // OSV sorts its events, so these are no range to it
      for (const text of versions) {
        const expected = contains(range, schemeById(world.scheme).sortKey(text))
        assert.equal(found.get(`${id} ${text}`) ?? 'outside', expected, `${JSON.stringify(each)} and ${text}`)
        compared += 1
      }
    }
    assert.ok(compared > 2_000)
    assert.deepEqual(new Set(found.values()), new Set(['inside', 'unknown']))
  })
}

function isInverted(scheme: SchemeId, { from, to }: VersionBounds): boolean {
  const [low, high] = [from, to].map((text) => (text === undefined ? undefined : schemeById(scheme).sortKey(text)))
  return low !== undefined && high !== undefined && Buffer.compare(low.bytes, high.bytes) >= 0
}
