import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { emptyFrame } from '../packet/frame.ts'
import type { Frame } from '../packet/frame.ts'
import { ConnectionTable } from './connection-table.ts'

interface Ends {
  readonly from: number
  readonly to: number
}

const end = fc.integer({ min: 0, max: 400 })
const packets = fc.array(fc.record({ from: end, to: end }), { minLength: 1, maxLength: 3000 })

function frameOf({ from, to }: Ends): Frame {
  return { ...emptyFrame(), source3: from >> 2, destination3: to >> 2, sourcePort: from & 3, destinationPort: to & 3 }
}

/** The same for both directions. */
function keyOf({ from, to }: Ends): string {
  return [from, to].sort((a, b) => a - b).join(' ')
}

test('both directions of a connection share a slot, and no two connections do', () => {
  fc.assert(
    fc.property(packets, fc.integer(), (given, seed) => {
      const table = new ConnectionTable(2 ** 17, seed, { onGrow: () => undefined, onEvict: () => assert.fail() })
      const slots = new Map<string, number>()
      for (const ends of given) {
        const slot = table.find(frameOf(ends), 6)
        assert.equal(table.isNew, !slots.has(keyOf(ends)))
        assert.equal(slots.get(keyOf(ends)) ?? slot, slot)
        slots.set(keyOf(ends), slot)
      }
      assert.equal(new Set(slots.values()).size, slots.size)
      assert.equal(table.used, slots.size)
    }),
    { numRuns: 30 },
  )
})

test('a full table tells of every connection that makes room, and finds the others still', () => {
  fc.assert(
    fc.property(packets, fc.integer(), (given, seed) => {
      const keys: string[] = []
      const events = { onGrow: () => undefined, onEvict: (slot: number) => void (keys[slot] = '') }
      const table = new ConnectionTable(64, seed, events)
      for (const ends of given) {
        const slot = table.find(frameOf(ends), 6)
        assert.equal(table.isNew, !keys.includes(keyOf(ends)))
        keys[slot] = keyOf(ends)
        assert.ok(keys.length <= 64)
      }
    }),
    { numRuns: 30 },
  )
})
