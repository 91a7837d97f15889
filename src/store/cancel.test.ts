import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { testStore } from '../../test/database.ts'
import type { OrganisationId } from '../model/index.ts'
import { untilAborted, withStatementLimit } from './cancel.ts'
import { copyRows } from './copy.ts'
import { inKnowledge, inOrganisation } from './in-transaction.ts'
import type { Store } from './open.ts'

const insert = "insert into word (word) values ('kept')"

test('an abort ends the statement under way, leaves nothing, and harms nobody who has the connection next', async (t) => {
  const store = await testStore(t)
  const abort = new AbortController()
  const work = inKnowledge(untilAborted(store, abort.signal), async ({ client }) => {
    await client.query(insert)
    await client.query('select pg_sleep(600)')
  })
  setTimeout(() => abort.abort(new Error('no longer wanted')), 100)
  await assert.rejects(work, /no longer wanted/)
  assert.equal(await countWords(store), 0)
  await inKnowledge(store, async ({ client }) => client.query('select pg_sleep(0.05)'))
})

test('an abort between statements rolls back, and one that came before begins nothing', async (t) => {
  const store = await testStore(t)
  const abort = new AbortController()
  const late = inKnowledge(untilAborted(store, abort.signal), async ({ client }) => {
    await client.query(insert)
    abort.abort(new Error('too late'))
    await delay(10)
  })
  await assert.rejects(late, /too late/)
  let hasBegun = false
  const early = inKnowledge(untilAborted(store, abort.signal), async () => {
    hasBegun = true
  })
  await assert.rejects(early, /too late/)
  assert.deepEqual([hasBegun, await countWords(store)], [false, 0])
})

test('an abort ends a COPY whose rows would never end', async (t) => {
  const store = await testStore(t)
  const abort = new AbortController()
  const copying = inKnowledge(untilAborted(store, abort.signal), async (trx) => {
    setTimeout(() => abort.abort(new Error('enough')), 50)
    await copyRows(trx, 'word', ['word'], endlessWords())
  })
  await assert.rejects(copying, /enough/)
  assert.equal(await countWords(store), 0)
})

test('within a limit a statement that would never end does, and its connection is free for the next', async (t) => {
  const store = await testStore(t)
  const [limited, organisationId] = [withStatementLimit(store, 50), randomUUID() as OrganisationId]
  const endless = inOrganisation(limited, organisationId, async ({ client }) => client.query('select pg_sleep(600)'))
  await assert.rejects(endless, { code: 'databaseBusy' })
  assert.equal(store.appPool.totalCount, store.appPool.idleCount)
  const unlimited = withStatementLimit(limited, undefined)
  await inOrganisation(unlimited, organisationId, async ({ client }) => client.query('select pg_sleep(0.1)'))
})

test('without an abort all is as ever', async (t) => {
  const store = await testStore(t)
  const { signal } = new AbortController()
  await inKnowledge(untilAborted(store, signal), async ({ client }) => client.query(insert))
  assert.equal(await countWords(store), 1)
})

function* endlessWords(): Generator<string[]> {
  for (let n = 0; ; n += 1) yield [`word ${n}`]
}

async function countWords(store: Store): Promise<number> {
  const { rows } = await store.ownerPool.query<{ count: number }>('select count(*)::integer as count from word')
  return rows[0]?.count ?? -1
}
