import assert from 'node:assert/strict'
import { test } from 'node:test'
import { certificateOf } from '../tls/testing.ts'
import { assertSurvives, between, factLines, hear, wire } from '../testing.ts'
import { dtls } from './dtls.ts'

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')

/** One message in one record; `told`: the length of the whole, where this is a part of it. */
function record(kind: number, body: Uint8Array, told = body.length): Uint8Array {
  const message = wire(`${hex(kind, 2)} ${hex(told, 6)} 0000 000000 ${hex(body.length, 6)}`)
  return Buffer.concat([wire(`16 fefd 0000 000000000000 ${hex(message.length + body.length, 4)}`), message, body])
}

/** With a cookie, and the name of a server. */
const clientHello = wire(
  `fefd ${'11'.repeat(32)} 00 04 01020304 0002 c02b 0100 0016 0000 0012 0010 00 000d "a.example.com"`,
)
const serverHello = wire(`fefd ${'22'.repeat(32)} 00 c02b 00`)
const server = between({ ip: '10.0.0.2', port: 5684 })
const client = record(1, clientHello)

function certificate(name: string): Uint8Array {
  const der = certificateOf(name)
  return record(11, Buffer.concat([wire(`${hex(der.length + 3, 6)} ${hex(der.length, 6)}`), der]))
}

test('DTLS tells the name that a client asks for, and the fingerprints of both', () => {
  const told = factLines(hear(dtls, client))
  assert.match(told.join('\n'), /ja4: dd2d010100_/)
  assert.equal(told.at(-1), 'serverName: a.example.com')
  assert.deepEqual(factLines(hear(dtls, record(2, serverHello), server)).map((line) => line.split(':')[0]), ['role', 'ja3s']) // prettier-ignore
})

test('a certificate tells the machine that shows it, and no person', () => {
  const machine = factLines(hear(dtls, Buffer.concat([record(2, serverHello), certificate('gw-icu-7')]), server))
  assert.ok(machine.includes('certificateSubject: O=Example Medical, CN=gw-icu-7'))
  const person = hear(dtls, certificate('Jane Doe'), server)
  assert.equal(JSON.stringify(person.told).includes('Doe'), false)
  assert.deepEqual(person.dropped, { person: 1 })
})

test('what access points put before it changes nothing', () => {
  const given = Buffer.concat([wire('01 000000'), client])
  assert.equal(dtls.recognises(given, server), true)
  assert.deepEqual(factLines(hear(dtls, given)), factLines(hear(dtls, client)))
})

test('a message in several parts is left out', () => {
  assert.deepEqual(hear(dtls, record(1, clientHello.subarray(0, 40), clientHello.length)).told, [])
})

test('DTLS is recognised by a greeting, or by a record that fills the datagram', () => {
  const says = (bytes: Uint8Array): boolean => dtls.recognises(bytes, server)
  const secret = wire('17 fefd 0001 000000000007 0004 01020304')
  assert.deepEqual([says(client), says(secret), says(secret.subarray(0, 16)), says(wire('16 fefd 0000 000000000000 0004 09020304')), says(wire('16 0303 0000 000000000000 0001 01'))], [true, true, false, false, false]) // prettier-ignore
})

test('DTLS that is damaged does no harm', () => {
  assertSurvives(dtls, client)
  assertSurvives(dtls, certificate('gw-icu-7'))
})
