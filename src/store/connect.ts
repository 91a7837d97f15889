import pg from 'pg'
import type { ClientConfig } from 'pg'

import { StoreError } from './error.ts'
import { errorCode, messageOf } from './system-error.ts'
import { columnTypes } from './column-types.ts'

const CONNECT_TIMEOUT_MS = 10_000

/** One connection of its own, outside the pools. Ends when the server does, without an unhandled error. */
export async function connect(config: ClientConfig): Promise<pg.Client & Unreferable> {
  const settings = { connectionTimeoutMillis: CONNECT_TIMEOUT_MS, types: columnTypes, ...config }
  const client = new pg.Client(settings) as pg.Client & Unreferable // both are missing from its types
  client.on('error', () => undefined) // the next query on it tells
  await client.connect()
  return client
}

/** A connection that waits for nothing must not keep a finished program alive (`ref` before it is used again). */
export interface Unreferable {
  readonly ref: () => void
  readonly unref: () => void
}

/** The address of a server for messages: never its password. */
function addressOf(config: ClientConfig): string {
  const client = new pg.Client(config)
  return `${client.host}:${client.port}/${client.database ?? ''}`
}

/** Why a server given by DATABASE_URL could not be reached, with what to do. */
export function unreachable(config: ClientConfig, cause: unknown): StoreError {
  const code = errorCode(cause)
  const remedy =
    code === '28P01' || code === '28000'
      ? 'the user or password is refused: correct DATABASE_URL'
      : code === '3D000'
        ? 'the database does not exist: create it, or correct DATABASE_URL'
        : 'check that the server runs and that DATABASE_URL names its host, port and database'
  const words = `no connection to PostgreSQL at ${addressOf(config)} (${messageOf(cause)}): ${remedy}`
  return new StoreError('databaseUnreachable', words, { cause })
}
