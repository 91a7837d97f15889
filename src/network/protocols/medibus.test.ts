import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertNeverThrows, carrierTo, inLines, listenTo } from '../../../test/network.ts'
import type { Said } from '../../../test/network.ts'
import { medibus } from './medibus.ts'

/** A command (ESC) or a response (SOH) with its checksum. */
function frame(start: number, code: number, text = '', wrong = 0): Buffer {
  const body = Buffer.concat([Buffer.from([start, code]), Buffer.from(text, 'latin1')])
  const sum = (body.reduce((total, byte) => total + byte, 0) + wrong) & 0xff
  return Buffer.concat([body, Buffer.from(`${sum.toString(16).toUpperCase().padStart(2, '0')}\r`)])
}

const said: readonly Said[] = [
  { from: 'client', bytes: Buffer.concat([frame(0x1b, 0x51), frame(0x1b, 0x52)]) },
  {
    from: 'server',
    bytes: Buffer.concat([
      frame(0x01, 0x51),
      Buffer.from([0xd0, 0xc1]),
      frame(0x01, 0x52, "8100'Evita 4'03.20:04.00"),
      frame(0x01, 0x2a, '01\u0038CANARY'),
      frame(0x01, 0x24, '0198  0297  '),
    ]),
  },
]

test('the identification of a ventilator is told; measurements and texts are counted', () => {
  const taken = listenTo(medibus, said)
  assert.deepEqual(inLines(taken), ['10.0.0.2 strong: maker=Dräger, model=Evita 4, softwareVersion=03.20'])
  assert.deepEqual(taken.dropped, { result: 2 })
  assert.doesNotMatch(JSON.stringify(taken), /CANARY/)
})

test('an identification whose checksum is wrong tells nothing', () => {
  const bytes = frame(0x01, 0x52, "8100'Evita 4'03.20:04.00", 1)
  const taken = listenTo(medibus, [{ from: 'server', bytes }])
  assert.deepEqual([taken.tellings, taken.malformed], [[], 1])
})

test('MEDIBUS is recognised by its first command and its checksum', () => {
  const recognise = (bytes: Uint8Array): string => medibus.recognises(bytes, 'client', carrierTo(4001))
  assert.equal(recognise(frame(0x1b, 0x51)), 'yes')
  assert.equal(recognise(frame(0x1b, 0x51).subarray(0, 3)), 'more')
  assert.equal(recognise(frame(0x1b, 0x51, '', 1)), 'no')
  assert.equal(recognise(Buffer.from('\u001b[2J')), 'no')
  assert.equal(recognise(Buffer.from('GET /')), 'no')
})

test('no cut, gap or damage makes it throw', () => {
  assertNeverThrows(medibus, [...said].reverse())
})
