import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertSurvives, between, factLines, hear, wire } from '../testing.ts'
import { rdpUdp } from './rdp-udp.ts'

const filled = (head: string): Uint8Array => Buffer.concat([wire(head), new Uint8Array(1232 - wire(head).length)])
const asks = filled('ffffffff 0040 0001 12345678 04d0 04d0')
const answers = filled('12345678 0040 0005 87654321 04d0 04d0')
const [there, back] = [between({}, { port: 3389 }), between({ port: 3389 }, { port: 50_000 })]

test('RDP over UDP tells who serves a desktop and who looks at it', () => {
  assert.deepEqual(factLines(hear(rdpUdp, asks, there)), ['role: client'])
  assert.deepEqual(factLines(hear(rdpUdp, answers, back)), ['service: rdp/3389', 'role: server'])
})

test('only its greetings are recognised', () => {
  const onOther = between({}, { port: 40_001 })
  assert.deepEqual([rdpUdp.recognises(asks, there), rdpUdp.recognises(answers, back), rdpUdp.recognises(answers, onOther), rdpUdp.recognises(asks.subarray(0, 600), there), rdpUdp.recognises(filled('00000001 0040 0004'), there)], [true, true, false, false, false]) // prettier-ignore
  assert.deepEqual(hear(rdpUdp, filled('00000001 0040 0004'), there).told, [])
})

test('RDP over UDP that is damaged does no harm', () => {
  assertSurvives(rdpUdp, asks, there)
})
