import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readQuestion } from './question.ts'

function subjectOf(text: string): unknown {
  const reading = readQuestion(text)
  assert.equal(reading.is, 'question', `${text}: ${JSON.stringify(reading)}`)
  return reading.is === 'question' ? reading.question.subject : undefined
}

const understood: readonly (readonly [string, object])[] = [
  ['log4j', { is: 'words', words: ['log4j'] }],
  ['Apache Log4j', { is: 'words', words: ['apache', 'log4j'] }],
  ['windows 10', { is: 'words', words: ['windows', '10'] }],
  ['CVE-2021-44228', { is: 'flaw', id: 'CVE-2021-44228' }],
  ['cve-2021-44228', { is: 'flaw', id: 'CVE-2021-44228' }],
  ['GHSA-jfh8-c2jp-5v3q', { is: 'flaw', id: 'GHSA-jfh8-c2jp-5v3q' }],
  ['DSA-5020-1', { is: 'flaw', id: 'DSA-5020-1' }],
  ['openssl < 1.1.1', { is: 'part', name: 'openssl', tests: [{ comparison: '<', version: '1.1.1' }] }],
  ['openssl<1.1.1', { is: 'part', name: 'openssl', tests: [{ comparison: '<', version: '1.1.1' }] }],
  [
    'openssl >= 1.0, < 1.1.1',
    {
      is: 'part',
      name: 'openssl',
      tests: [
        { comparison: '>=', version: '1.0' },
        { comparison: '<', version: '1.1.1' },
      ],
    },
  ],
  ['openssl =< 1.1.1', { is: 'part', name: 'openssl', tests: [{ comparison: '<=', version: '1.1.1' }] }],
  ['openssl => 1.1.1', { is: 'part', name: 'openssl', tests: [{ comparison: '>=', version: '1.1.1' }] }],
  ['openssl ≤ 1.1.1', { is: 'part', name: 'openssl', tests: [{ comparison: '<=', version: '1.1.1' }] }],
  ['openssl ≥1.1.1', { is: 'part', name: 'openssl', tests: [{ comparison: '>=', version: '1.1.1' }] }],
  ['openssl ≠ 1.1.1', { is: 'part', name: 'openssl', tests: [{ comparison: '!=', version: '1.1.1' }] }],
  ['openssl 1.0.2k', { is: 'part', name: 'openssl', tests: [{ comparison: '=', version: '1.0.2k' }] }],
  ['lodash@4.17.20', { is: 'part', name: 'lodash', tests: [{ comparison: '=', version: '4.17.20' }] }],
  ['serial:SN-00123', { is: 'device', fact: 'serial', value: 'SN-00123' }],
  ['10.1.2.3', { is: 'device', fact: 'ip', value: '10.1.2.3' }],
  ['FE80::1', { is: 'device', fact: 'ip', value: 'fe80::1' }],
  ['00:1B:21:aa:bb:cc', { is: 'device', fact: 'mac', value: '00:1B:21:aa:bb:cc' }],
  ['host:pump-12', { is: 'device', fact: 'host', value: 'pump-12' }],
  ['d41d8cd98f00b204e9800998ecf8427e', { is: 'hash', algorithms: ['md5'], hex: 'd41d8cd98f00b204e9800998ecf8427e' }],
  [
    'SHA-1:DA39A3EE5E6B4B0D3255BFEF95601890AFD80709',
    { is: 'hash', algorithms: ['sha1'], hex: 'da39a3ee5e6b4b0d3255bfef95601890afd80709' },
  ],
  ['maker:Philips', { is: 'fleet' }],
]

for (const [text, subject] of understood) {
  test(`"${text}" is understood`, () => assert.deepEqual(subjectOf(text), subject))
}

test('a purl and a CPE are recognised by their form', () => {
  assert.partialDeepStrictEqual(subjectOf('pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1'), { is: 'purl' })
  assert.partialDeepStrictEqual(subjectOf('cpe:2.3:a:apache:log4j:2.14.1:*:*:*:*:*:*:*'), { is: 'cpe' })
})

test('filters stand beside any question, quoted when they hold spaces', () => {
  const reading = readQuestion('log4j ward:"Réanimation A" site:Nord as-of:2021-12-10')
  assert.equal(reading.is, 'question')
  if (reading.is !== 'question') return
  assert.deepEqual(reading.question.subject, { is: 'words', words: ['log4j'] })
  assert.deepEqual(reading.question.filters, { ward: 'Réanimation A', site: 'Nord', asOf: '2021-12-10T23:59:59.999Z' })
})

for (const text of [
  '',
  '   ',
  'x'.repeat(100_000),
  'pkg:',
  'cpe:2.3:z:a:b',
  '< 1.0',
  'openssl <',
  'as-of:2021-13-45 log4j',
  'as-of:2021-02-30 x',
  'site: log4j',
  'serial:1 ip:1.2.3.4',
  'serial:1 log4j',
]) {
  test(`"${text.slice(0, 30)}" (${text.length} characters) is answered with what to write instead`, () => {
    const reading = readQuestion(text)
    assert.equal(reading.is, 'notUnderstood')
    assert.ok(reading.is === 'notUnderstood' && reading.message.length > 20)
  })
}

for (const [text, inPoints] of [
  ['openssl < 1,1,1', '1.1.1'],
  ['openssl < 1.1,1', '1.1.1'],
  ['openssl 1,1', '1.1'],
  ['Infusa v4,2', '4.2'],
  ['openssl@1,1', '1.1'],
] as const) {
  test(`"${text}" is asked to be written with points, since a comma would have no order and find nothing`, () => {
    const reading = readQuestion(text)
    assert.ok(reading.is === 'notUnderstood' && reading.message.includes(inPoints), JSON.stringify(reading))
  })
}

test('no text makes the reader throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: fc.constantFrom(...Array.from('a1.<>=:"@ -/pkgcveCVE')) }),
      ),
      (text) => {
        const reading = readQuestion(text)
        assert.ok(reading.is === 'question' || reading.message.length > 0)
      },
    ),
  )
})
