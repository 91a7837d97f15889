import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Place } from '../model/index.ts'

/** One of the values a list is ordered by, ascending, nulls last. */
export interface OrderedBy {
  readonly by: RawBuilder<unknown>
  readonly type: 'text' | 'integer' | 'real' | 'uuid'
}

/** The `order by` list. Its last column must tell rows apart. */
export function inOrderOf(columns: readonly OrderedBy[]): RawBuilder<unknown> {
  return sql.join(columns.map(({ by }) => by))
}

/** SQL condition: the row comes after the place in this order; every row does when there is none. */
export function comesAfter(columns: readonly OrderedBy[], place: Place | undefined): RawBuilder<unknown> {
  if (place === undefined) return sql`true`
  const rows = columns.map((column) => withoutNull(column, column.by))
  const values = columns.map((column, index) => withoutNull(column, sql`${place[index]}::${sql.raw(column.type)}`))
  return sql`(${sql.join(rows)}) > (${sql.join(values)})`
}

/** A comparison of rows knows no null: that a value is missing comes first, then what stands for it. */
function withoutNull({ type }: OrderedBy, value: RawBuilder<unknown>): RawBuilder<unknown> {
  return type === 'text' ? sql`${value} is null, coalesce(${value}, '')` : value
}
