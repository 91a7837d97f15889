import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readStatements, statementReaders } from './index.ts'
import type { StatementsReading } from './index.ts'

const read = (document: unknown): Extract<StatementsReading, { is: 'read' }> => {
  const reading = readStatements(Buffer.from(JSON.stringify(document)))
  if (reading.is !== 'read') throw new Error(reading.because)
  return reading
}
const problemsOf = (document: unknown): string[] =>
  read(document).problems.map(({ place, message }) => `${place} ${message}`)

const openVexOf = (...statements: object[]): object => ({
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': 'https://acme.example/vex/7',
  author: 'Acme Medical',
  role: 'Vendor',
  timestamp: '2026-01-02T00:00:00Z',
  version: 3,
  statements,
})
const pump = { '@id': 'pkg:generic/acme/infusa@4.2' }

test('an OpenVEX document is read with its author, its revision, and times that cascade', () => {
  const { source, statements, problems } = read(
    openVexOf(
      {
        vulnerability: { name: 'CVE-2026-0001', aliases: ['GHSA-aaaa-bbbb-cccc'] },
        products: [pump],
        status: 'not_affected',
        justification: 'vulnerable_code_not_present',
      },
      {
        vulnerability: { name: 'CVE-2026-0002' },
        products: [{ ...pump, subcomponents: [{ '@id': 'pkg:npm/pad@1' }] }],
        status: 'affected',
        action_statement: 'Install 4.3',
        timestamp: '2026-02-02T01:00:00+01:00',
      },
    ),
  )
  assert.deepEqual(problems, [])
  const { documentId, revision, author, role, issuedAt } = source
  assert.deepEqual(
    [documentId, revision, author, role, issuedAt],
    ['https://acme.example/vex/7', '3', 'Acme Medical', 'maker', '2026-01-02T00:00:00.000Z'],
  )
  const [first, second] = statements
  assert.deepEqual(
    [first?.status, first?.justification, first?.aliases, first?.statedAt],
    ['notAffected', 'vulnerableCodeNotPresent', ['GHSA-aaaa-bbbb-cccc'], '2026-01-02T00:00:00.000Z'],
  )
  assert.deepEqual(
    [second?.status, second?.component?.purls, second?.statedAt, second?.action],
    ['affected', ['pkg:npm/pad@1'], '2026-02-02T00:00:00.000Z', 'Install 4.3'],
  )
})

// Each document and the problem that is named.
const faults: readonly (readonly [string, object, RegExp])[] = [
  [
    'no reason',
    { vulnerability: { name: 'CVE-1' }, products: [pump], status: 'not_affected' },
    /without a justification .* does not count/,
  ],
  [
    'no action',
    { vulnerability: { name: 'CVE-1' }, products: [pump], status: 'affected' },
    /without an action statement/,
  ],
  ['no status', { vulnerability: { name: 'CVE-1' }, products: [pump], status: 'safe' }, /"safe" is no status/],
  ['no product', { vulnerability: { name: 'CVE-1' }, products: [], status: 'fixed' }, /names no product/],
  ['no flaw', { products: [pump], status: 'fixed' }, /names no vulnerability/],
  [
    'a justification of its own',
    { vulnerability: { name: 'CVE-1' }, products: [pump], status: 'not_affected', justification: 'trust_us' },
    /"trust_us" is none of the five/,
  ],
]

test('what is wrong with a statement is named, with its place', () => {
  for (const [what, statement, problem] of faults) {
    const problems = problemsOf(openVexOf(statement))
    assert.ok(
      problems.some((each) => problem.test(each) && each.startsWith('/statements')),
      `${what}: ${problems.join('; ')}`,
    )
  }
})

test('contradictory statements are both kept and named; the same said twice is said once', () => {
  const fixed = { vulnerability: { name: 'CVE-1' }, products: [pump], status: 'fixed' }
  const affected = { ...fixed, status: 'affected', action_statement: 'update' }
  const { statements, problems } = read(openVexOf(fixed, affected, fixed))
  assert.deepEqual(
    statements.map(({ status }) => status),
    ['fixed', 'affected'],
  )
  assert.match(problems.map(({ message }) => message).join(), /stated as fixed and as affected; the worse counts/)
})

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

test('readers have ids and sources of their own', () => {
  assert.equal(new Set(statementReaders.map(({ id }) => id)).size, statementReaders.length)
  for (const { source } of statementReaders) assert.match(source, /^https:\/\//)
})

test('nothing that comes in makes a reader throw', () => {
  const heads = [{ bomFormat: 'CycloneDX' }, { '@context': 'https://openvex.dev/ns/v0.2.0' }]
  const names = [
    'vulnerabilities',
    'statements',
    'metadata',
    'components',
    'products',
    'affects',
    'analysis',
    'id',
    'status',
    'ref',
  ]
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom(null, 1, '', 'CVE-1', 'fixed', 'urn:cdx:x'),
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...names), tie('any'), { maxKeys: 4 }),
    ),
  })).any
  fc.assert(
    fc.property(fc.constantFrom(...heads), fc.dictionary(fc.constantFrom(...names), value), (head, document) => {
      readStatements(Buffer.from(JSON.stringify({ ...head, ...document })))
    }),
    { numRuns: 500 },
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      readStatements(bytes)
    }),
  )
})

test('a document that is none is told, with what to ask for', () => {
  for (const text of ['', '{', '[]', '{}', 'null', '<xml/>']) {
    const reading = readStatements(Buffer.from(text))
    assert.equal(reading.is, 'notRead')
    assert.match(reading.is === 'notRead' ? reading.because : '', /ask/)
  }
})

test('a document nested ten thousand deep is read or refused, and nothing breaks', () => {
  const deep = `{"bomFormat":"CycloneDX","components":${'[{"components":'.repeat(10_000)}[]${'}]'.repeat(10_000)},"vulnerabilities":[]}`
  assert.equal(readStatements(Buffer.from(deep)).is, 'read')
})

test('a part of a digest, and one of no known algorithm, are named as recognising nothing', () => {
  const product = {
    '@id': 'pkg:generic/acme/infusa@4.2',
    hashes: { 'sha-256': 'abcdef12', md5: 'a'.repeat(32), crc32: 'abcdef12', 'sha-1': 'not a digest' },
  }
  const { statements, problems } = read(
    openVexOf({ vulnerability: { name: 'CVE-1' }, products: [product], status: 'fixed' }),
  )
  assert.deepEqual(
    problems.map(({ message }) => message.replace(/, so.*/, '')).filter((message) => message.startsWith('the digest')),
    [
      'the digest sha256 "abcdef12" is no whole digest: 64 hexadecimal digits are needed, 8 characters are there',
      'the digest crc32 "abcdef12" is of no algorithm that is known here',
      'the digest sha1 "not a digest" is no whole digest: 40 hexadecimal digits are needed, 12 characters are there',
    ],
  )
  assert.equal(statements[0]?.product.hashes.length, 4)
})

test('an OpenVEX statement on parts that cannot be read does not speak of the whole product', () => {
  for (const subcomponents of [[null], [{}], [{ name: 'pad' }], null]) {
    const { statements, problems } = read(
      openVexOf({
        vulnerability: { name: 'CVE-1' },
        products: [{ ...pump, subcomponents }],
        status: 'not_affected',
        justification: 'vulnerable_code_not_present',
      }),
    )
    assert.deepEqual(statements, [], JSON.stringify(subcomponents))
    assert.ok(problems.some(({ severity, place }) => severity === 'lost' && place.includes('/subcomponents')))
  }
})

test('of several parts those that can be read are spoken of, and the others are told', () => {
  const products = [{ ...pump, subcomponents: [{ '@id': 'pkg:npm/pad@1' }, null] }, {}]
  const { statements, problems } = read(
    openVexOf({ vulnerability: { name: 'CVE-1' }, products, status: 'affected', action_statement: 'Install 4.3' }),
  )
  assert.deepEqual(
    statements.map(({ component }) => component?.purls),
    [['pkg:npm/pad@1']],
  )
  assert.deepEqual(
    problems.filter(({ severity }) => severity === 'lost').map(({ place }) => place),
    ['/statements/0/products/0/subcomponents/1', '/statements/0/products/1'],
  )
})

test('what OpenVEX 0.2.0 does not allow is a doubt with its place', () => {
  const statement = {
    vulnerability: { name: 'CVE-1' },
    products: [pump],
    status: 'affected',
    action_statement: 'Install 4.3',
  }
  const wrong: readonly (readonly [object, string, RegExp])[] = [
    [{ ...statement, timestamp: 'soon' }, '/statements/0/timestamp', /demands a time/],
    [{ ...statement, version: 1.5 }, '/statements/0/version', /is 1.5 where OpenVEX demands a whole number/],
    [{ ...statement, supplier: 7 }, '/statements/0/supplier', /is 7 where OpenVEX demands a text/],
    [{ ...statement, vulnerability: 'CVE-1' }, '/statements/0/vulnerability', /demands an object/],
    [{ ...statement, products: pump }, '/statements/0/products', /is an object where OpenVEX demands a list/],
    [{ ...statement, action: 'x' }, '/statements/0/action', /is no field of a statement in OpenVEX/],
    [
      { ...statement, products: [{ ...pump, identifiers: {} }] },
      '/statements/0/products/0/identifiers',
      /none of purl/,
    ],
    [{ ...statement, vulnerability: { '@id': 'CVE-1' } }, '/statements/0/vulnerability', /has no name/],
  ]
  for (const [each, place, says] of wrong) {
    const { problems, statements } = read(openVexOf(each))
    assert.deepEqual(
      problems.map((one) => [one.severity, one.place]),
      [['doubt', place]],
    )
    assert.match(problems[0]?.message ?? '', says)
    assert.equal(statements.length, 1)
  }
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
