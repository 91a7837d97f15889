import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemsOf, read } from './testing.ts'

const bomOf = (analysis: object, affects: readonly object[], more: object = {}): object => ({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
  version: 1,
  metadata: {
    timestamp: '2026-01-02T00:00:00Z',
    component: { type: 'device', 'bom-ref': 'device', name: 'Infusa', version: '4.2', manufacturer: { name: 'Acme' } },
  },
  components: [{ type: 'library', 'bom-ref': 'pad', name: 'pad', version: '1', purl: 'pkg:npm/pad@1' }],
  vulnerabilities: [{ id: 'CVE-2026-0001', analysis, affects }],
  ...more,
})

test('what protects a product from outside is no "not affected": it is affected, with a compensating control', () => {
  for (const justification of ['protected_at_perimeter', 'protected_by_mitigating_control']) {
    const [statement] = read(bomOf({ state: 'not_affected', justification }, [{ ref: 'device' }])).statements
    assert.equal(statement?.status, 'affected')
    assert.equal(statement?.justification, undefined)
    assert.match(statement?.compensatingControl ?? '', /perimeter|control/)
    assert.match(statement?.note ?? '', /counts as affected/)
  }
})

test('a false positive is read as not affected, with a note', () => {
  const [statement] = read(
    bomOf({ state: 'false_positive', detail: 'another product' }, [{ ref: 'device' }]),
  ).statements
  assert.deepEqual([statement?.status, statement?.impact], ['notAffected', 'another product'])
  assert.match(statement?.note ?? '', /wrongly attributed/)
})

test('an analysis inside an SBOM speaks of the device, or of a part of it', () => {
  const said = read(bomOf({ state: 'resolved' }, [{ ref: 'device' }, { ref: 'pad' }])).statements
  assert.deepEqual(
    said.map(({ product, component }) => [product.maker, product.model, product.version, component?.purls]),
    [
      ['Acme', 'Infusa', '4.2', undefined],
      ['Acme', 'Infusa', '4.2', ['pkg:npm/pad@1']],
    ],
  )
})

test('a BOM-Link names a part of another document, in the version that is stated for it', () => {
  const ref = 'urn:cdx:AAAAAAAA-395b-41f5-a30f-a58921a69b79/2#product%20x'
  const versions = [
    { version: '2.4', status: 'affected' },
    { version: '2.5', status: 'unaffected' },
    { range: 'vers:generic/>=3' },
  ]
  const { statements, problems } = read(
    bomOf({ state: 'exploitable', response: ['workaround_available', 'update'] }, [{ ref, versions }]),
  )
  assert.deepEqual(
    statements.map(({ status, product }) => [
      status,
      product.version,
      product.versionRange,
      product.sbomIds,
      product.sbomRef,
    ]),
    [
      ['affected', '2.4', undefined, ['urn:uuid:aaaaaaaa-395b-41f5-a30f-a58921a69b79'], 'product x'],
      ['notAffected', '2.5', undefined, ['urn:uuid:aaaaaaaa-395b-41f5-a30f-a58921a69b79'], 'product x'],
      ['affected', undefined, 'vers:generic/>=3', ['urn:uuid:aaaaaaaa-395b-41f5-a30f-a58921a69b79'], 'product x'],
    ],
  )
  assert.equal(statements[0]?.remediation, 'vendorFix')
  assert.match(problems.map(({ message }) => message).join(), /unaffected, which has no justification/)
})

test('a vulnerability without an analysis states nothing, and one with a state nobody knows is told', () => {
  assert.deepEqual(
    read({ ...bomOf({}, []), vulnerabilities: [{ id: 'CVE-1', affects: [{ ref: 'pad' }] }] }).statements,
    [],
  )
  assert.match(problemsOf(bomOf({ state: 'fine' }, [{ ref: 'pad' }])).join(), /"fine" is no state/)
})

test('a CycloneDX analysis of parts or versions that cannot be read does not speak of all', () => {
  const document = (affects: unknown): object => ({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: { component: { type: 'device', name: 'Infusa', version: '4.2' } },
    vulnerabilities: [{ id: 'CVE-1', analysis: { state: 'not_affected', justification: 'code_not_present' }, affects }],
  })
  const link = 'urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#pad'
  for (const affects of [
    [null],
    ['pad'],
    [{}],
    [{ ref: link, versions: ['1.0'] }],
    [{ ref: link, versions: [{ status: 'unaffected' }] }],
    [{ ref: link, versions: null }],
  ]) {
    const { statements, problems } = read(document(affects))
    assert.deepEqual(statements, [], JSON.stringify(affects))
    assert.ok(problems.some(({ severity, place }) => severity === 'lost' && place.includes('/affects/0')))
  }
})

test('a version that a CycloneDX document lists as affected is affected, whatever its analysis says', () => {
  const link = 'urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#pad'
  const said = (state: string, version: object): (string | undefined)[] => {
    const { statements, problems } = read({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      vulnerabilities: [
        {
          id: 'CVE-1',
          analysis: { state, justification: 'code_not_present', detail: 'not built in' },
          affects: [{ ref: link, versions: [version] }],
        },
      ],
    })
    const [only] = statements
    const isTold = problems.some(({ place }) => place === '/vulnerabilities/0/affects')
    return [only?.status, only?.justification, only?.impact, isTold ? 'told' : 'silent']
  }
  for (const state of ['not_affected', 'false_positive', 'resolved', 'resolved_with_pedigree', 'in_triage']) {
    const worse = ['affected', undefined, undefined, 'told']
    assert.deepEqual(said(state, { version: '2.4', status: 'affected' }), worse, state)
    assert.deepEqual(said(state, { range: 'vers:generic/<3', status: ' Affected ' }), worse, state)
  }
  for (const status of [7, null, true, 'no idea', {}]) {
    assert.deepEqual(said('not_affected', { version: '2.4', status })[0], 'underInvestigation', JSON.stringify(status))
    assert.deepEqual(said('exploitable', { version: '2.4', status })[0], 'affected', JSON.stringify(status))
  }
  assert.deepEqual(said('not_affected', { version: '2.4' })[0], 'notAffected')
  assert.deepEqual(said('not_affected', { version: '2.4', status: 'unaffected' })[0], 'notAffected')
  assert.deepEqual(said('resolved', { version: '2.4', status: 'unaffected' })[0], 'fixed')
})
