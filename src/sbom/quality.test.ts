import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checklists } from '../model/index.ts'
import type { QualityCheck, Sbom } from '../model/index.ts'
import { judgeQuality, missesOf, qualityChecklists, readSbom } from './index.ts'
import { isLicenceExpression } from './quality/licence-expression.ts'

function read(document: object): Sbom {
  const reading = readSbom(Buffer.from(JSON.stringify(document)))
  if (reading.is === 'notRead') throw new Error(reading.because)
  return reading.sbom
}

const bare = {
  bomFormat: 'CycloneDX',
  specVersion: '1.4',
  components: [{ type: 'library', name: 'openssl', 'bom-ref': 'a' }],
}

const part = {
  type: 'library',
  'bom-ref': 'a',
  name: 'openssl',
  version: '3.0.1',
  purl: 'pkg:generic/openssl@3.0.1',
  supplier: { name: 'OpenSSL', url: ['https://www.openssl.org'] },
  licenses: [{ expression: 'Apache-2.0 OR (MIT AND BSD-3-Clause)' }],
  hashes: [{ alg: 'SHA-256', content: 'ab'.repeat(32) }],
  properties: [
    { name: 'bsi:component:filename', value: 'libssl.so' },
    { name: 'bsi:component:executable', value: 'executable' },
    { name: 'bsi:component:archive', value: 'no archive' },
    { name: 'bsi:component:structured', value: 'structured' },
    { name: 'acme:supportLevel', value: 'maintained' },
    { name: 'cdx:lifecycle:milestone:endOfSupport', value: '2030-12-31' },
  ],
  externalReferences: [
    { type: 'source-distribution', url: 'https://acme.example/src.tar' },
    {
      type: 'distribution',
      url: 'https://acme.example/libssl.so',
      hashes: [{ alg: 'SHA-512', content: 'cd'.repeat(64) }],
    },
  ],
}

const full = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
  metadata: {
    timestamp: '2026-01-01T00:00:00Z',
    authors: [{ name: 'Ann', email: 'ann@acme.example' }],
    tools: [{ name: 'maker' }],
    lifecycles: [{ phase: 'build' }],
    component: { ...part, type: 'firmware', 'bom-ref': 'root', name: 'Pump' },
  },
  components: [part],
  dependencies: [{ ref: 'root', dependsOn: ['a'] }],
  compositions: [{ aggregate: 'complete', assemblies: ['root'] }],
}

/** Which checks of a list are not passed by everything asked. */
function open(document: object, id: (typeof checklists)[number]): Partial<Record<QualityCheck, string>> {
  const [list] = judgeQuality(read(document), [id]).checklists
  const lines = (list?.lines ?? []).filter(({ counts }) => counts.warn + counts.fail > 0)
  return Object.fromEntries(lines.map(({ check, counts }) => [check, `${counts.warn} warn ${counts.fail} fail`]))
}

test('an SBOM that says everything passes every line of every checklist', () => {
  for (const id of checklists) assert.deepEqual(open(full, id), {}, id)
  assert.deepEqual(missesOf(read(full), checklists), [])
})

test('what a bare list lacks is told line by line, as missing or to improve', () => {
  assert.deepEqual(open(bare, 'ntia'), {
    author: '0 warn 1 fail',
    timestamp: '0 warn 1 fail',
    subject: '0 warn 1 fail',
    completeness: '0 warn 1 fail',
    supplier: '0 warn 1 fail',
    version: '0 warn 1 fail',
    identifier: '0 warn 1 fail',
    relation: '0 warn 1 fail',
    hash: '1 warn 0 fail',
  })
  assert.equal(open(bare, 'bsi').format, '0 warn 1 fail')
  assert.equal(open(bare, 'fda').endOfSupport, '0 warn 1 fail')
})

test('an SBOM that says openly where it ends fails less than one that is silent', () => {
  const openly = {
    ...bare,
    metadata: { component: { type: 'device', name: 'Pump', 'bom-ref': 'root' } },
    compositions: [{ aggregate: 'incomplete', assemblies: ['root'] }],
  }
  assert.equal(open(bare, 'cisa').completeness, '0 warn 1 fail')
  assert.equal(open(openly, 'cisa').completeness, '1 warn 0 fail')
  assert.equal(open(openly, 'ntia').completeness, undefined)
})

test('flaws inside an SBOM are against the German guideline, whichever format it has', () => {
  assert.equal(open({ ...full, vulnerabilities: [{ id: 'CVE-2031-1' }] }, 'bsi').noFlaws, '0 warn 1 fail')
})

test('a component says what is missing of it; one that is not on the device is not asked', () => {
  const { supplier: _, ...orphan } = part
  const components = [part, { ...orphan, 'bom-ref': 'b', scope: 'excluded' }, { ...orphan, 'bom-ref': 'c' }]
  const misses = missesOf(read({ ...full, components, dependencies: [] }), ['ntia'])
  assert.deepEqual(
    misses.map(({ ref, misses: missed }) => [ref, missed.map(({ check }) => check)]),
    [
      ['a', ['relation']],
      ['c', ['supplier', 'relation']],
    ],
  )
})

test('SPDX says how to reach its makers in parentheses, and where its packages come from', () => {
  const sbom = read({
    spdxVersion: 'SPDX-2.3',
    SPDXID: 'SPDXRef-DOCUMENT',
    creationInfo: { creators: ['Organization: Acme (psirt@acme.example)'], created: '2026-01-01T00:00:00Z' },
    packages: [
      {
        SPDXID: 'SPDXRef-a',
        name: 'zlib',
        packageFileName: 'libz.so',
        supplier: 'Organization: zlib (zlib@gzip.example)',
        downloadLocation: 'https://zlib.example/libz.so',
      },
      {
        SPDXID: 'SPDXRef-b',
        name: 'other',
        supplier: 'Organization: Other (formerly Else)',
        downloadLocation: 'NOASSERTION',
      },
    ],
  })
  assert.deepEqual(sbom.contacts, ['psirt@acme.example'])
  assert.deepEqual(
    sbom.components.map(({ traits }) => traits),
    [{ fileName: 'libz.so', contact: 'zlib@gzip.example', deployableUri: 'https://zlib.example/libz.so' }, undefined],
  )
})

test('a licence expression is told from a text', () => {
  for (const text of ['MIT', 'GPL-2.0-only WITH Classpath-exception-2.0', '(MIT OR Apache-2.0) AND LicenseRef-x'])
    assert.ok(isLicenceExpression(text), text)
  for (const text of ['', 'MIT OR', '(MIT', 'The MIT License', 'MIT)', 'AND', 'see https://x.example'])
    assert.ok(!isLicenceExpression(text), text)
})

test('every checklist names its source and each of its lines a clause; ids are unique', () => {
  assert.deepEqual(
    qualityChecklists.map(({ id }) => id),
    checklists,
  )
  for (const { source, edition, document, component } of qualityChecklists) {
    assert.match(source, /^https:/)
    assert.notEqual(edition, '')
    for (const { clause } of [...document, ...component]) assert.notEqual(clause, '')
  }
})

test('a component more, as well described as the others, turns no line from passed to missed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), (count) => {
      const refs = Array.from({ length: count }, (_, place) => `a${place}`)
      const components = refs.map((ref) => ({ ...part, 'bom-ref': ref }))
      const document = { ...full, components, dependencies: [{ ref: 'root', dependsOn: refs }] }
      assert.deepEqual(missesOf(read(document), checklists), [])
    }),
    { numRuns: 20 },
  )
})

test('whatever stands where traits are looked for, reading goes on', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (properties, externalReferences) => {
      const sbom = read({ ...bare, components: [{ ...part, supplier: properties, properties, externalReferences }] })
      assert.equal(judgeQuality(sbom, checklists).components, 1)
    }),
    { numRuns: 100 },
  )
})
