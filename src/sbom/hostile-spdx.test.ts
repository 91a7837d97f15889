import assert from 'node:assert/strict'
import { test } from 'node:test'
import { notRead, sbomOf } from '../../test/sbom-readings.ts'
import { workbookOf } from '../../test/workbook.ts'
import { readSbom } from './index.ts'

test('things that hold each other in a circle keep their relations and lose one parent', () => {
  const packages = ['a', 'b', 'c'].map((name) => ({ SPDXID: name, name }))
  const relationships = ['ab', 'bc', 'ca', 'aa'].map(([from, to]) => ({
    spdxElementId: from,
    relatedSpdxElement: to,
    relationshipType: 'CONTAINS',
  }))
  const sbom = sbomOf({ spdxVersion: 'SPDX-2.3', packages, relationships })
  assert.equal(sbom.relations.length, 4)
  assert.equal(sbom.components.filter(({ parent }) => parent === undefined).length, 1)
  assert.ok(sbom.problems.some(({ message }) => message.includes('contains itself')))
})

test('YAML keeps versions as they are written, and names the line of what is odd', () => {
  const sbom = sbomOf(
    'spdxVersion: SPDX-2.3\ncreationInfo: {created: 2026-01-01T00:00:00Z, creators: ["Person: Ada"]}\npackages:\n- {SPDXID: a, name: a, versionInfo: 1.10, supplier: ~}\n- SPDXID: a\n',
  )
  assert.deepEqual([sbom.components[0]?.version, sbom.components[0]?.supplier], ['1.10', undefined])
  assert.deepEqual(
    sbom.problems.map(({ place }) => place),
    ['line 4', 'line 5', 'line 5'],
  )
})

test('YAML that swells by aliases, nests without end or has keys that are lists is read as far as it is sound', () => {
  const bomb = [
    'a: &a [x, x]',
    ...Array.from(
      { length: 40 },
      (_, n) => `k${n}: &k${n} [*${n === 0 ? 'a' : `k${n - 1}`}, *${n === 0 ? 'a' : `k${n - 1}`}]`,
    ),
  ]
  for (const text of [
    bomb.join('\n'),
    `x: ${'['.repeat(100_000)}`,
    `x: ${'{'.repeat(900)}a${'}: 1'.repeat(900)}`,
    '? '.repeat(10_000),
    `x: &a {}\ny:\n${'- *a\n'.repeat(10_000)}`,
    'x: &a [*a]',
    `x: ${'[]'.repeat(100_000)}`,
  ]) {
    const reading = readSbom(Buffer.from(`spdxVersion: SPDX-2.3\nSPDXID: x\n${text}\n`))
    assert.notEqual((reading.is === 'read' ? reading.sbom.problems : reading.problems).length, 0, text.slice(0, 40))
  }
})

test('an SPDX spreadsheet names the rows that belong to nothing, and versions that are numbers', () => {
  const sbom = sbomOf(
    workbookOf({
      'Document Info': [
        ['SPDX Version', 'Creator', 'Created'],
        ['SPDX-2.3', 'Person: Ada', '2026-01-01T00:00:00'],
      ],
      'Package Info': [
        ['Package Name', 'SPDX Identifier', 'Package Version'],
        ['a', 'SPDXRef-a', 1.1],
      ],
      'External Refs': [
        ['Package ID', 'Category', 'Type', 'Locator'],
        ['SPDXRef-b', 'SECURITY', 'purl', 'pkg:npm/b@1'],
      ],
      'Per File Info': [
        ['File Name', 'SPDX Identifier', 'Package Identifier'],
        ['f', 'SPDXRef-f', 'SPDXRef-c'],
      ],
    }),
  )
  assert.deepEqual(
    sbom.problems.map(({ place }) => place),
    ['sheet "Package Info", row 2', 'sheet "Per File Info", row 2', 'sheet "External Refs", row 2'],
  )
})

test('licences in RDF that hold themselves, or each other twice, end', () => {
  const sets = Array.from(
    { length: 60 },
    (_, n) =>
      `<DisjunctiveLicenseSet rdf:nodeID="l${n}"><member rdf:nodeID="l${n + 1}"/><member rdf:nodeID="l${n + 1}"/><member rdf:nodeID="l0"/></DisjunctiveLicenseSet>`,
  )
  const sbom = sbomOf(
    `<rdf:RDF xmlns="http://spdx.org/rdf/terms#" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><SpdxDocument rdf:about="x#SPDXRef-DOCUMENT"><specVersion>SPDX-2.3</specVersion></SpdxDocument><Package rdf:about="x#SPDXRef-a"><name>a</name><licenseDeclared rdf:nodeID="l0"/></Package>${sets.join('')}</rdf:RDF>`,
  )
  assert.ok((sbom.components[0]?.licences[0]?.length ?? 0) < 10_000)
})

test('the form of the first SPDX tools, with packages within what is described, is read', () => {
  const sbom = sbomOf({
    Document: {
      spdxVersion: 'SPDX-2.2',
      documentDescribes: [
        { Package: { SPDXID: 'SPDXRef-a', name: 'a', files: [{ File: { SPDXID: 'SPDXRef-f', fileName: 'f' } }] } },
      ],
    },
  })
  assert.deepEqual(
    sbom.components.map(({ ref, parent }) => [ref, parent]),
    [
      ['SPDXRef-a', undefined],
      ['SPDXRef-f', 'SPDXRef-a'],
    ],
  )
  assert.equal(sbom.root, 'SPDXRef-a')
})

test('RDF that repeats a word of its head without end is known for what it is at once', () => {
  const head = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://spdx.org/rdf/terms#">'
  assert.equal(notRead(`${head}${'specVersion'.repeat(500_000)}</rdf:RDF>`).format, undefined)
})
