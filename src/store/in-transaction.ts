import { Kysely, PostgresDialect, type PostgresPool } from 'kysely'
import type { Pool, PoolClient } from 'pg'

import type { OrganisationId } from '../model/index.ts'
import { cancelWhenAborted } from './cancel.ts'
import { StoreError } from './error.ts'
import { planForOwnValues } from './kept-plan.ts'
import type { Store } from './open.ts'
import type { Database } from './tables.ts'
import type { Transaction } from './transaction.ts'
import { toUnavailable } from './unavailable.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Runs work in one transaction of the application role, behind the walls of one organisation. Nothing stays when it throws. */
export async function inOrganisation<T>(
  store: Store,
  organisationId: OrganisationId,
  work: (trx: Transaction) => Promise<T>,
): Promise<T> {
  if (!UUID.test(organisationId)) throw notAnOrganisation(organisationId)
  return inTransaction(store, work, { pool: store.appPool, organisationId, statementMs: store.statementMs })
}

/** The same for work that only reads, all of it in one state of the database. */
export async function inSnapshot<T>(
  store: Store,
  organisationId: OrganisationId,
  work: (trx: Transaction) => Promise<T>,
): Promise<T> {
  if (!UUID.test(organisationId)) throw notAnOrganisation(organisationId)
  const { appPool: pool, statementMs } = store
  return inTransaction(store, work, { pool, organisationId, statementMs, mode: ONE_STATE })
}

/**
 * Runs two pieces of work that only read in the very state that a transaction of `inSnapshot` sees: the second on a connection of its own, so that
 * the server does both at a time; after the first where no connection is free, since whoever holds one and waits for another could wait for ever.
 */
export async function sideBySide<First, Second>(
  { store, organisationId, trx }: { store: Store; organisationId: OrganisationId; trx: Transaction },
  first: (trx: Transaction) => Promise<First>,
  second: (trx: Transaction) => Promise<Second>,
): Promise<[First, Second]> {
  const { appPool: pool, statementMs } = store
  const { rows } = await trx.client.query<{ state: string }>('select pg_export_snapshot() as state')
  if (!hasFree(pool)) return [await first(trx), await second(trx)]
  const mode = `${ONE_STATE}; set transaction snapshot '${rows[0]?.state ?? ''}'`
  const beside = inTransaction(store, second, { pool, organisationId, statementMs, mode })
  // The state is there to be joined for as long as the first transaction is open: it waits for both, whichever fails.
  const [done, doneBeside] = await Promise.allSettled([first(trx), beside])
  if (done.status === 'rejected') throw done.reason
  if (doneBeside.status === 'rejected') throw doneBeside.reason
  return [done.value, doneBeside.value]
}

const ONE_STATE = 'isolation level repeatable read read only'

function hasFree({ options, totalCount, idleCount, waitingCount }: Pool): boolean {
  return waitingCount === 0 && (idleCount > 0 || totalCount < options.max)
}

/** Runs work in one transaction of the owner, who writes public knowledge. Nothing stays when it throws. */
export async function inKnowledge<T>(store: Store, work: (trx: Transaction) => Promise<T>): Promise<T> {
  return inTransaction(store, work, { pool: store.ownerPool })
}

/** The same for what an organisation supplies (SBOMs): the owner writes below the wall, and the wall stands for it too. */
export async function inKnowledgeOf<T>(
  store: Store,
  organisationId: OrganisationId,
  work: (trx: Transaction) => Promise<T>,
): Promise<T> {
  if (!UUID.test(organisationId)) throw notAnOrganisation(organisationId)
  return inTransaction(store, work, { pool: store.ownerPool, organisationId })
}

/** The same as the owner, and nothing stays in any case: for work that needs the store's own statements on rows of its own. */
export async function inScratch<T>(store: Store, work: (trx: Transaction) => Promise<T>): Promise<T> {
  return inTransaction(store, work, { pool: store.ownerPool, end: 'rollback' })
}

function notAnOrganisation(text: string): StoreError {
  return new StoreError(
    'organisationInvalid',
    `"${text.slice(0, 60)}" is no organisation id: it is a UUID in lower case, such as 0f8fad5b-d9cb-469f-a165-70867728950e`,
  )
}

interface Terms {
  readonly pool: Pool
  /** Whose walls stand. */
  readonly organisationId?: OrganisationId
  readonly statementMs?: number | undefined
  /** Of the transaction, as `begin` takes it. */
  readonly mode?: string
  readonly end?: 'commit' | 'rollback'
}

async function inTransaction<T>(
  store: Store,
  work: (trx: Transaction) => Promise<T>,
  { pool, organisationId, statementMs, mode = '', end = 'commit' }: Terms,
): Promise<T> {
  const { signal } = store
  const client = await pool.connect().catch((error: unknown) => {
    throw toUnavailable(error)
  })
  let broken: Error | undefined
  let settle = async (): Promise<void> => undefined
  try {
    settle = await cancelWhenAborted(store, client)
    const begin = `begin ${mode}`
    await client.query(statementMs === undefined ? begin : `${begin}; set local statement_timeout = ${statementMs}`)
    // Apart, and a literal: Citus repeats the text of `set local` to its workers, and set_config() not.
    if (organisationId !== undefined) await client.query(`set local auscult.organisation = '${organisationId}'`)
    const result = await work(transactionOn(client, signal))
    signal?.throwIfAborted()
    await settle()
    await client.query(end)
    return result
  } catch (error) {
    await settle()
    broken = await client.query('rollback').then(
      () => undefined,
      (cause: Error) => cause,
    )
    throw signal?.aborted === true ? signal.reason : toUnavailable(error)
  } finally {
    client.release(broken)
  }
}

/** Kysely on this one connection: it may not be given back in the middle of the transaction, and begins nothing after an abort. */
function transactionOn(client: PoolClient, signal: AbortSignal | undefined): Transaction {
  const run = client.query.bind(client) as (...statement: unknown[]) => unknown
  const query = (...statement: unknown[]): unknown => {
    signal?.throwIfAborted()
    const ready = planForOwnValues(trx)
    return ready === undefined ? run(...statement) : ready.then(() => run(...statement))
  }
  const connection = { query, release: () => undefined }
  const pool = { connect: async () => connection, end: async () => undefined }
  const dialect = new PostgresDialect({ pool: pool as unknown as PostgresPool })
  const trx: Transaction = { query: new Kysely<Database>({ dialect }), client, ...(signal && { signal }) }
  return trx
}
