import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { isWhollyComplete } from '../model/index.ts'
import { bom, notRead, sbomOf } from '../../test/sbom-readings.ts'
import { readSbom } from './index.ts'

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
