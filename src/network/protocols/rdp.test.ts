import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertStreamSurvives, factLines, hearStream, pieces, wire } from '../testing.ts'
import { rdp } from './rdp.ts'

const by = { seenAt: 0, source: {}, destination: {} }
const tpkt = (body: Uint8Array): Uint8Array =>
  Buffer.concat([wire('0300'), Buffer.from((body.length + 4).toString(16).padStart(4, '0'), 'hex'), body])

const request = tpkt(wire('27 e0 0000 0000 00 "Cookie: mstshash=jane.doe" 0d0a 01 00 0800 00000000'))
const confirm = tpkt(wire('0e d0 0000 1234 00 02 00 0800 00000000'))
const name = Buffer.concat([Buffer.from('CONSOLE-2', 'utf16le'), Buffer.alloc(32)]).subarray(0, 32)
const core = Buffer.concat([wire('01c0 3c00 04000800 0005 0004 01ca 03aa 0c040000 280a0000'), name, Buffer.alloc(4)])
const connect = tpkt(Buffer.concat([wire('02f080 7f6582 0100 "Duca" 8040'), core]))
const client = Buffer.concat([request, connect])

test('RDP in clear text tells the name of the client and its build, and not who logs in', () => {
  const heard = hearStream(rdp, [['client', request], ['server', confirm], ['client', connect]]) // prettier-ignore
  assert.deepEqual(factLines(heard), [
    'role: server',
    'softwareProduct: RDP client',
    'softwareProductVersion: 2600',
    'hostName: CONSOLE-2',
  ])
  assert.deepEqual(heard.dropped, { person: 1 })
  assert.equal(/doe/i.test(JSON.stringify(heard)), false)
})

test('RDP that goes on in TLS is read as that', () => {
  const hello = wire(`16 0301 002d 01 000029 0303 ${'11'.repeat(32)} 00 0002 c02f 0100`)
  const heard = hearStream(rdp, [['client', request], ['server', confirm], ...pieces(hello, 'client', hello.length)]) // prettier-ignore
  assert.ok(factLines(heard).some((line) => line.startsWith('ja4: t12i0100')))
})

test('RDP is known by its request, other uses of the same transport are not taken for it', () => {
  assert.equal(rdp.recognises(request, 'client', by), 'yes')
  assert.equal(rdp.recognises(confirm, 'server', by), 'yes')
  assert.equal(rdp.recognises(wire('0300 0016 11 e0 0000 0001 00 c1 02 0100 c2 02 0102'), 'client', by), 'no')
  assert.equal(rdp.recognises(wire('0300'), 'client', by), 'more')
})

test('RDP that is damaged does no harm', () => {
  assertStreamSurvives(rdp, client, confirm)
})
