import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testStore } from '../../test/database.ts'
import { shareRematch } from './shared-rematch.ts'

const store = await testStore(test)

async function runs(): Promise<number> {
  const { rows } = await store.ownerPool.query<{ n: number }>('select count(*)::integer as n from rematch_run')
  return rows[0]?.n ?? 0
}

test('who asks while a rematch runs shares the next one, and whoever comes after it begins anew', async () => {
  const match = shareRematch(store)
  await Promise.all(Array.from({ length: 20 }, async () => match()))
  assert.equal(await runs(), 2)
  await match()
  assert.equal(await runs(), 3)
})

test('a rematch that fails is told to those who shared it, and the next is tried', async () => {
  let isAway = true
  const connect = async (): Promise<unknown> => {
    if (isAway) throw Object.assign(new Error('away'), { code: 'ECONNREFUSED' })
    return store.ownerPool.connect()
  }
  const ownerPool = new Proxy(store.ownerPool, {
    get: (pool, name) => (name === 'connect' ? connect : Reflect.get(pool, name, pool)),
  })
  const match = shareRematch({ ...store, ownerPool })
  const told = await Promise.allSettled([match(), match(), match()])
  assert.deepEqual(
    told.map(({ status }) => status),
    ['rejected', 'rejected', 'rejected'],
  )
  isAway = false
  await match()
})
