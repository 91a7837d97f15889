import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { openGate } from './gate.ts'

const never = new AbortController().signal
const long = 3_600_000

test('so much work is at work at once, and the one who waits longest comes next', async () => {
  const gate = openGate({ atOnce: 2, waiting: 10, patienceMs: long })
  const came: string[] = []
  const come = async (name: string): Promise<() => void> => {
    const leave = await gate.enter(never)
    came.push(name)
    return leave
  }
  const first = await come('first')
  await come('second')
  const third = come('third')
  const fourth = come('fourth')
  assert.deepEqual([gate.inside(), gate.waiting(), came], [2, 2, ['first', 'second']])
  first()
  first() // leaving twice gives no second place
  await third
  assert.deepEqual([gate.inside(), gate.waiting(), came], [2, 1, ['first', 'second', 'third']])
  ;(await third)()
  await fourth
  assert.deepEqual(came, ['first', 'second', 'third', 'fourth'])
})

test('what comes when too much waits is refused at once', async () => {
  const gate = openGate({ atOnce: 1, waiting: 1, patienceMs: long })
  const leave = await gate.enter(never)
  const waiting = gate.enter(never)
  await assert.rejects(gate.enter(never), { code: 'overloaded' })
  leave()
  ;(await waiting)()
  assert.deepEqual([gate.inside(), gate.waiting()], [0, 0])
})

test('a client that goes away, or waits too long, gives its place up', async () => {
  const gate = openGate({ atOnce: 1, waiting: 5, patienceMs: 1 })
  const leave = await gate.enter(never)
  const gone = new AbortController()
  const waiting = gate.enter(gone.signal)
  gone.abort()
  await assert.rejects(waiting, { code: 'overloaded' })
  await assert.rejects(gate.enter(gone.signal), { code: 'overloaded' })
  await assert.rejects(gate.enter(never), { code: 'overloaded' })
  assert.equal(gate.waiting(), 0)
  leave()
  assert.equal(gate.inside(), 0)
})

test('one who asks very much keeps only itself waiting: clients come in by turns, and each may wait', async () => {
  const gate = openGate({ atOnce: 1, waiting: 3, patienceMs: long })
  const leave = await gate.enter(never, 'greedy')
  const order: string[] = []
  const ask = async (client: string): Promise<void> => {
    const leaveAgain = await gate.enter(never, client)
    order.push(client)
    leaveAgain()
  }
  const greedy = ['greedy', 'greedy', 'greedy'].map(ask)
  await assert.rejects(ask('greedy'), { code: 'overloaded' })
  const modest = ask('modest')
  leave()
  await Promise.all([...greedy, modest])
  assert.deepEqual(order, ['greedy', 'modest', 'greedy', 'greedy'])
  assert.deepEqual([gate.inside(), gate.waiting()], [0, 0])
})

test('very many clients together wait no more than a few full lines', async () => {
  const gate = openGate({ atOnce: 1, waiting: 2, patienceMs: long })
  const leave = await gate.enter(never)
  const asked = Array.from({ length: 20 }, async (_, n) => (await gate.enter(never, `client ${n}`))())
  assert.equal(gate.waiting(), 8)
  leave()
  const settled = await Promise.allSettled(asked)
  assert.equal(settled.filter(({ status }) => status === 'fulfilled').length, 8)
  assert.deepEqual([gate.inside(), gate.waiting()], [0, 0])
})

test('however work comes and goes, never more than allowed is inside, and all of it comes in', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 40 }),
      async (atOnce, pauses) => {
        const gate = openGate({ atOnce, waiting: 40, patienceMs: long })
        let [inside, most, done] = [0, 0, 0]
        await Promise.all(
          pauses.map(async (pause) => {
            const leave = await gate.enter(never)
            inside += 1
            most = Math.max(most, inside)
            for (let turn = 0; turn < pause; turn += 1) await Promise.resolve()
            inside -= 1
            done += 1
            leave()
          }),
        )
        assert.ok(most <= atOnce)
        assert.deepEqual([done, gate.inside(), gate.waiting()], [pauses.length, 0, 0])
      },
    ),
  )
})
