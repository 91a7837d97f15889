import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { collectGarbage } from '../../test/garbage.ts'
import { openLine } from './in-line.ts'

test('one thing is done after the other, also after one that failed', async () => {
  const inLine = openLine()
  const events: string[] = []
  const work = (name: string) => async () => {
    events.push(`${name} begins`)
    await setImmediate()
    events.push(`${name} ends`)
    if (name === 'b') throw new Error('no')
    return name
  }
  const [a, b, c] = [inLine(work('a')), inLine(work('b')), inLine(work('c'))]
  await assert.rejects(b, /no/)
  assert.deepEqual([await a, await c], ['a', 'c'])
  assert.deepEqual(events, ['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
})

test('what was done is held by nobody but who asked for it', async () => {
  const inLine = openLine()
  const held = new WeakRef(await inLine(async () => ({ bytes: new Uint8Array(1024) })))
  await setImmediate()
  collectGarbage()
  assert.equal(held.deref(), undefined)
  await inLine(async () => undefined) // the line is still there
})
