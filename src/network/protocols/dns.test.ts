import assert from 'node:assert/strict'
import { test } from 'node:test'
import { writtenDns, writtenName, writtenService, writtenString } from '../dns/testing.ts'
import type { WrittenMessage } from '../dns/testing.ts'
import { assertStreamSurvives, assertSurvives, between, hear, hearStream } from '../testing.ts'
import type { Heard } from '../testing.ts'
import { dnsTcp } from './dns-tcp.ts'
import { dns } from './dns.ts'

const answering = between({ ip: '10.0.0.2', mac: '00:0c:29:00:00:02', port: 53 }, { ip: '10.0.0.5', port: 40000 })

/** `who: field value` of everything but the server itself. */
function lines({ told }: Heard): string[] {
  return told
    .flatMap(({ subject, facts }) =>
      facts.map(({ field, value }) => `${subject.ip ?? subject.hostName ?? ''}: ${field} ${value}`),
    )
    .filter((line) => !line.startsWith('10.0.0.2: role') && !line.startsWith('10.0.0.2: service'))
}

function answered(message: Omit<WrittenMessage, 'flags'>): Heard {
  return hear(dns, writtenDns({ flags: '8180', ...message }), answering)
}

test('an answer tells who serves names', () => {
  assert.deepEqual(answered({}).told, [
    {
      subject: { ip: '10.0.0.2', mac: '00:0c:29:00:00:02' },
      facts: [
        { field: 'service', value: 'dns/53' },
        { field: 'role', value: 'dns-server' },
      ],
      confidence: 'strong',
    },
  ])
})

test('what an answer tells of hosts inside and of who asks', () => {
  const cases: readonly (readonly [string, Omit<WrittenMessage, 'flags'>, readonly string[]])[] = [
    ['a host', { records: [['pump7.icu.example', 1, '0a000007']] }, ['10.0.0.7: hostName pump7.icu.example']],
    [
      'by IPv6',
      { records: [['pump7.icu.example', 28, `fd00 ${'0000'.repeat(6)} 0007`]] },
      ['fd00::7: hostName pump7.icu.example'],
    ],
    [
      'by its address',
      { records: [['7.0.0.10.in-addr.arpa', 12, writtenName('pump7.icu.example')]] },
      ['10.0.0.7: hostName pump7.icu.example'],
    ],
    ['a name that many share', { records: [['icu.example', 1, '0a000007'], ['ICU.example', 1, '0a000008']] }, []], // prettier-ignore
    ['a host on the internet', { records: [['www.example', 1, '08080808']] }, []],
    [
      'the servers of a domain',
      { records: [['_ldap._tcp.dc._msdcs.icu.example', 33, writtenService(389, 'dc1.icu.example')]] },
      ['domain icu.example', 'hostName dc1.icu.example', 'role domain-controller', 'service ldap/389'].map(
        (line) => `dc1.icu.example: ${line}`,
      ),
    ],
    [
      'a service without a directory',
      { records: [['_sip._udp.icu.example', 33, writtenService(5060, 'pbx.icu.example')]] },
      ['domain icu.example', 'hostName pbx.icu.example', 'service sip/5060'].map((line) => `pbx.icu.example: ${line}`),
    ],
    ['a maker’s cloud', { questions: [['collect.Philips.com', 1]] }, ['10.0.0.5: serverName collect.philips.com']],
    [
      'the asker’s domain',
      { questions: [['_ldap._tcp.Site._sites.dc._msdcs.icu.example', 33]] },
      ['10.0.0.5: domain icu.example'],
    ],
    [
      'the server’s software',
      { records: [['version.bind', 16, writtenString('dnsmasq-2.80'), 3]] },
      ['10.0.0.2: banner dnsmasq-2.80', '10.0.0.2: softwareProduct dnsmasq', '10.0.0.2: softwareProductVersion 2.80'],
    ],
  ]
  for (const [name, message, expected] of cases)
    assert.deepEqual(lines(answered(message)).toSorted(), expected.toSorted(), name)
})

test('what somebody reads is counted and forgotten', () => {
  const heard = answered({
    questions: [['doe-jane.patients.example', 1]],
    records: [['doe-jane.patients.example', 1, '08080808']],
  })
  assert.deepEqual(heard.dropped, { text: 1 })
  assert.doesNotMatch(JSON.stringify(heard.told), /jane/)
  const asked = hear(dns, writtenDns({ flags: '0100', questions: [['doe-jane.patients.example', 1]] }))
  assert.deepEqual(asked, { told: [], dropped: {}, malformed: 0 })
  const refused = hear(dns, writtenDns({ flags: '8183', questions: [['philips.com', 1]] }), answering)
  assert.deepEqual([lines(refused), refused.dropped], [[], { text: 1 }])
})

const long = writtenDns({
  flags: '8180',
  questions: [['a.example', 1]],
  records: [['pump7.icu.example', 1, '0a000007']],
})
const query = writtenDns({ flags: '0100', questions: [['a.example', 1]] })
const framed = (message: Uint8Array): Uint8Array =>
  Uint8Array.of(message.length >> 8, message.length & 0xff, ...message)

test('over TCP the same is told, however it is cut', () => {
  const client = between({ ip: '10.0.0.5' }, { ip: '10.0.0.2', port: 53 })
  const answers = Uint8Array.of(...framed(long), ...framed(new Uint8Array(30_000)), ...framed(long))
  for (const size of [1, 7, 1460]) {
    const pieces = Array.from({ length: Math.ceil(answers.length / size) }, (_, index) =>
      answers.subarray(index * size, (index + 1) * size),
    )
    const heard = hearStream(
      dnsTcp,
      [['client', framed(query)], ...pieces.map((bytes) => ['server', bytes] as const)],
      client,
    )
    assert.deepEqual(lines(heard), ['10.0.0.7: hostName pump7.icu.example', '10.0.0.7: hostName pump7.icu.example'])
  }
  assert.equal(dnsTcp.recognises(framed(query), 'client', client), 'yes')
  assert.equal(dnsTcp.recognises(framed(query).subarray(0, 5), 'client', client), 'more')
  assert.equal(dnsTcp.recognises(Buffer.from('GET / HTTP/1.1\r\n\r\n'), 'client', client), 'no')
})

test('on another port the question must make sense', () => {
  const elsewhere = between({ port: 5000 }, { port: 5001 })
  const binary = Uint8Array.from([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 5, 1, 2, 3, 4, 5, 0, 9, 9, 9, 9])
  assert.deepEqual([dns.recognises(query, elsewhere), dns.recognises(binary, elsewhere)], [true, false])
  assert.equal(dns.recognises(query.subarray(0, 20), elsewhere), false)
})

test('damaged messages harm nothing', () => {
  assertSurvives(dns, long, answering)
  assertStreamSurvives(dnsTcp, framed(query), framed(long))
})

test('what a filter answers for blocked names with its own address is no name of it', () => {
  assert.deepEqual(lines(answered({ records: [['ads.example', 1, '0a000002']] })), [])
})
