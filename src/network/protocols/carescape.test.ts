import assert from 'node:assert/strict'
import { test } from 'node:test'
import { carrierTo, inLines, takeNotes } from '../../../test/network.ts'
import { carescape } from './carescape.ts'

const heartbeat = Buffer.concat([Buffer.from([0, 1, 0, 2, 0, 3, 10, 0, 0, 1]), Buffer.from('\0\0ICU|BED7\0\0')])

test('a heartbeat that repeats its own address says where the monitor stands, as a hint', () => {
  const { notes, taken } = takeNotes()
  assert.equal(carescape.recognises(heartbeat, carrierTo(7000)), true)
  carescape.read(heartbeat, carrierTo(7000), notes)
  assert.deepEqual(inLines(taken), [
    '10.0.0.1 weak: maker=GE Healthcare, deviceKind=patient monitoring, location=ICU, BED7',
  ])
})

test('another address, another port or too few bytes are none', () => {
  assert.equal(carescape.recognises(heartbeat.subarray(1), carrierTo(7000)), false)
  assert.equal(carescape.recognises(heartbeat, carrierTo(7001)), false)
  assert.equal(carescape.recognises(heartbeat.subarray(0, 9), carrierTo(7000)), false)
})
