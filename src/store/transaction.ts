import type { Kysely } from 'kysely'
import type { PoolClient } from 'pg'
import type { Database } from './tables.ts'

/** An open transaction: `query` for statements, `client` for COPY on the same connection. After an abort of `signal` it begins no statement more. */
export interface Transaction {
  readonly query: Kysely<Database>
  readonly client: PoolClient
  readonly signal?: AbortSignal
}
