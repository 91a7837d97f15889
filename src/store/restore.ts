import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Client } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { Type, type TSchema, type Static } from 'typebox'
import { Value } from 'typebox/value'

import type { Copied, CopyOptions } from './backup.ts'
import { type BackupTable, copyTarget, qualified, readTables, requireSight } from './backup-catalog.ts'
import { type Backup, damaged, type Frame, openBackup, parseJson } from './backup-format.ts'
import { StoreError } from './error.ts'
import { applyMigration, LOCK, refuseOther } from './migrate.ts'
import { type Migration, readMigrations } from './migration-files.ts'
import type { Store } from './open.ts'
import { messageOf, onDisk } from './system-error.ts'

const TableFrame = Type.Object({ name: Type.String(), columns: Type.Array(Type.String()) })
const EndFrame = Type.Object({ rows: Type.Integer() })
const SequencesFrame = Type.Array(
  Type.Object({ name: Type.String(), lastValue: Type.String({ pattern: '^-?\\d{1,19}$' }), isCalled: Type.Boolean() }),
)

export interface RestoreOptions extends CopyOptions {
  /** Another folder of migrations than the one that comes with the store. */
  readonly folder?: string | undefined
}

/** A restore under way. */
interface Restoring {
  readonly client: Client
  readonly path: string
  readonly frames: AsyncGenerator<Frame>
  readonly options: CopyOptions
}

/**
 * Puts a backup into a database that holds no data yet, and brings it to this version's level. The checksum is verified first and all
 * happens in one transaction: on any error nothing has changed. Other sessions should be closed. Throws a `StoreError`.
 */
export async function restore(store: Store, path: string, options: RestoreOptions = {}): Promise<Copied> {
  const source = await onDisk(path, () => openBackup(path))
  const migrations = await readMigrations(options.folder)
  refuseNewer(path, source, migrations)
  const level = source.header.migrations.length
  const client = await store.connectAboveWalls()
  const frames = source.frames()
  try {
    await requireSight(client)
    return await inRestoreTransaction(client, path, async () => {
      await refuseData(client)
      await rebuildSchema(client, migrations.slice(0, level))
      const copied = await copyTables({ client, path, frames, options })
      await runAsOwner(client, migrations.slice(level))
      await forgetMarks(client)
      return copied
    })
  } finally {
    await frames.return(undefined)
    await client.end()
  }
}

function refuseNewer(path: string, { header }: Backup, migrations: readonly Migration[]): void {
  try {
    refuseOther(header.migrations, migrations)
  } catch (cause) {
    throw new StoreError(
      'backupNewer',
      `${path} was written by another version of Auscult (${messageOf(cause)}): restore it with that version`,
      { cause },
    )
  }
}

async function inRestoreTransaction(client: Client, path: string, work: () => Promise<Copied>): Promise<Copied> {
  try {
    await client.query(`begin; set local lock_timeout = '10s'; set local row_security = off`)
    await client.query(`select pg_advisory_xact_lock(${LOCK})`)
    const copied = await work()
    await client.query('commit')
    await client.query('analyze')
    return copied
  } catch (cause) {
    await client.query('rollback').catch(() => undefined)
    if (cause instanceof StoreError) throw cause
    const words = `${path} was not restored and nothing was changed: ${messageOf(cause)}. Stop every other Auscult on this database and try again`
    throw new StoreError('restoreFailed', words, { cause })
  }
}

/** The tables that note which transaction wrote the rows that come with the program. */
const MARKED = ['auscult_migration', 'alias_seed'] as const

/** The rows copied here bear the marks of this very transaction, or of another server. */
async function forgetMarks(client: Client): Promise<void> {
  for (const name of await tablesMarked(client)) await client.query(`update ${qualified(name)} set wrote_as = null`)
}

async function tablesMarked(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select name from unnest($1::text[]) as name where to_regclass('auscult.' || name) is not null`,
    [MARKED],
  )
  return rows.map(({ name }) => name)
}

/** Rows that a migration wrote, or the aliases that come along, told by their transaction, are no data. */
async function refuseData(client: Client): Promise<void> {
  const marks = (await tablesMarked(client)).map(
    (name) => `select wrote_as from ${qualified(name)} where wrote_as is not null`,
  )
  for (const { name } of await readTables(client)) {
    const { rows } = await client.query<{ filled: boolean }>(
      `select exists (
         select from ${qualified(name)} where xmin::text not in (${marks.join(' union all ')})) as filled`,
    )
    if (rows[0]?.filled !== true) continue
    throw new StoreError(
      'databaseNotEmpty',
      `this database already holds data (table ${name}), and a restore never overwrites any: restore into an empty data folder or database`,
    )
  }
}

/** A schema at exactly the backup's level, without the rows that its migrations wrote. */
async function rebuildSchema(client: Client, migrations: readonly Migration[]): Promise<void> {
  await client.query('set local role auscult_owner')
  await client.query('drop schema if exists auscult cascade')
  await client.query('create schema auscult')
  await client.query('set local role none')
  await runAsOwner(client, migrations)
  const names = (await readTables(client)).map(({ name }) => qualified(name))
  if (names.length > 0) await client.query(`truncate ${names.join(', ')}`)
  await client.query('set constraints all deferred')
}

async function runAsOwner(client: Client, migrations: readonly Migration[]): Promise<void> {
  await client.query('set local role auscult_owner')
  for (const migration of migrations) await applyMigration(client, migration)
  await client.query('set local role none')
}

async function copyTables(restoring: Restoring): Promise<Copied> {
  const { client, path, options } = restoring
  const tables = new Map((await readTables(client)).map((table) => [table.name, table]))
  const total = tables.size
  let rows = 0
  for (let frame = await nextFrame(restoring); frame.kind !== 'Z'; frame = await nextFrame(restoring)) {
    if (frame.kind === 'S') {
      await setSequences(client, parsePart(path, SequencesFrame, frame.payload))
    } else {
      const table = takeTable(path, tables, frame)
      rows += await copyTable(restoring, table)
      options.onProgress?.({ table: table.name, done: total - tables.size, total, rows })
    }
  }
  if (tables.size > 0) throw damaged(path, `it lacks the table ${[...tables.keys()].join(', ')}`)
  return { tables: total, rows }
}

/** Only a table and columns that the schema has, once each. */
function takeTable(path: string, tables: Map<string, BackupTable>, { kind, payload }: Frame): BackupTable {
  if (kind !== 'T') throw damaged(path, 'its parts are out of order')
  const found = parsePart(path, TableFrame, payload)
  const table = tables.get(found.name)
  const isSame = table !== undefined && table.columns.toSorted().join() === found.columns.toSorted().join()
  if (!isSame) throw damaged(path, `its table ${found.name} is not one of this schema`)
  tables.delete(found.name)
  return { name: table.name, columns: found.columns }
}

async function copyTable(restoring: Restoring, table: BackupTable): Promise<number> {
  let expected = -1
  async function* rows(): AsyncGenerator<Buffer> {
    let frame = await nextFrame(restoring)
    for (; frame.kind === 'D'; frame = await nextFrame(restoring)) yield frame.payload
    if (frame.kind !== 'E') throw damaged(restoring.path, 'its parts are out of order')
    expected = parsePart(restoring.path, EndFrame, frame.payload).rows
  }
  const target = restoring.client.query(copyFrom(`copy ${copyTarget(table)} from stdin`))
  await pipeline(Readable.from(rows()), target)
  if (target.rowCount !== expected)
    throw damaged(restoring.path, `its table ${table.name} should have ${expected} rows and has ${target.rowCount}`)
  return target.rowCount
}

async function setSequences(client: Client, sequences: Static<typeof SequencesFrame>): Promise<void> {
  for (const { name, lastValue, isCalled } of sequences) {
    await client.query('select setval($1::regclass, $2::bigint, $3)', [qualified(name), lastValue, isCalled])
  }
}

async function nextFrame({ frames, path, options }: Restoring): Promise<Frame> {
  options.signal?.throwIfAborted()
  const { value, done } = await frames.next()
  if (done === true) throw damaged(path, 'it ends too early')
  return value
}

function parsePart<T extends TSchema>(path: string, schema: T, payload: Buffer): Static<T> {
  const part = parseJson(path, payload)
  if (Value.Check(schema, part)) return part
  throw damaged(path, 'a part of it has another shape than it should')
}
