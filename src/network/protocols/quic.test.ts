import assert from 'node:assert/strict'
import { createCipheriv } from 'node:crypto'
import { test } from 'node:test'
import { keysOf } from '../quic/initial.ts'
import { assertSurvives, between, factLines, hear, wire } from '../testing.ts'
import { quic } from './quic.ts'

const connectionId = wire('8394c8f03e515708')
const server = between({}, { port: 443 })
const hello = wire(
  `01 00004a 0303 ${'11'.repeat(32)} 00 0002 1301 0100 001f 0000 0012 0010 00 000d "a.example.com" 0010 0005 0003 02 "h3"`,
)

/** A frame of so many bytes from `at` on. */
const crypto = (at: number, end = hello.length): Buffer => Buffer.concat([wire(`06 40${at.toString(16).padStart(2, '0')} 40${(Math.min(end, hello.length) - at).toString(16).padStart(2, '0')}`), hello.subarray(at, end)]) // prettier-ignore

/** A client's first packet, as RFC 9001 §5 protects it. */
function initial(...frames: readonly Uint8Array[]): Uint8Array {
  const { key, iv, headerKey } = keysOf(connectionId)
  const payload = Buffer.alloc(1162)
  Buffer.concat(frames).copy(payload)
  const header = wire(`c3 00000001 08 8394c8f03e515708 00 00 449e 00000002`)
  const nonce = Buffer.from(iv)
  nonce[11] = (nonce[11] ?? 0) ^ 2
  const cipher = createCipheriv('aes-128-gcm', key, nonce)
  cipher.setAAD(header)
  const secret = Buffer.concat([cipher.update(payload), cipher.final(), cipher.getAuthTag()])
  const mask = createCipheriv('aes-128-ecb', headerKey, null).update(secret.subarray(0, 16))
  header[0] = (header[0] ?? 0) ^ ((mask[0] ?? 0) & 0x0f)
  for (let index = 0; index < 4; index += 1) header[18 + index] = (header[18 + index] ?? 0) ^ (mask[1 + index] ?? 0)
  return Buffer.concat([header, secret])
}

test('the keys of a first packet are those of RFC 9001, appendix A.1', () => {
  const { key, iv, headerKey } = keysOf(connectionId)
  assert.deepEqual([key, iv, headerKey].map((bytes) => Buffer.from(bytes).toString('hex')), ['1f369613dd76d5467730efcbe3b1a22d', 'fa044b2f42a3fd3b46fb255c', '9f50449e04a0e810283a1e9933adedd2']) // prettier-ignore
})

test('QUIC tells the name that a client asks for, and its fingerprint, in whatever order it writes them', () => {
  const inOrder = hear(quic, initial(crypto(0)), server)
  assert.deepEqual(factLines(inOrder).filter((line) => !line.startsWith('ja')), ['role: client', 'serverName: a.example.com']) // prettier-ignore
  assert.match(factLines(inOrder).join('\n'), /ja4: q12d0102h3_/)
  const shuffled = hear(quic, initial(crypto(40), wire('01 00 00'), crypto(0, 44)), server)
  assert.deepEqual(factLines(shuffled), factLines(inOrder))
})

test('a greeting that goes on in another datagram, a packet that was changed and a server tell nothing', () => {
  assert.deepEqual(hear(quic, initial(crypto(0, 40)), server).told, [])
  const changed = initial(crypto(0))
  changed[500] = (changed[500] ?? 0) ^ 1
  const heard = hear(quic, changed, server)
  assert.deepEqual([heard.told, heard.malformed], [[], 0])
})

test('QUIC is recognised by a long header of a version that is known', () => {
  const says = (bytes: Uint8Array): boolean => quic.recognises(bytes, server)
  const packet = initial(crypto(0))
  assert.deepEqual([says(packet), says(packet.subarray(0, 10)), says(wire('c3 00000007 08 0102030405060708 00')), says(wire('43 00000001 00 00'))], [true, false, false, false]) // prettier-ignore
})

test('QUIC that is damaged does no harm', () => {
  assertSurvives(quic, initial(crypto(0)), server)
})
