import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { isWhollyComplete } from '../model/index.ts'
import { bom, notRead, sbomOf } from '../../test/sbom-readings.ts'
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

test('a reference used twice names the first; the second is kept under one of its own', () => {
  const sbom = sbomOf(
    bom({
      components: [
        { type: 'library', name: 'a', 'bom-ref': '#2' },
        { type: 'library', name: 'b', 'bom-ref': '#2' },
        { type: 'library', name: 'c' },
      ],
    }),
  )
  assert.deepEqual(
    sbom.components.map(({ ref }) => ref),
    ['#2', '##2', '#3'],
  )
  assert.equal(sbom.problems[0]?.place, '/components/1/bom-ref')
})

test('values of the wrong type are kept where that is possible, and listed with their place', () => {
  const sbom = sbomOf(
    bom({
      components: [
        {
          type: 'library',
          name: ['a'],
          version: 1.1,
          group: {},
          purl: null,
          supplier: 'Acme',
          hashes: {},
          licenses: ['MIT'],
        },
        null,
        'b',
      ],
    }),
  )
  assert.equal(sbom.components.length, 1)
  const [only] = sbom.components
  assert.deepEqual(
    [only?.name, only?.version, only?.group, only?.supplier, only?.licences],
    ['a', '1.1', undefined, 'Acme', ['MIT']],
  )
  assert.deepEqual(
    sbom.problems.map(({ severity, place }) => `${severity} ${place}`).sort(),
    [
      'doubt /components/0/hashes',
      // It has neither alg nor content.
      'doubt /components/0/hashes',
      'doubt /components/0/hashes',
      'doubt /components/0/name',
      'doubt /components/0/purl',
      'doubt /components/0/version',
      'lost /components/1',
      'lost /components/2',
      'lost /components/0/group',
    ].sort(),
  )
})

test('keys that JavaScript treats specially are only data', () => {
  const text =
    '{"bomFormat":"CycloneDX","specVersion":"1.6","__proto__":{"polluted":true},"components":[{"type":"constructor","name":"__proto__","bom-ref":"__proto__","__proto__":{"version":"9"}}]}'
  const sbom = sbomOf(text)
  assert.deepEqual(
    [sbom.components[0]?.ref, sbom.components[0]?.version, sbom.components[0]?.type],
    ['__proto__', undefined, 'unknown'],
  )
  assert.equal(Object.hasOwn(Object.prototype, 'polluted'), false)
})

test('of several JSON documents in one file the first is read, and the rest is listed', () => {
  const one = JSON.stringify(bom({ components: [{ type: 'library', name: 'a' }] }))
  for (const text of [`${one}\n${one}`, `${one} ${one.slice(0, 20)}`]) {
    const sbom = sbomOf(text)
    assert.equal(sbom.components.length, 1)
    assert.match(sbom.problems[0]?.message ?? '', /only the first is read/)
  }
})

test('a document that breaks off keeps what stands before, says where, and is complete no more', () => {
  const text = JSON.stringify(
    bom({
      compositions: [{ aggregate: 'complete', assemblies: ['r'] }],
      metadata: { component: { type: 'device', name: 'd', 'bom-ref': 'r' } },
      components: [
        { type: 'library', name: 'a' },
        { type: 'library', name: 'b', version: '1.23' },
      ],
    }),
  )
  const sbom = sbomOf(text.slice(0, text.indexOf('1.23') + 2))
  assert.deepEqual(
    sbom.components.map(({ name, version }) => [name, version]),
    [
      ['d', undefined],
      ['a', undefined],
      ['b', undefined],
    ],
  )
  assert.equal(isWhollyComplete(sbom), false)
  assert.match(sbom.problems[0]?.place ?? '', /^line 1, column \d+ \(character \d+\)$/)
})

test('half a text of broken XML is not taken for the whole text', () => {
  const sbom = sbomOf(
    '<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components><component type="library"><name>a</name><version>1.2',
  )
  assert.deepEqual([sbom.components[0]?.name, sbom.components[0]?.version], ['a', undefined])
  assert.equal(sbom.problems[0]?.place, 'line 1')
})

test('XML with a document type is refused with the line and the remedy', () => {
  const { format, places } = notRead(
    '<?xml version="1.0"?>\n<!DOCTYPE bom [<!ENTITY a "aa">]>\n<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components/></bom>',
  )
  assert.equal(format, 'CycloneDX XML')
  assert.deepEqual(places, ['line 2'])
})

test('an entity that is not defined stays in the text', () => {
  const sbom = sbomOf(
    '<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components><component type="library"><name>a&b; &amp; c</name></component></components></bom>',
  )
  assert.equal(sbom.components[0]?.name, 'a&b; & c')
  assert.equal(sbom.problems[0]?.severity, 'doubt')
})

test('XML that is malformed in a text is read on, and what may be missing is told', () => {
  const sbom = sbomOf(
    '<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components><component type="library"><name>a\u0001</name><version>1 < 2</version></component><component type="library"><name>c</name></component></components></bom>',
  )
  assert.deepEqual(
    sbom.components.map(({ name }) => name),
    ['a\u0001', 'c'],
  )
  assert.deepEqual(
    sbom.problems.map(({ severity }) => severity),
    ['doubt', 'lost'],
  )
  assert.ok(sbom.problems.every(({ place }) => place === 'line 1'))
})

test('a broken byte in UTF-8 costs its own letter, not all the accents of the file', () => {
  const bytes = Buffer.from(
    JSON.stringify(
      bom({
        components: [
          { type: 'library', name: 'é è à' },
          { type: 'library', name: '?' },
        ],
      }),
    ),
  )
  bytes[bytes.lastIndexOf('?')] = 0xe9
  const sbom = sbomOf(bytes)
  assert.deepEqual(
    sbom.components.map(({ name }) => name),
    ['é è à', '\ufffd'],
  )
  assert.equal(sbom.problems[0]?.severity, 'lost')
})

test('a document whose values would fill the memory is refused before it is read; brackets in texts are none', () => {
  const limits = { values: 20 }
  const components = [{ type: 'library', name: '[{:'.repeat(20), version: '\\"[[[[[[[[[[' }]
  assert.equal(readSbom(Buffer.from(JSON.stringify(bom({ components }))), { limits }).is, 'read')
  for (const text of [
    '['.repeat(21),
    `[${'{},'.repeat(20)}{}]`,
    `{"bomFormat":"CycloneDX"${',"a":1'.repeat(20)}}`,
    '\n'.repeat(21),
    `<bom>${'<a/>'.repeat(21)}</bom>`,
    `<bom ${'a="" '.repeat(21)}/>`,
  ])
    assert.equal(readSbom(Buffer.from(text), { limits }).is, 'notRead')
  const refused = readSbom(Buffer.from(`{"bomFormat":"CycloneDX","specVersion":"1.6"${',"a":[]'.repeat(20)}}`), {
    limits,
  })
  assert.match(JSON.stringify(refused.is === 'notRead' ? refused.problems : []), /more than 20 values/)
})

test('an element with attributes without end is not read to its end', () => {
  const attributes = Array.from({ length: 1_001 }, (_, n) => `a${n}=""`).join(' ')
  const xml = `<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><components ${attributes}/></bom>`
  const refused = readSbom(Buffer.from(xml))
  assert.match(JSON.stringify(refused.is === 'notRead' ? refused.problems : []), /more than 1000 attributes/)
})

test('limits leave out what is beyond them, and say so', () => {
  const nested = (levels: number): object =>
    levels === 0 ? { type: 'library', name: 'n' } : { type: 'library', name: 'n', components: [nested(levels - 1)] }
  assert.equal(sbomOf(bom({ components: [nested(9)] }), { limits: { nestedLevels: 5 } }).components.length, 5)
  const many = bom({ components: Array.from({ length: 9 }, (_, index) => ({ name: 'x'.repeat(20), version: index })) })
  assert.equal(sbomOf(many, { limits: { components: 4 } }).components.length, 4)
  assert.equal(sbomOf(many, { limits: { fieldLength: 7 } }).components[0]?.name, 'xxxxxxx')
  assert.equal(sbomOf(many, { limits: { problems: 3 } }).problems.length, 4)
  assert.equal(readSbom(Buffer.from(JSON.stringify(many)), { limits: { sizeBytes: 10 } }).is, 'notRead')
  assert.equal(readSbom(gzipSync(JSON.stringify(many)), { limits: { sizeBytes: 200 } }).is, 'notRead')
})

test('100,000 identifiers of one component are kept, each once, in no more time than their size takes', () => {
  const count = 100_000
  const hashes = Array.from({ length: count }, (_, index) => ({
    alg: 'SHA-1',
    content: index.toString(16).padStart(40, '0'),
  }))
  const startedAt = performance.now()
  const sbom = sbomOf(bom({ components: [{ type: 'library', name: 'a', hashes: [...hashes, ...hashes] }] }))
  assert.equal(sbom.components[0]?.hashes.length, count)
  // Pair by pair it would take minutes.
  assert.ok(performance.now() - startedAt < 10_000)
})

test('of ten thousand identifiers of one component the first are kept, the rest is told, and completeness no longer holds', () => {
  const evidence = Array.from({ length: 10_000 }, (_, n) => ({
    field: 'purl',
    concludedValue: `pkg:deb/debian/p${n}@1`,
  }))
  const sources = Array.from({ length: 10_000 }, (_, n) => ({ name: 'syft:metadata:source', value: `source-${n}` }))
  const part = { type: 'library', name: 'a', 'bom-ref': 'a', evidence: { identity: evidence }, properties: sources }
  const device = { type: 'device', name: 'd', 'bom-ref': 'd' }
  const sbom = sbomOf(
    bom({
      metadata: { component: device },
      components: [part],
      compositions: [{ aggregate: 'complete', assemblies: ['d'] }],
    }),
  )
  const read = sbom.components.find(({ name }) => name === 'a')
  assert.deepEqual([read?.purls.length, read?.sourcePackages.length], [50, 50])
  assert.ok(
    sbom.problems.some(({ message }) => /has 10000 package URLs; it is looked up by the first 50/.test(message)),
  )
  assert.equal(isWhollyComplete(sbom), false)
})

test('200,000 nested levels cost neither the stack nor much time', () => {
  const levels = 200_000
  const json = `{"bomFormat":"CycloneDX","specVersion":"1.6","components":${'[{"type":"library","name":"x","components":'.repeat(levels)}[]${'}]'.repeat(levels)}}`
  const xml = `<bom xmlns="http://cyclonedx.org/schema/bom/1.6">${'<components><component type="library"><name>x</name>'.repeat(levels)}`
  for (const document of [json, xml]) assert.equal(sbomOf(document).components.length, 1_000)
  assert.equal(notRead('['.repeat(levels)).format, undefined)
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
