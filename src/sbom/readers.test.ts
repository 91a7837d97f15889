import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { optionsFor, sbomFixture } from '../../test/sbom-readings.ts'
import type { Problem } from '../model/index.ts'
import { readers, readSbom } from './index.ts'

type Options = Parameters<typeof readSbom>[1]

const fixtures = (id: string): string[] => globSync(`${id}/*`, { cwd: join(import.meta.dirname, 'fixtures') })

function problemsOf(bytes: Uint8Array, options: Options): readonly Problem[] {
  const reading = readSbom(bytes, options)
  return reading.is === 'read' ? reading.sbom.problems : reading.problems
}

/** Reads without throwing, keeps references unique, and gives each problem a place and a message. */
function holds(bytes: Uint8Array, options: Options = {}): void {
  for (const { place, message } of problemsOf(bytes, options)) assert.ok(place !== '' && message !== '')
  const reading = readSbom(bytes, options)
  if (reading.is === 'notRead') return assert.notEqual(reading.because, '')
  const refs = reading.sbom.components.map(({ ref }) => ref)
  assert.equal(new Set(refs).size, refs.length)
  for (const { parent } of reading.sbom.components) assert.ok(parent === undefined || refs.includes(parent))
}

test('each reader has an id of its own and names its specification', () => {
  assert.equal(new Set(readers.map(({ id }) => id)).size, readers.length)
  for (const { id, source } of readers) assert.match(source, /^https:\/\//, id)
})

for (const { id } of readers) {
  test(`${id} has fixtures, and is the only reader that recognises them`, async () => {
    assert.ok(fixtures(id).length > 0)
    for (const path of fixtures(id)) {
      const bytes = sbomFixture(path)
      const reading = readSbom(bytes, await optionsFor(bytes))
      assert.ok(reading.is === 'read' && reading.sbom.components.length > 0, path)
      const { format } = reading.sbom
      assert.equal(`${format.name}-${format.encoding}`.toLowerCase(), id)
    }
  })

  test(`${id} keeps what it can of its fixtures however they are damaged`, async () => {
    const seeds = fixtures(id).map(sbomFixture)
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat(), fc.uint8Array({ maxLength: 6 }), fc.nat(40)), { maxLength: 4 }),
        async (seed, edits) => {
          const damaged = edits.reduce(
            (bytes, [at, put, cut]) =>
              Buffer.concat([bytes.subarray(0, at % bytes.length), put, bytes.subarray((at % bytes.length) + cut)]),
            seed,
          )
          holds(damaged, await optionsFor(seed))
        },
      ),
    )
  })
}

test('random bytes and random texts never make a reader throw', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => holds(bytes)))
  fc.assert(
    fc.property(
      fc.constantFrom(
        'SPDXVersion: SPDX-2.3\n',
        'spdxVersion: SPDX-2.3\npackages:\n- ',
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://spdx.org/rdf/terms#"><Package ',
        '<bom xmlns="http://cyclonedx.org/schema/bom/1.5">',
        '{"bomFormat":"CycloneDX",',
        '',
      ),
      fc.string({ maxLength: 100 }),
      (head, tail) => holds(Buffer.from(head + tail)),
    ),
  )
})

const cyclonedxKeys = [
  'components',
  'services',
  'metadata',
  'component',
  'bom-ref',
  'name',
  'version',
  'type',
  'purl',
  'cpe',
  'swid',
  'tagId',
  'hashes',
  'alg',
  'content',
  'licenses',
  'license',
  'id',
  'dependencies',
  'ref',
  'dependsOn',
  'compositions',
  'assemblies',
  'aggregate',
  'evidence',
  'identity',
  'methods',
  'value',
  'properties',
  'pedigree',
  'ancestors',
  'externalReferences',
  'tools',
  'supplier',
  '__proto__',
]
const spdxKeys = [
  'packages',
  'files',
  'SPDXID',
  'name',
  'fileName',
  'versionInfo',
  'supplier',
  'checksums',
  'algorithm',
  'checksumValue',
  'externalRefs',
  'referenceType',
  'referenceLocator',
  'relationships',
  'spdxElementId',
  'relatedSpdxElement',
  'relationshipType',
  'hasFiles',
  'documentDescribes',
  'creationInfo',
  'creators',
  'externalDocumentRefs',
  'validUntilDate',
  'constructor',
]
const spdx3Keys = [
  '@graph',
  'type',
  'spdxId',
  '@id',
  'name',
  'creationInfo',
  'createdBy',
  'software_packageVersion',
  'suppliedBy',
  'verifiedUsing',
  'algorithm',
  'hashValue',
  'externalIdentifier',
  'externalIdentifierType',
  'identifier',
  'rootElement',
  'element',
  'import',
  'from',
  'to',
  'relationshipType',
  'completeness',
  'scope',
  'member',
  'supportLevel',
  'constructor',
]
const words = [
  'a',
  'b',
  'SPDXRef-DOCUMENT',
  'NONE',
  'NOASSERTION',
  'CONTAINS',
  'CONTAINED_BY',
  'DESCRIBES',
  'GENERATED_FROM',
  'TEST_DEPENDENCY_OF',
  'complete',
  'device',
  'pkg:npm/a@1',
  'cpe:2.3:a:b:c:1:*:*:*:*:*:*:*',
  'SHA-1',
  'distribution',
  'software_Package',
  'SpdxDocument',
  'Relationship',
  'contains',
  'hasDeclaredLicense',
  'ConjunctiveLicenseSet',
  'NoneElement',
  '',
]

/** Objects with the keys of a format, and values of any type in any of them. */
function treeOf(keys: readonly string[]): fc.Arbitrary<unknown> {
  const { tree } = fc.letrec((tie) => ({
    tree: fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 8 }),
    value: fc.oneof(
      { maxDepth: 6, withCrossShrink: true },
      fc.constantFrom(...words),
      fc.oneof(fc.string({ maxLength: 5 }), fc.double(), fc.boolean(), fc.constant(null)),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.array(tie('tree'), { maxLength: 4 }),
      tie('tree'),
    ),
  }))
  return tree
}

for (const [name, keys, head] of [
  ['CycloneDX', cyclonedxKeys, { bomFormat: 'CycloneDX', specVersion: '1.6' }],
  ['SPDX', spdxKeys, { spdxVersion: 'SPDX-2.3' }],
  ['SPDX 3', spdx3Keys, { '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld' }],
] as const) {
  test(`any tree with the keys of ${name} is read, and each oddity has its place`, () => {
    fc.assert(
      fc.property(treeOf(keys), (tree) => {
        const bytes = Buffer.from(JSON.stringify({ ...(tree as object), ...head }))
        assert.equal(readSbom(bytes).is, 'read')
        holds(bytes)
      }),
      { numRuns: 300 },
    )
  })
}
