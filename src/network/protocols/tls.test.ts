import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ja3Of, ja4Of } from '../tls/fingerprints.ts'
import type { Hello } from '../tls/hello.ts'
import { assertStreamSurvives, between, factLines, hearStream, pieces, wire } from '../testing.ts'
import { certificateOf } from '../tls/testing.ts'
import { tls } from './tls.ts'

const sized = (bytes: Uint8Array, width: number): Uint8Array =>
  Buffer.concat([Buffer.from(bytes.length.toString(16).padStart(width * 2, '0'), 'hex'), bytes])
const handshakeOf = (type: string, body: Uint8Array): Uint8Array => Buffer.concat([wire(type), sized(body, 3)])
const recordOf = (...messages: Uint8Array[]): Uint8Array =>
  Buffer.concat([wire('16 0303'), sized(Buffer.concat(messages), 2)])

const clientHello = handshakeOf(
  '01',
  Buffer.concat([
    wire(`0303 ${'11'.repeat(32)} 00`),
    sized(wire('0a0a 1301 c02f'), 2),
    wire('0100'),
    sized(
      Buffer.concat([
        wire('0a0a 0000  0000'),
        sized(sized(wire('00 000c "PACS.example"'), 2), 2),
        wire(
          '000a 0006 0004 0a0a 001d  000b 0002 0100  000d 0006 0004 0403 0804  0010 0005 0003 02"h2"  002b 0005 04 0304 0303',
        ),
      ]),
      2,
    ),
  ]),
)
const serverHello = handshakeOf('02', wire(`0303 ${'22'.repeat(32)} 00 c02f 00 0005 ff01 0001 00`))
const certificate = handshakeOf('0b', sized(sized(certificateOf('pump-4711'), 3), 3))
const client = recordOf(clientHello)
const server = recordOf(serverHello, certificate)

test('TLS tells the name asked for, the fingerprints and the certificate', () => {
  const lines = factLines(hearStream(tls, [['client', client], ['server', server]])) // prettier-ignore
  assert.deepEqual(
    lines.map((line) => line.split(': ')[0]),
    [
      'role',
      'ja3',
      'ja4',
      'serverName',
      'role',
      'ja3s',
      'certificateSubject',
      'certificateIssuer',
      'certificateNotAfter',
      'certificateSha256',
    ],
  )
  assert.ok(lines.includes('serverName: pacs.example'))
  assert.ok(lines.includes('certificateSubject: O=Example Medical, CN=pump-4711'))
  assert.match(lines.find((line) => line.startsWith('ja4')) ?? '', /^ja4: t13d0206h2_[0-9a-f]{12}_[0-9a-f]{12}$/)
})

test('it does not matter how TLS was cut into segments, nor its handshake into records', () => {
  const whole = factLines(hearStream(tls, [['client', client], ['server', server]])) // prettier-ignore
  for (const size of [1, 7, 200]) {
    assert.deepEqual(
      factLines(hearStream(tls, [...pieces(client, 'client', size), ...pieces(server, 'server', size)])),
      whole,
    )
  }
  const message = Buffer.concat([serverHello, certificate])
  const cut = Buffer.concat([
    recordOf(message.subarray(0, 3)),
    recordOf(message.subarray(3, 50)),
    recordOf(message.subarray(50)),
  ])
  assert.deepEqual(factLines(hearStream(tls, [['client', client], ['server', cut]])), whole) // prettier-ignore
})

test('a server that asks for another greeting is heard until it greets', () => {
  const retry = handshakeOf('02', wire(`0303 cf21ad74e59a6111 ${'33'.repeat(24)} 00 1301 00 0000`))
  const again = Buffer.concat([recordOf(retry), wire('14 0303 0001 01'), server])
  const lines = factLines(hearStream(tls, [['client', client], ['server', again]])) // prettier-ignore
  assert.ok(lines.includes('certificateSubject: O=Example Medical, CN=pump-4711'))
})

test('a certificate of a client keeps the name of a machine, never that of a person', () => {
  const shown = (commonName: string): string[] =>
    factLines(hearStream(tls, [['client', recordOf(handshakeOf('0b', sized(sized(certificateOf(commonName), 3), 3)))]])) // prettier-ignore
  assert.ok(shown('sdc-monitor-12').includes('certificateSubject: O=Example Medical, CN=sdc-monitor-12'))
  assert.equal(
    shown('Jane Doe').some((line) => line.includes('Doe')),
    false,
  )
})

/** The worked example of the published description of JA4. */
test('JA4 of a known client is the published one', () => {
  const hex = (list: string): number[] => list.split(',').map((each) => Number.parseInt(each, 16))
  const hello: Hello = {
    version: 0x0303,
    versions: hex('0304,0303'),
    ciphers: hex('3a3a,1301,1302,1303,c02b,c02f,c02c,c030,cca9,cca8,c013,c014,009c,009d,002f,0035'),
    extensions: hex('dada,001b,0000,0033,0010,4469,0017,002d,000d,0005,0023,0012,002b,ff01,000b,000a,0015'),
    signatureAlgorithms: hex('0403,0804,0401,0503,0805,0501,0806,0601'),
    groups: [],
    pointFormats: [],
    alpn: [Buffer.from('h2')],
  }
  assert.equal(ja4Of(hello), 't13d1516h2_8daaf6152771_e5627efa2ab1')
  assert.equal(ja3Of(hello), ja3Of({ ...hello, extensions: hello.extensions.slice(1) }))
})

test('TLS that is damaged does no harm', () => {
  assertStreamSurvives(tls, client, server)
})

test('a connection whose begin was not captured is still encrypted, and tells nothing', () => {
  const cases: readonly (readonly [readonly number[], 'yes' | 'no' | 'more'])[] = [
    [[0x17, 3, 3, 0, 0x20, 1], 'yes'],
    [[0x17, 3, 3], 'more'],
    [[0x17, 3, 3, 0, 0, 1], 'no'],
    [[0x17, 3, 3, 0xff, 0, 1], 'no'],
    [[0x17, 3, 0, 0, 0x20, 1], 'no'],
    [[0x17, 2, 3, 0, 0x20, 1], 'no'],
  ]
  for (const [bytes, expected] of cases)
    assert.equal(tls.recognises(Uint8Array.from(bytes), 'client', between({})), expected, String(bytes))
  const heard = hearStream(tls, [['client', Uint8Array.from([0x17, 3, 3, 0, 2, 1, 1])]])
  assert.deepEqual(heard, { told: [], dropped: {}, malformed: 0 })
})
