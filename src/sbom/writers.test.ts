import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { essenceOf } from '../../test/sbom-alike.ts'
import { sbomFixture, sbomOf } from '../../test/sbom-readings.ts'
import { cycloneDxFaults, spdxFaults } from '../../test/sbom-validators.ts'
import { componentTypes } from '../model/index.ts'
import type { Component, Relation, Sbom } from '../model/index.ts'
import { writers } from './index.ts'
import type { SbomWriter, WritingFrame } from './index.ts'

const frame: WritingFrame = {
  name: 'Acme Pump 1',
  documentId: '3e671687-395b-41f5-a30f-a58921a69b79',
  writtenAt: '2026-01-02T03:04:05.678Z',
  version: '0.1.0',
  sources: [{ sha256: 'aa', format: 'SPDX 2.3', fileName: 'pump.json' }],
  sourcesOf: () => [],
  correctedOf: () => undefined,
}

function written(writer: SbomWriter, sbom: Sbom, given = frame): Buffer {
  return Buffer.from([...writer.write(sbom, given)].join(''))
}

/** Reads back, with references under the names they had: SPDX spells some of them otherwise, in the same order. */
function assertAlike(writer: SbomWriter, sbom: Sbom): void {
  const bytes = written(writer, sbom)
  const back = sbomOf(bytes)
  const ids = new Map(back.components.map(({ ref }, index) => [ref, sbom.components[index]?.ref ?? ref]))
  const isSame = writer.id === 'cyclonedx'
  assert.deepEqual(essenceOf(back, isSame ? undefined : (ref) => ids.get(ref) ?? ref), essenceOf(sbom))
  const document: unknown = JSON.parse(bytes.toString('utf8'))
  assert.deepEqual(isSame ? cycloneDxFaults(document) : spdxFaults(document), [])
}

test('each writer has an id of its own and names its specification', () => {
  assert.equal(new Set(writers.map(({ id }) => id)).size, writers.length)
  for (const { id, source, mediaType } of writers) {
    assert.match(source, /^https:\/\//, id)
    assert.match(mediaType, /^application\//)
  }
})

const fixtures = globSync('fixtures/*/*', { cwd: import.meta.dirname }).filter((path) => !/\.(?:md|pdf)$/.test(path))

for (const writer of writers) {
  for (const path of fixtures) {
    test(`${writer.id} gives ${path} back as it was read`, () => {
      const name = join(path).replaceAll('\\', '/').replace('fixtures/', '')
      assertAlike(writer, sbomOf(sbomFixture(name)))
    })
  }
}

const text = fc.oneof(
  fc.constantFrom(
    'NONE',
    'NOASSERTION',
    ' padded ',
    'Tool: x',
    'a (b@c)',
    'MIT',
    'MIT OR Apache-2.0',
    'my own licence',
    'é\u202E"\\',
  ),
  fc.string({ minLength: 1, maxLength: 8 }).filter((each) => each.trim() !== ''),
)
const maybe = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(one, { nil: undefined })
const some = <T>(...ones: T[]): fc.Arbitrary<T[]> => fc.subarray(ones)

const facts = fc.record({
  type: fc.constantFrom(...componentTypes),
  group: maybe(text),
  name: fc.oneof(text, fc.constant('')),
  version: maybe(fc.oneof(text, fc.constant('1'.repeat(2000)))),
  versionRange: maybe(text),
  supplier: maybe(text),
  manufacturer: maybe(text),
  purls: some('pkg:npm/a@1', 'pkg:deb/debian/x@1', 'no purl', 'pkg:with space'),
  cpes: some('cpe:2.3:a:v:p:1:*:*:*:*:*:*:*', 'cpe:/a:v:p:1', 'no cpe', 'cpe:2.3:broken'),
  swids: some('tag-1', 'swid:2', 'with space', 'pkg:npm/a'),
  hashes: some(
    { algorithm: 'sha256', hex: 'ab'.repeat(32) },
    { algorithm: 'sha1', hex: 'ab'.repeat(20) },
    { algorithm: 'md5', hex: 'ab' },
    { algorithm: 'streebog256', hex: 'cd'.repeat(32) },
  ),
  otherIdentifiers: some(
    { type: 'gitoid', value: 'gitoid:blob:sha1:ab' },
    { type: 'swhid', value: 'swh:1:cnt:ab' },
    { type: 'omniborId', value: 'x' },
    { type: 'purl', value: 'odd' },
    { type: 'npm', value: 'pkg:npm/a' },
  ),
  ancestors: some(
    { name: 'old', version: '1', purls: ['pkg:npm/old@1', 'pkg:npm/older@1'], cpes: [] },
    { name: 'odd', purls: ['pkg:npm/odd', 'odd'], cpes: ['cpe:/a:o:o'] },
  ),
  sourcePackages: some('openssl', 'a b'),
  sourceVersion: maybe(text),
  licences: fc.uniqueArray(text, { maxLength: 3 }),
  deployed: fc.boolean(),
  endOfSupport: maybe(fc.constant('2030-01-31')),
  description: maybe(text),
  /** Place among those before it of what holds it. */
  holder: maybe(fc.nat()),
})

const references = fc.uniqueArray(fc.oneof(fc.constantFrom('SPDXRef-a', '#0', 'urn:cdx:x/1#y'), text), {
  minLength: 1,
  maxLength: 8,
})
const edges = fc.array(
  fc.record({ from: fc.nat(), to: fc.nat(), kind: fc.constantFrom('contains', 'dependsOn', 'other'), label: text }),
  { maxLength: 6 },
)
const statements = fc.array(
  fc.record({ aggregate: fc.constantFrom('complete', 'incomplete', 'unknown', 'notSpecified'), of: maybe(fc.nat()) }),
  { maxLength: 4 },
)

/** Nomenclatures as readers give them: what holds a component stands before it, and the first that contains it is its parent. */
const nomenclatures = fc
  .record({
    refs: references,
    each: fc.array(facts, { minLength: 8, maxLength: 8 }),
    edges,
    assemblies: statements,
    dependencies: statements,
    hasRoot: fc.boolean(),
  })
  .map(({ refs, each, hasRoot, ...lists }): Sbom => {
    const ref = (place: number): string => refs[place % refs.length] ?? 'nothing'
    const relations: Relation[] = []
    const components = refs.map((own, place): Component => {
      const { holder, otherIdentifiers, ancestors, ...more } = each[place] ?? assert.fail()
      const parent = holder === undefined || place === 0 ? undefined : ref(holder % place)
      if (parent !== undefined) relations.push({ from: parent, to: own, kind: 'contains', label: 'components' })
      const stated = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined))
      return {
        ...(stated as unknown as Component),
        ref: own,
        ...(parent === undefined ? {} : { parent }),
        ...(otherIdentifiers.length === 0 ? {} : { otherIdentifiers }),
        ...(ancestors.length === 0 ? {} : { ancestors }),
      }
    })
    const held = new Set(relations.map(({ to }) => to))
    for (const { from, to, ...rest } of lists.edges) {
      const relation = { from: ref(from), to: to % 5 === 0 ? 'dangling' : ref(to), ...rest }
      if (relation.kind !== 'contains' || held.has(relation.to)) relations.push(relation)
    }
    const told = (many: typeof lists.assemblies) =>
      many.map(({ aggregate, of }) => (of === undefined ? { aggregate } : { aggregate, assembly: ref(of) }))
    return {
      format: { name: 'CycloneDX', version: '1.6', encoding: 'json' },
      authors: ['Ada'],
      tools: ['maker 1'],
      ...(hasRoot ? { root: ref(0) } : {}),
      components,
      relations,
      completeness: told(lists.assemblies),
      ...(lists.dependencies.length === 0
        ? {}
        : { dependencyCompleteness: told(lists.dependencies).filter(({ assembly }) => assembly !== undefined) }),
      problems: [],
    }
  })

for (const writer of writers) {
  test(`${writer.id}: whatever a nomenclature says is read back`, () => {
    fc.assert(
      fc.property(nomenclatures, (sbom) => assertAlike(writer, sbom)),
      { numRuns: 300 },
    )
  })
}
