import type { Kysely } from 'kysely'
import type { PoolClient } from 'pg'
import type { Database } from './tables.ts'

/** An open transaction: `query` for statements, `client` for COPY on the same connection. */
export interface Transaction {
  readonly query: Kysely<Database>
  readonly client: PoolClient
}
