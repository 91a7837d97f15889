import { sql } from 'kysely'
import { copyRows } from './copy.ts'
import type { CopyValue } from './copy.ts'
import type { Transaction } from './transaction.ts'

/** From when to when something was seen, ISO 8601. */
export interface SpanToStore {
  readonly firstSeenAt: string
  readonly lastSeenAt: string
}

/** Who listened is remembered for so many sensors. */
const mostSensors = 8

/** Copies rows beside the table; false where there are none. */
export async function stage(
  trx: Transaction,
  table: string,
  columns: readonly string[],
  rows: readonly CopyValue[][],
): Promise<boolean> {
  if (rows.length === 0) return false
  await sql`create temporary table ${sql.ref(`staged_${table}`)} (like ${sql.ref(table)} including defaults) on commit drop`.execute(
    trx.query,
  )
  await copyRows(trx, `staged_${table}`, columns, rows)
  return true
}

export function namesOf(columns: readonly string[]) {
  return sql.join(columns.map((column) => sql.ref(column)))
}

/** SQL: the kept row over the time of both. */
export function widenSpan(table: string) {
  const [first, last] = ['first_seen_at', 'last_seen_at'].map((name) => sql.ref(`${table}.${name}`))
  return sql`first_seen_at = least(${first}, excluded.first_seen_at), last_seen_at = greatest(${last}, excluded.last_seen_at)`
}

/** SQL: whoever listened is remembered. */
export function addSensor(table: string) {
  const known = sql.ref(`${table}.sensors`)
  return sql`sensors = case when ${known} @> excluded.sensors or cardinality(${known}) >= ${mostSensors} then ${known} else ${known} || excluded.sensors end`
}

/** SQL: counted on, up to what a number of JavaScript holds: nothing that is seen may end the counting of the rest. */
export function addCount(table: string, column: string) {
  return sql`${sql.ref(column)} = least(${sql.ref(`${table}.${column}`)} + ${sql.ref(`excluded.${column}`)}, ${Number.MAX_SAFE_INTEGER}::bigint)`
}
