import { sql } from 'kysely'
import type { Transaction } from './transaction.ts'

/** Makes sure that each identifier has a row. Returns the id of each. Whoever adds the same one at the same time is waited for. */
export async function addVulnerabilities(trx: Transaction, names: ReadonlySet<string>): Promise<Map<string, number>> {
  const ids = await idsOf(trx, [...names])
  const missing = [...names].filter((name) => !ids.has(name))
  if (missing.length === 0) return ids
  const { rows } = await sql<NamedId>`
    insert into vulnerability (name) select name from unnest(${missing}::text[]) as missing (name) order by name
    on conflict (name) do nothing
    returning name, vulnerability_id as id`.execute(trx.query)
  for (const { name, id } of rows) ids.set(name, id)
  const others = missing.filter((name) => !ids.has(name))
  return others.length === 0 ? ids : new Map([...ids, ...(await idsOf(trx, others))])
}

interface NamedId {
  readonly name: string
  readonly id: number
}

async function idsOf(trx: Transaction, names: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<NamedId>`
    select name, vulnerability_id as id from vulnerability where name = any(${names}::text[])`.execute(trx.query)
  return new Map(rows.map(({ name, id }) => [name, id]))
}

/** SQL condition: the row of `table` stands now, or stood at `asOf`; told in two parts, as indexes hold what is live apart from what is past. */
export function alive(table: string, asOf?: string) {
  const [from, to] = [sql.ref(`${table}.valid_from`), sql.ref(`${table}.valid_to`)]
  return asOf === undefined
    ? sql`${to} = 'infinity'`
    : sql`(${from} <= ${asOf}::timestamptz and (${to} = 'infinity' or (${to} <> 'infinity' and ${to} > ${asOf}::timestamptz)))`
}

/** SQL: when a row of `table` that no longer holds ends. A clock that was set back must not make it end before it began. */
export function closing(table: string) {
  return sql`greatest(now(), ${sql.ref(`${table}.valid_from`)})`
}

/** SQL condition: the row of `table`, which never ends, is there now, or was at `asOf`. */
export function begun(table: string, asOf?: string) {
  return asOf === undefined ? sql`true` : sql`${sql.ref(`${table}.valid_from`)} <= ${asOf}::timestamptz`
}

/** Whether an instant is still to come, by the clock that what is known is dated by. */
export async function isToCome(trx: Transaction, instant: string): Promise<boolean> {
  const { rows } = await sql<{ isToCome: boolean }>`select ${instant}::timestamptz > now() as "isToCome"`.execute(
    trx.query,
  )
  return rows[0]?.isToCome === true
}
