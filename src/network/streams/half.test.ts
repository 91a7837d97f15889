import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Half } from './half.ts'

const message = Buffer.from(Array.from({ length: 2000 }, (_, index) => index % 251))

/** Segments of the message in any order, repeated and overlapping, around the end of the numbers. */
const segments = fc.array(
  fc.record({ at: fc.integer({ min: 0, max: 1990 }), length: fc.integer({ min: 1, max: 300 }) }),
  {
    maxLength: 60,
  },
)

function read(start: number, sent: readonly { readonly at: number; readonly length: number }[]): Buffer {
  const half = new Half()
  const read = Buffer.alloc(message.length)
  let at = 0
  const on = {
    bytes: (bytes: Uint8Array) => {
      read.set(bytes, at)
      at += bytes.length
    },
    gap: (length: number) => {
      at += length
    },
  }
  half.startAt(start)
  for (const segment of sent)
    half.take((start + segment.at) | 0, message.subarray(segment.at, segment.at + segment.length), 0, on)
  half.flush(on)
  assert.equal(half.waitingBytes, 0)
  return read.subarray(0, at)
}

test('segments in any order, repeated and overlapping, are put together as they were sent, with gaps where nothing came', () => {
  fc.assert(
    fc.property(fc.integer(), segments, (start, sent) => {
      const got = read(start, sent)
      const covered = Buffer.alloc(message.length)
      for (const { at, length } of sent) message.copy(covered, at, at, at + length)
      assert.deepEqual(got, covered.subarray(0, got.length))
      const last = Math.max(0, ...sent.map(({ at, length }) => Math.min(at + length, message.length)))
      assert.equal(got.length, last)
    }),
  )
})

test('a whole message in shuffled pieces has no gap, wherever the numbers begin', () => {
  const pieces = Array.from({ length: 20 }, (_, index) => ({ at: index * 100, length: 100 }))
  fc.assert(
    fc.property(fc.integer(), fc.shuffledSubarray(pieces, { minLength: 20 }), (start, sent) => {
      assert.deepEqual(read(start, sent), message)
    }),
  )
})
