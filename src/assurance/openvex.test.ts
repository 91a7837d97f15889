import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemsOf, read } from './testing.ts'

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
