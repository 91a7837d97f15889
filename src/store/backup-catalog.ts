import type { ClientBase } from 'pg'

import { StoreError } from './error.ts'

/** A table as a backup takes it: all columns but the generated ones, and the transactions that wrote the rows, which are others in another server. */
export interface BackupTable {
  readonly name: string
  readonly columns: readonly string[]
}

interface TableRow extends BackupTable {
  readonly refersTo: readonly string[]
}

/** Where a sequence stands. */
export interface SequenceState {
  readonly name: string
  readonly lastValue: string
  readonly isCalled: boolean
}

/** The tables whose rows a backup holds, each after those it refers to. Unlogged tables hold nothing that lasts; a partition comes with its parent. */
export async function readTables(client: ClientBase): Promise<readonly BackupTable[]> {
  const { rows } = await client.query<TableRow>(`
    select class.relname::text as name,
      array(
        select attname::text from pg_attribute
        where attrelid = class.oid and attnum > 0 and not attisdropped and attgenerated = '' and atttypid <> 'xid8'::regtype
        order by attnum) as columns,
      array(
        select target.relname::text from pg_constraint
        join pg_class as target on target.oid = confrelid
        where conrelid = class.oid and contype = 'f' and confrelid <> conrelid) as "refersTo"
    from pg_class as class
    where relnamespace = to_regnamespace('auscult')
      and relkind in ('r', 'p') and not relispartition and relpersistence = 'p'
      and relname <> 'auscult_migration'
    order by relname`)
  return inOrder(rows)
}

/** Ties and cycles keep the order of names: constraints of a cycle must be deferrable, a test holds the schema to it. */
function inOrder(tables: readonly TableRow[]): readonly BackupTable[] {
  const waiting = new Map(tables.map((table) => [table.name, table]))
  const ordered: TableRow[] = []
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter(({ refersTo }) => !refersTo.some((name) => waiting.has(name)))
    const next = ready.length > 0 ? ready : [...waiting.values()]
    for (const table of next) waiting.delete(table.name)
    ordered.push(...next)
  }
  return ordered.map(({ name, columns }) => ({ name, columns }))
}

export async function readSequences(client: ClientBase): Promise<readonly SequenceState[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname::text as name from pg_class where relnamespace = to_regnamespace('auscult') and relkind = 'S' order by 1`,
  )
  const states: SequenceState[] = []
  for (const { name } of rows) {
    const state = await client.query<SequenceState>(
      `select $1::text as name, last_value::text as "lastValue", is_called as "isCalled" from ${qualified(name)}`,
      [name],
    )
    states.push(...state.rows)
  }
  return states
}

/** A name within Auscult's schema, quoted. */
export function qualified(name: string): string {
  return `auscult.${quoted(name)}`
}

/** `table (column, column)` for COPY. */
export function copyTarget({ name, columns }: BackupTable): string {
  return `${qualified(name)} (${columns.map(quoted).join(', ')})`
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Throws unless the login sees every organisation's rows: an incomplete backup would look like a good one. */
export async function requireSight(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ login: string; sees: boolean }>(
    'select rolname::text as login, rolsuper or rolbypassrls as sees from pg_roles where rolname = current_user',
  )
  const [found] = rows
  if (found?.sees === true) return
  const login = found?.login ?? 'the login'
  throw new StoreError(
    'cannotSeeAllRows',
    `${login} is held back by row security, so it would see only a part of the rows: the database's administrator runs ` +
      `"alter role ${quoted(login)} bypassrls", or DATABASE_URL names a superuser for this one command`,
  )
}
