import { open, rename, rm } from 'node:fs/promises'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdCompress } from 'node:zlib'
import type { Client } from 'pg'
import { to as copyTo } from 'pg-copy-streams'

import { type BackupTable, qualified, quoted, readSequences, readTables, requireSight } from './backup-catalog.ts'
import { type BackupHeader, sealed, toFrames } from './backup-format.ts'
import { StoreError } from './error.ts'
import { readApplied } from './migrate.ts'
import type { Store } from './open.ts'
import { onDisk } from './system-error.ts'

/** How far a backup or a restore is: `done` of `total` tables, and the rows so far. */
export interface CopyProgress {
  readonly table: string
  readonly done: number
  readonly total: number
  readonly rows: number
}

/** What a backup or a restore copied. */
export interface Copied {
  readonly tables: number
  readonly rows: number
}

export interface CopyOptions {
  readonly onProgress?: ((progress: CopyProgress) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Writes all tables, as they stand at one instant, to a stream or to a file (as `.part` until it is whole, readable by its owner only).
 * The work of others goes on meanwhile. Throws a `StoreError` when the login may not see every organisation's rows.
 */
export async function backup(store: Store, destination: string | Writable, options: CopyOptions = {}): Promise<Copied> {
  if (typeof destination !== 'string') return writeBackup(store, destination, options)
  const partial = `${destination}.part`
  return onDisk(destination, async () => {
    await rm(partial, { force: true })
    try {
      const copied = await writeFile(store, partial, options)
      await rename(partial, destination)
      return copied
    } finally {
      await rm(partial, { force: true })
    }
  })
}

/** Opened before anything else, so that a path that cannot be written is told as such. */
async function writeFile(store: Store, path: string, options: CopyOptions): Promise<Copied> {
  const file = await open(path, 'wx', 0o600)
  try {
    return await writeBackup(store, file.createWriteStream({ flush: true }), options)
  } finally {
    await file.close()
  }
}

async function writeBackup(store: Store, destination: Writable, options: CopyOptions): Promise<Copied> {
  const client = await store.connectAboveWalls()
  try {
    await requireSight(client)
    // With row_security off a policy that still applied is an error, never a row left out.
    await client.query('begin isolation level repeatable read read only; set local row_security = off')
    const header = await readHeader(client)
    const tables = await readTables(client)
    let rows = 0
    const frames = tableFrames(client, tables, (progress) => {
      rows = progress.rows
      options.onProgress?.(progress)
    })
    const seal = (body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> => sealed(header, body)
    const signal = options.signal === undefined ? {} : { signal: options.signal }
    await pipeline(Readable.from(frames), createZstdCompress(), seal, destination, signal)
    return { tables: tables.length, rows }
  } finally {
    await client.end()
  }
}

async function readHeader(client: Client): Promise<BackupHeader> {
  const migrations = await readApplied(client)
  if (migrations.length === 0) {
    throw new StoreError(
      'migrationInvalid',
      'this database was never migrated, so there is nothing to back up: run "auscult db migrate" first',
    )
  }
  const { rows } = await client.query<{ at: string; version: string }>(
    `select now() as at, current_setting('server_version') as version`,
  )
  const { at = '', version = '' } = rows[0] ?? {}
  return { format: 'auscult-backup', version: 1, createdAt: at, postgresql: version, migrations: [...migrations] }
}

/** Sequences come last: read outside the snapshot, they stand at or after every number in it. */
async function* tableFrames(
  client: Client,
  tables: readonly BackupTable[],
  onProgress: (progress: CopyProgress) => void,
): AsyncGenerator<Buffer> {
  let total = 0
  for (const [done, table] of tables.entries()) {
    yield* toFrames('T', toJson(table))
    const rows = client.query(
      copyTo(`copy (select ${table.columns.map(quoted).join(', ')} from ${qualified(table.name)}) to stdout`),
    )
    for await (const chunk of rows as AsyncIterable<Buffer>) yield* toFrames('D', chunk)
    yield* toFrames('E', toJson({ rows: rows.rowCount }))
    total += rows.rowCount
    onProgress({ table: table.name, done: done + 1, total: tables.length, rows: total })
  }
  yield* toFrames('S', toJson(await readSequences(client)))
  yield* toFrames('Z', Buffer.alloc(0))
}

function toJson(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value))
}
