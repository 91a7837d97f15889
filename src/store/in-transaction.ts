import { Kysely, PostgresDialect, type PostgresPool } from 'kysely'
import type { Pool, PoolClient } from 'pg'

import type { OrganisationId } from '../model/index.ts'
import { StoreError } from './error.ts'
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
  // A literal: Citus passes `set local` on to its workers, and set_config() not.
  return inTransaction(store.appPool, [`set local auscult.organisation = '${organisationId}'`], work)
}

/** Runs work in one transaction of the owner, who writes public knowledge. Nothing stays when it throws. */
export async function inKnowledge<T>(store: Store, work: (trx: Transaction) => Promise<T>): Promise<T> {
  return inTransaction(store.ownerPool, [], work)
}

/** The same for what an organisation supplies (SBOMs): the owner writes below the wall, and the wall stands for it too. */
export async function inKnowledgeOf<T>(
  store: Store,
  organisationId: OrganisationId,
  work: (trx: Transaction) => Promise<T>,
): Promise<T> {
  if (!UUID.test(organisationId)) throw notAnOrganisation(organisationId)
  return inTransaction(store.ownerPool, [`set local auscult.organisation = '${organisationId}'`], work)
}

/** The same as the owner, and nothing stays in any case: for work that needs the store's own statements on rows of its own. */
export async function inScratch<T>(store: Store, work: (trx: Transaction) => Promise<T>): Promise<T> {
  return inTransaction(store.ownerPool, [], work, 'rollback')
}

function notAnOrganisation(text: string): StoreError {
  return new StoreError(
    'organisationInvalid',
    `"${text.slice(0, 60)}" is no organisation id: it is a UUID in lower case, such as 0f8fad5b-d9cb-469f-a165-70867728950e`,
  )
}

async function inTransaction<T>(
  pool: Pool,
  settings: readonly string[],
  work: (trx: Transaction) => Promise<T>,
  end: 'commit' | 'rollback' = 'commit',
): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw toUnavailable(error)
  })
  client.on('error', ignore) // a connection that is lost fails the statement that is under way, or the next; unheard it would end the process
  let broken: Error | undefined
  try {
    await client.query('begin')
    for (const setting of settings) await client.query(setting) // apart: Citus repeats the text of a setting to its workers
    const result = await work({ query: queryOn(client), client })
    await client.query(end)
    return result
  } catch (error) {
    broken = await client.query('rollback').then(
      () => undefined,
      (cause: Error) => cause,
    )
    throw toUnavailable(error)
  } finally {
    client.off('error', ignore)
    client.release(broken)
  }
}

function ignore(): void {}

/** Kysely on this one connection: it may not be given back in the middle of the transaction. */
function queryOn(client: PoolClient): Kysely<Database> {
  const connection = { query: client.query.bind(client), release: () => undefined }
  const pool = { connect: async () => connection, end: async () => undefined }
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool: pool as unknown as PostgresPool }) })
}
