import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Client, ClientConfig, Pool } from 'pg'

import { columnTypes } from './column-types.ts'
import { connect, unreachable } from './connect.ts'
import { type EmbeddedOptions, type EmbeddedServer, startEmbedded } from './embedded.ts'
import { StoreError } from './error.ts'
import { prepareDatabase, type RoleLogin } from './prepare.ts'
import { keepStandings } from './standing.ts'
import type { KeptStandings } from './standing.ts'
import { errorCode, messageOf } from './system-error.ts'
import type { Database } from './tables.ts'

/** An open database. */
export interface Store {
  /** Connected as the owner, who writes knowledge and runs migrations; row policies hold for it too. */
  readonly owner: Kysely<Database>
  readonly ownerPool: Pool
  /** Connected as the application role, which owns nothing and cannot bypass row policies. */
  readonly app: Kysely<Database>
  readonly appPool: Pool
  /** A connection of its own as the login that may see over all walls, if any may: only for backup and restore. */
  readonly connectAboveWalls: () => Promise<Client>
  /** Further connections as the owner, for one that listens or works in the background. Whoever opens them ends them. */
  readonly openOwnerPool: (size: number) => Pool
  /** What fleets stand on, kept in memory for the questions of this process. */
  readonly standings: KeptStandings
  /** Ends the transactions begun through it: `untilAborted`. */
  readonly signal?: AbortSignal
  /** How long a statement of the application role may run: `withStatementLimit`. */
  readonly statementMs?: number | undefined
  /** Ends all connections; the last process to do so stops an embedded server. */
  readonly close: () => Promise<void>
}

/** Where the database is: at `databaseUrl` when that is given, else embedded in `dataFolder`, there under the name `database`. */
export interface StoreOptions extends EmbeddedOptions {
  readonly databaseUrl?: string | undefined
  readonly database?: string | undefined
}

interface Logins {
  readonly owner: ClientConfig
  readonly app: ClientConfig
  readonly aboveWalls: ClientConfig
}

type Role = 'auscult_owner' | 'auscult_app'

/** Small: two cores serve few statements at a time, and several processes share a server. */
const POOL_SIZE = { auscult_owner: 5, auscult_app: 8 }

/** Longest wait for a free connection, and for a new one to be made: after it the work fails as `databaseBusy` instead of waiting without end. */
const CONNECTION_WAIT_MS = 30_000
/** A server that vanished without a word is noticed by the operating system's probes, which begin after this. */
const PROBE_AFTER_MS = 10_000

/**
 * Values arrive in one form whatever the server's defaults; JIT costs more than it gives on queries of milliseconds. Citus passes
 * `set local` on only when told to, and without the organisation its workers' row policies would hide every device. A server
 * without Citus takes the setting and does nothing with it.
 */
const SESSION =
  '-c search_path=auscult,public -c timezone=UTC -c datestyle=ISO,YMD -c intervalstyle=iso_8601 -c jit=off -c citus.propagate_set_commands=local'

/** Opens the database, beginning the embedded server when there is no `databaseUrl`. Does not migrate. Throws a `StoreError`. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { databaseUrl, database = 'auscult' } = options
  if (databaseUrl !== undefined) return openGiven(databaseUrl)
  const server = await startEmbedded(options)
  try {
    return await openEmbedded(server, database)
  } catch (error) {
    await server.leave()
    throw error
  }
}

async function openEmbedded({ connection, leave }: EmbeddedServer, database: string): Promise<Store> {
  const loginAs = (user: string): ClientConfig => ({ ...connection, user, database, options: SESSION })
  const aboveWalls = loginAs('postgres')
  const client = await connectOrCreate(aboveWalls, database)
  await prepareAndEnd(client, { by: 'password', password: connection.password })
  return openPools({ owner: loginAs('auscult_owner'), app: loginAs('auscult_app'), aboveWalls }, leave)
}

async function prepareAndEnd(client: Client, login: RoleLogin): Promise<void> {
  try {
    await prepareDatabase(client, login)
  } finally {
    await client.end()
  }
}

async function connectOrCreate(login: ClientConfig, database: string): Promise<Client> {
  try {
    return await connect(login)
  } catch (error) {
    if (errorCode(error) !== '3D000') throw error
    await createDatabase(login, database)
    return connect(login)
  }
}

async function createDatabase(login: ClientConfig, database: string): Promise<void> {
  const client = await connect({ ...login, database: 'postgres' })
  try {
    await client.query(`create database "${database.replaceAll('"', '""')}" template template0`)
  } catch (error) {
    const isThere = ['42P04', '23505'].includes(errorCode(error) ?? '')
    if (!isThere) throw error // another process that starts at the same time made it
  } finally {
    await client.end()
  }
}

async function openGiven(databaseUrl: string): Promise<Store> {
  const aboveWalls = { connectionString: withOptions(databaseUrl, SESSION) }
  const client = await connect(aboveWalls).catch((error: unknown) => {
    throw unreachable(aboveWalls, error)
  })
  await prepareAndEnd(client, { by: 'membership' })
  const loginAs = (role: Role): ClientConfig => ({
    connectionString: withOptions(databaseUrl, `${SESSION} -c role=${role}`),
  })
  return openPools({ owner: loginAs('auscult_owner'), app: loginAs('auscult_app'), aboveWalls }, async () => undefined)
}

/** Ours come last, so that no option in the address outvotes the role. */
function withOptions(databaseUrl: string, options: string): string {
  try {
    const url = new URL(databaseUrl)
    url.searchParams.set('options', `${url.searchParams.get('options') ?? ''} ${options}`.trim())
    return url.href
  } catch {
    const words =
      'DATABASE_URL is no address of a database: it reads postgres://user:password@host:5432/database, special characters written as %40 and the like'
    throw new StoreError('databaseUnreachable', words)
  }
}

async function openPools(logins: Logins, leave: () => Promise<void>): Promise<Store> {
  const [ownerPool, appPool] = [
    openPool(logins.owner, POOL_SIZE.auscult_owner),
    openPool(logins.app, POOL_SIZE.auscult_app),
  ]
  const owner = new Kysely<Database>({ dialect: new PostgresDialect({ pool: ownerPool }) })
  const app = new Kysely<Database>({ dialect: new PostgresDialect({ pool: appPool }) })
  const connectAboveWalls = (): Promise<Client> => connect(logins.aboveWalls)
  const openOwnerPool = (size: number): Pool => openPool(logins.owner, size)
  const close = async (): Promise<void> => {
    await Promise.all([ownerPool.end(), appPool.end()])
    await leave()
  }
  try {
    await requireRole(ownerPool, 'auscult_owner')
    await requireRole(appPool, 'auscult_app')
  } catch (error) {
    await Promise.all([ownerPool.end(), appPool.end()])
    throw error
  }
  return { standings: keepStandings(), owner, ownerPool, app, appPool, connectAboveWalls, openOwnerPool, close }
}

function openPool(login: ClientConfig, size: number): Pool {
  const pool = new pg.Pool({
    ...login,
    types: columnTypes,
    max: size,
    allowExitOnIdle: true,
    connectionTimeoutMillis: CONNECTION_WAIT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: PROBE_AFTER_MS,
  })
  pool.on('error', () => undefined) // an idle connection that ends is replaced at the next query
  // One that is lost while it is used fails its statement, or the next; at any other moment, as when it was just handed out, nobody would hear.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** The walls stand on the role, so it is asked for, not assumed: a pooler in between may have dropped the option that sets it. */
async function requireRole(pool: Pool, role: Role): Promise<void> {
  const { rows } = await pool
    .query<{ role: string; isFree: boolean }>(
      'select rolname::text as role, rolsuper or rolbypassrls as "isFree" from pg_roles where rolname = current_user',
    )
    .catch((cause: unknown) => {
      throw new StoreError('rightsLacking', `a connection as ${role} is refused: ${messageOf(cause)}`, { cause })
    })
  if (rows[0]?.role === role && !rows[0].isFree) return
  const found =
    rows[0]?.role === role ? `${role} may bypass row security` : `the session runs as ${rows[0]?.role ?? 'nobody'}`
  const words = `${found}: run "alter role ${role} nosuperuser nobypassrls", and let DATABASE_URL name the server itself, not a pooler that drops startup options`
  throw new StoreError('rightsLacking', words)
}
