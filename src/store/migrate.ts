import type { ClientBase } from 'pg'

import { StoreError } from './error.ts'
import { type Migration, readMigrations } from './migration-files.ts'
import type { Store } from './open.ts'
import { messageOf } from './system-error.ts'

/** What a database says it has been through. */
export interface AppliedMigration {
  readonly number: number
  readonly name: string
  readonly sha256: string
}

export interface MigrateOptions {
  readonly onProgress?:
    | ((step: { readonly name: string; readonly done: number; readonly total: number }) => void)
    | undefined
  /** Another folder of migrations than the one that comes with the store. */
  readonly folder?: string | undefined
}

export const LOCK = '1098213225, 3'

const RECORD = `insert into auscult.auscult_migration (number, name, sha256, wrote_as)
  values ($1, $2, $3, pg_current_xact_id()::xid::text)`

const bookkeeping = `
  create table if not exists auscult_migration (
    number integer primary key,
    name text not null,
    sha256 text not null,
    applied_at timestamptz not null default now(),
    wrote_as text
  );
  comment on table auscult_migration is 'The steps that this schema has been through; only Auscult writes here.';
  comment on column auscult_migration.wrote_as is 'The xmin of the rows that this step itself wrote: a restore may replace those. Null once real data may bear it too.';
  comment on column auscult_migration.sha256 is 'Of the file as it ran: an applied migration may not be edited.';`

/**
 * Brings the schema to this version's level, each migration in one transaction, and returns the names of those applied now.
 * Two processes may call it at once; after an interruption the next call goes on. Throws when an applied migration was edited,
 * and when the database is newer than this version.
 */
export async function migrate(store: Store, options: MigrateOptions = {}): Promise<readonly string[]> {
  const migrations = await readMigrations(options.folder)
  const client = await store.ownerPool.connect()
  try {
    await client.query(`select pg_advisory_lock(${LOCK})`)
    return await applyMissing(client, migrations, options)
  } finally {
    client.release(true) // the lock ends with its session, whatever happened
  }
}

async function applyMissing(
  client: ClientBase,
  migrations: readonly Migration[],
  { onProgress }: MigrateOptions,
): Promise<readonly string[]> {
  const applied = await readApplied(client)
  refuseOther(applied, migrations)
  const missing = migrations.slice(applied.length)
  for (const [done, migration] of missing.entries()) {
    onProgress?.({ name: migration.name, done, total: missing.length })
    await inOneTransaction(client, () => applyMigration(client, migration))
  }
  return missing.map(({ name }) => name)
}

/** The migrations that a database has been through, in order; none when it has never been migrated. */
export async function readApplied(client: ClientBase): Promise<readonly AppliedMigration[]> {
  const found = await client.query<{ there: boolean }>(
    `select to_regclass('auscult.auscult_migration') is not null as there`,
  )
  if (found.rows[0]?.there !== true) return []
  const { rows } = await client.query<AppliedMigration>(
    'select number, name, sha256 from auscult.auscult_migration order by number',
  )
  return rows
}

/** Throws unless a database's migrations are the first of ours, unchanged. */
export function refuseOther(applied: readonly AppliedMigration[], migrations: readonly Migration[]): void {
  for (const [index, { name, sha256 }] of applied.entries()) {
    const ours = migrations[index]
    if (ours === undefined) throw newer(name)
    if (ours.name !== name || ours.sha256 !== sha256) throw edited(name)
  }
}

/** Runs one migration and records it, in the transaction that is open. */
export async function applyMigration(client: ClientBase, { number, name, sha256, sql }: Migration): Promise<void> {
  try {
    await client.query(bookkeeping)
    await client.query(sql)
    await client.query(RECORD, [number, name, sha256])
  } catch (cause) {
    throw new StoreError('migrationFailed', `migration ${name} failed and left nothing behind: ${placed(sql, cause)}`, {
      cause,
    })
  }
}

async function inOneTransaction(client: ClientBase, work: () => Promise<void>): Promise<void> {
  await client.query('begin')
  try {
    await work()
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

/** PostgreSQL's words, with the line of the file that they are about. */
function placed(sql: string, cause: unknown): string {
  const position =
    typeof cause === 'object' && cause !== null && 'position' in cause ? Number(cause.position) : Number.NaN
  const line = Number.isNaN(position) ? '' : `line ${sql.slice(0, position).split('\n').length}: `
  return line + messageOf(cause)
}

function newer(name: string): StoreError {
  return new StoreError(
    'databaseNewer',
    `the database has been through migration ${name}, which this version of Auscult does not know: use the newer Auscult that ran it, nothing was changed`,
  )
}

function edited(name: string): StoreError {
  return new StoreError(
    'migrationEdited',
    `migration ${name} was applied to this database, and its file now differs: restore the file as it was, and put the change into a new migration`,
  )
}
