import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { testStore } from '../../test/database.ts'
import type { OrganisationId } from '../model/index.ts'
import { inKnowledge, inOrganisation, inSnapshot, sideBySide } from './in-transaction.ts'
import type { Transaction } from './transaction.ts'

const organisationId = randomUUID() as OrganisationId

test('two pieces of work see one state of the database, on two connections behind the same walls', async (t) => {
  const store = await testStore(t)
  const [first, second] = await inSnapshot(store, organisationId, async (trx) => {
    const before = await whatIsSeen(trx)
    await inKnowledge(store, async ({ client }) =>
      client.query("insert into vulnerability (name) values ('CVE-2031-0001')"),
    )
    assert.equal(before.flaws, 0)
    return sideBySide({ store, organisationId, trx }, whatIsSeen, whatIsSeen)
  })
  assert.deepEqual([first.flaws, second.flaws], [0, 0])
  assert.deepEqual([first.organisation, second.organisation], [organisationId, organisationId])
  assert.notEqual(first.pid, second.pid)
})

test('where no connection is free they share one, one after the other, and nobody waits', async (t) => {
  const store = await testStore(t)
  const released = Promise.withResolvers<void>()
  const others = Array.from({ length: (store.appPool.options.max ?? 0) - 1 }, async () =>
    inOrganisation(store, organisationId, async () => released.promise),
  )
  await delay(200)
  const sharing = inSnapshot(store, organisationId, async (trx) =>
    sideBySide({ store, organisationId, trx }, whatIsSeen, whatIsSeen),
  )
  const [first, second] = await sharing.finally(() => released.resolve())
  assert.equal(first.pid, second.pid)
  await Promise.all(others)
})

test('the failure of either comes out once the other has ended, and no connection is lost', async (t) => {
  const store = await testStore(t)
  const ended: string[] = []
  const fails = async (): Promise<never> => {
    throw new Error('no such thing')
  }
  const lasts = async ({ client }: Transaction): Promise<void> => {
    await client.query('select pg_sleep(0.1)')
    await client.query('select 1')
    ended.push('lasts')
  }
  for (const [one, other] of [[fails, lasts] as const, [lasts, fails] as const])
    await assert.rejects(
      inSnapshot(store, organisationId, async (trx) => sideBySide({ store, organisationId, trx }, one, other)),
      /no such thing/,
    )
  assert.deepEqual(ended, ['lasts', 'lasts'])
  assert.equal(store.appPool.totalCount, store.appPool.idleCount)
})

interface Seen {
  readonly flaws: number
  readonly pid: number
  readonly organisation: string
}

async function whatIsSeen({ client }: Transaction): Promise<Seen> {
  const { rows } = await client.query<Seen>(
    `select (select count(*)::integer from vulnerability) as flaws, pg_backend_pid() as pid, current_setting('auscult.organisation') as organisation`,
  )
  const [seen] = rows
  if (seen === undefined) throw new Error('no row')
  return seen
}
