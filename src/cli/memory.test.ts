import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSweeper } from './memory.ts'

const MB = 1024 * 1024

/** A process that holds and does what it is told, and of which a sweep leaves 50 MB. */
function openProcess() {
  const state = { heldMb: 100, busy: 0, sweeps: 0 }
  const look = openSweeper({
    heldBytes: () => state.heldMb * MB,
    busyShare: () => state.busy,
    sweep: () => {
      state.sweeps += 1
      state.heldMb = Math.min(state.heldMb, 50)
    },
  })
  return { state, look }
}

test('what heavy work left is given back once, as soon as the process is at rest', () => {
  const { state, look } = openProcess()
  Object.assign(state, { heldMb: 900, busy: 0.8 })
  look()
  assert.equal(state.sweeps, 0)
  state.busy = 0.02
  look()
  assert.deepEqual([state.sweeps, state.heldMb], [1, 50])
  look()
  assert.equal(state.sweeps, 1)
})

test('what lives is not swept for again and again', () => {
  const heldMb = { now: 100 }
  let sweeps = 0
  const look = openSweeper({ heldBytes: () => heldMb.now * MB, busyShare: () => 0, sweep: () => (sweeps += 1) })
  heldMb.now = 600
  for (let turn = 0; turn < 10; turn += 1) look()
  assert.equal(sweeps, 1)
})

test('growth counts from the least that was held', () => {
  const { state, look } = openProcess()
  for (const heldMb of [150, 60, 140]) {
    state.heldMb = heldMb
    look()
  }
  assert.equal(state.sweeps, 0)
  state.heldMb = 160
  look()
  assert.equal(state.sweeps, 1)
})
