import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isWhollyComplete } from '../model/index.ts'
import { bom, notRead, sbomOf } from '../../test/sbom-readings.ts'

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
