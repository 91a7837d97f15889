import type { RawBuilder } from 'kysely'
import type { Transaction } from './transaction.ts'

/** A plan takes some 100 kB of its connection: statements beyond these are planned each time. */
const MOST_STATEMENTS = 64

/** The statements of this process whose plans connections keep, with their names. */
const names = new Map<string, string>()

/** Transactions in which statements are planned for any values at this moment. */
const planningForAny = new WeakSet<Transaction>()

/**
 * The rows of a statement that the connection plans once, for any values of its parameters: for statements that take longer to plan than to
 * run. Its text is one of few. Each column that it gives is cast: a connection refuses a plan whose columns another process changed by a migration.
 */
export async function rowsByKeptPlan<T>(trx: Transaction, statement: RawBuilder<T>): Promise<T[]> {
  const { sql: text, parameters } = statement.compile(trx.query)
  const name = nameOf(text)
  if (name === undefined) return (await statement.execute(trx.query)).rows
  trx.signal?.throwIfAborted()
  if (!planningForAny.has(trx)) await trx.client.query(planMode('force_generic_plan'))
  planningForAny.add(trx)
  trx.signal?.throwIfAborted()
  const { rows } = await trx.client.query<T & object>({ name, text, values: [...parameters] })
  return rows
}

/** From here on statements of the transaction are planned for their own values again; undefined where they are already. */
export function planForOwnValues(trx: Transaction): Promise<unknown> | undefined {
  return planningForAny.delete(trx) ? trx.client.query(planMode('auto')) : undefined
}

/** A function and no `set local`, which Citus would repeat to its workers. */
function planMode(mode: 'auto' | 'force_generic_plan'): string {
  return `select set_config('plan_cache_mode', '${mode}', true)`
}

function nameOf(text: string): string | undefined {
  const known = names.get(text)
  if (known !== undefined || names.size >= MOST_STATEMENTS) return known
  const name = `kept_plan_${names.size}`
  names.set(text, name)
  return name
}
