import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { addSbom, importAssets, loadFeed, rematch, scan } from '../src/flows/index.ts'
import { inOrganisation } from '../src/store/index.ts'
import { cpeMatch, nvdRecord, osvRecord, testHospital } from './hospital.ts'
import type { TestHospital } from './hospital.ts'
import { flaw, part } from './one-flaw.ts'

test('a scan tells of each place at which the same component stands', async (t) => {
  const hospital = await testHospital(t)
  await hospital.load('osv', [flaw])
  const components = ['one', 'two'].map((ref) => ({ type: 'library', 'bom-ref': ref, ...part('1.0.0') }))
  const bytes = Buffer.from(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components }))
  const scanned = await scan(hospital.store, { bytes })
  assert.deepEqual(scanned.is === 'scanned' ? scanned.findings.map((finding) => finding.component.ref) : [], [
    'one',
    'two',
  ])
})

test('the same feed, SBOM and list twice change nothing', async (t) => {
  const hospital = await testHospital(t)
  const { organisationId } = hospital.organisation
  const folder = await mkdtemp(join(tmpdir(), 'auscult-twice-'))
  t.after(async () => rm(folder, { recursive: true }))
  const path = join(folder, 'feed.json')
  await writeFile(path, JSON.stringify(nvdRecord('CVE-2031-0002', [[[cpeMatch('a:v:p', '1.0')]]])))
  const feeds = [await loadFeed(hospital.store, { path }), await loadFeed(hospital.store, { path })]
  assert.deepEqual(
    feeds.map((each) => each.changed),
    [1, 0],
  )
  const bytes = Buffer.from(
    JSON.stringify({
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      components: [{ type: 'library', name: 'p', version: '1.0', cpe: 'cpe:2.3:a:v:p:1.0:*:*:*:*:*:*:*' }],
    }),
  )
  const target = { maker: 'Maker', model: 'Pump', version: '1' }
  const sboms = [
    await addSbom(hospital.store, { organisationId, bytes, target }),
    await addSbom(hospital.store, { organisationId, bytes, target }),
  ]
  assert.deepEqual(
    sboms.map((each) => each.is),
    ['added', 'unchanged'],
  )
  const csv = Buffer.from('serial;maker;model;software version\nA;Maker;Pump;1\n')
  const lists = [1, 2].map(() => ({ organisationId, fileName: 'list.csv', bytes: csv, dryRun: false, now: new Date() }))
  const imported = [await importAssets(hospital.store, lists[0]!), await importAssets(hospital.store, lists[1]!)]
  assert.deepEqual(
    imported.map((each) => (each.is === 'imported' ? each.plan.added.length : -1)),
    [1, 0],
  )
  assert.deepEqual(await rematch(hospital.store, 'stale'), { opened: 1, closed: 0 })
  assert.deepEqual(await rematch(hospital.store, 'stale'), { opened: 0, closed: 0 })
})

test('a scan gives the findings that the stored SBOM gets, and stores nothing', async (t) => {
  const hospital = await testHospital(t)
  await hospital.load('osv', [flaw])
  await hospital.load('nvd', [
    nvdRecord('CVE-2031-0003', [
      [[cpeMatch('o:v:fw_firmware', '*', { versionEndExcluding: '2' })], [cpeMatch('h:v:fw', '-', {}, false)]],
    ]),
  ])
  const components = [
    part('1.0.0'),
    part('2.0.0'),
    { type: 'firmware', name: 'fw', version: '1', cpe: 'cpe:2.3:o:v:fw_firmware:1:*:*:*:*:*:*:*' },
  ]
  const bytes = Buffer.from(
    JSON.stringify({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      components: components.map((each) => ({ type: 'library', ...each })),
    }),
  )
  const scanned = await scan(hospital.store, { bytes })
  assert.equal(scanned.is, 'scanned')
  if (scanned.is !== 'scanned') return
  assert.deepEqual(
    scanned.findings.map((finding) => [
      finding.vulnerability,
      finding.component.version,
      finding.verdict,
      finding.tier,
      finding.evidence.doubt,
    ]),
    [
      ['CVE-2031-0001', '1.0.0', 'affected', 1, undefined],
      ['CVE-2031-0003', '1', 'unknown', 2, 'conditionNotSettled'],
    ],
  )
  const { rows } = await hospital.store.ownerPool.query<{ n: number }>('select count(*)::int as n from component')
  assert.equal(rows[0]?.n, 0)
})

test('whatever the order in which feeds, SBOMs and devices come, findings are those of a full rematch and counts add up', async (t) => {
  const hospital = await testHospital(t)
  const version = fc.integer({ min: 0, max: 5 }).map((n) => `1.${n}.0`)
  const name = fc.constantFrom('alpha', 'beta', 'gamma')
  const step = fc.oneof(
    fc.record({ is: fc.constant('osv' as const), name, fixed: version, id: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ is: fc.constant('nvd' as const), name, fixed: version, id: fc.integer({ min: 1, max: 4 }) }),
    fc.record({
      is: fc.constant('sbom' as const),
      model: fc.constantFrom('Pump', 'Monitor'),
      name,
      version,
      by: fc.constantFrom('purl', 'cpe', 'name'),
    }),
    fc.record({
      is: fc.constant('device' as const),
      model: fc.constantFrom('Pump', 'Monitor', 'Scanner'),
      serial: fc.integer({ min: 1, max: 9 }),
    }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      for (const each of steps) await take(hospital, each)
      assert.deepEqual(await rematch(hospital.store, 'all'), { opened: 0, closed: 0 })
      const { rows } = await inOrganisation(hospital.store, hospital.organisation.organisationId, async ({ client }) =>
        client.query<{ kept: number; counted: number }>(`
          select coalesce(sum(devices), 0)::int as kept, (select count(*)::int from device) as counted from device_count`),
      )
      assert.equal(rows[0]?.kept, rows[0]?.counted)
      const { counts, devices } = await hospital.ask('CVE-2032-0001')
      assert.ok(counts)
      for (const [verdict, count] of Object.entries(counts))
        assert.equal(devices.filter((device) => device.verdict === verdict).length, count)
    }),
    { numRuns: 15 },
  )
})

type Step =
  | { readonly is: 'osv' | 'nvd'; readonly name: string; readonly fixed: string; readonly id: number }
  | {
      readonly is: 'sbom'
      readonly model: string
      readonly name: string
      readonly version: string
      readonly by: string
    }
  | { readonly is: 'device'; readonly model: string; readonly serial: number }

async function take(hospital: TestHospital, step: Step): Promise<void> {
  switch (step.is) {
    case 'osv':
      return hospital.load('osv', [
        osvRecord(`GHSA-0000-0000-000${step.id}`, 'npm', step.name, [{ introduced: '0' }, { fixed: step.fixed }], {
          aliases: [`CVE-2032-000${step.id}`],
        }),
      ])
    case 'nvd':
      return hospital.load('nvd', [
        nvdRecord(`CVE-2032-000${step.id}`, [
          [[cpeMatch(`a:v:${step.name}`, '*', { versionEndExcluding: step.fixed })]],
        ]),
      ])
    case 'sbom': {
      const { name, version, by } = step
      const identified = {
        purl: { purl: `pkg:npm/${name}@${version}` },
        cpe: { cpe: `cpe:2.3:a:v:${name}:${version}:*:*:*:*:*:*:*` },
        name: {},
      }[by]
      return hospital.describe(step.model, { parts: [{ name, version, ...identified }] })
    }
    case 'device':
      return hospital.own([`S${step.serial}`], { model: step.model })
  }
}
