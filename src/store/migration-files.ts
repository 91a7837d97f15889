import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'

import { StoreError } from './error.ts'

/** One step of the schema, as its file says. */
export interface Migration {
  readonly number: number
  readonly name: string
  readonly sha256: string
  readonly sql: string
}

const FOLDER = join(import.meta.dirname, 'migrations')
const NAME = /^(\d{4})-[a-z0-9]+(?:-[a-z0-9]+)*\.sql$/
/** Each file runs in one transaction that is not its own to end. */
const ENDS_TRANSACTION = /^\s*(?:begin|commit|rollback|start transaction)\s*;/im

/** All migrations in order, 1, 2, 3 …; a name out of pattern, a gap or a double number throws. */
export async function readMigrations(folder = FOLDER): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).toSorted()
  const migrations = await Promise.all(names.map((name) => readMigration(folder, name)))
  for (const [index, { name, number }] of migrations.entries()) {
    if (number !== index + 1) throw invalid(name, `its number should be ${String(index + 1).padStart(4, '0')}`)
  }
  return migrations
}

async function readMigration(folder: string, name: string): Promise<Migration> {
  const number = NAME.exec(name)?.[1]
  if (number === undefined) throw invalid(name, 'its name should be as 0001-what-it-does.sql')
  const sql = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n')
  if (ENDS_TRANSACTION.test(sql)) throw invalid(name, 'it may not begin or end a transaction: the whole file is one')
  return { number: Number(number), name, sha256: createHash('sha256').update(sql).digest('hex'), sql }
}

function invalid(name: string, why: string): StoreError {
  return new StoreError('migrationInvalid', `migration ${name}: ${why}`)
}
