import { sql } from 'kysely'
import type { ExploitedFlaw, ExploitPrediction } from '../model/index.ts'
import { copyRows } from './copy.ts'
import type { Transaction } from './transaction.ts'
import { closing } from './vulnerabilities.ts'

/** Sets a part of the list of exploited flaws down beside the stored one, until the transaction ends. */
export async function stageExploitedFlaws(trx: Transaction, flaws: readonly ExploitedFlaw[]): Promise<void> {
  await sql`
    create temporary table if not exists staged_exploited (name text, title text, added_on date, due_on date, ransomware boolean) on commit drop`.execute(
    trx.query,
  )
  const rows = flaws.map((flaw) => [flaw.id, flaw.name, flaw.addedOn, flaw.dueOn, flaw.ransomware])
  await copyRows(trx, 'staged_exploited', ['name', 'title', 'added_on', 'due_on', 'ransomware'], rows)
}

/** Puts the list that was set down in the place of the stored one. Returns how many differ. */
export async function replaceExploitedFlaws(trx: Transaction): Promise<number> {
  await sql`insert into vulnerability (name) select distinct name from staged_exploited order by name on conflict (name) do nothing`.execute(
    trx.query,
  )
  await sql`
    create temporary table fresh_exploited on commit drop as
    select distinct on (vulnerability_id) vulnerability_id, title as name, added_on, due_on, ransomware
    from staged_exploited join vulnerability using (name)
    order by vulnerability_id, added_on`.execute(trx.query)
  const columns = ['name', 'added_on', 'due_on', 'ransomware']
  return replaceKnowledge(trx, {
    table: 'exploited_flaw',
    fresh: 'fresh_exploited',
    columns,
    compared: columns,
    absent: 'close',
  })
}

/** Sets predictions down beside the stored ones, until the transaction ends. */
export async function stagePredictions(trx: Transaction, predictions: readonly ExploitPrediction[]): Promise<void> {
  await sql`create temporary table if not exists staged_prediction (name text, probability real, percentile real) on commit drop`.execute(
    trx.query,
  )
  const rows = predictions.map((each) => [each.id, each.epssProbability, each.epssPercentile])
  await copyRows(trx, 'staged_prediction', ['name', 'probability', 'percentile'], rows)
}

/** Puts the predictions that were set down in the place of those stored for the same flaws; flaws that they do not name keep theirs. Returns how many differ. */
export async function replacePredictions(trx: Transaction): Promise<number> {
  await sql`insert into vulnerability (name) select distinct name from staged_prediction order by name on conflict (name) do nothing`.execute(
    trx.query,
  )
  await sql`
    create temporary table fresh_prediction on commit drop as
    select distinct on (vulnerability_id) vulnerability_id, probability as epss_probability, percentile as epss_percentile
    from staged_prediction join vulnerability using (name)
    order by vulnerability_id, probability desc`.execute(trx.query)
  return replaceKnowledge(trx, {
    table: 'exploit_prediction',
    fresh: 'fresh_prediction',
    columns: ['epss_probability', 'epss_percentile'],
    compared: ['epss_probability'], // percentiles shift for nearly every flaw every day
    absent: 'keep',
  })
}

interface Replacement {
  readonly table: string
  readonly fresh: string
  readonly columns: readonly string[]
  /** Columns by which a row counts as changed. */
  readonly compared: readonly string[]
  /** What becomes of rows that the fresh ones do not name. */
  readonly absent: 'close' | 'keep'
}

/** Closes the live rows that differ and opens the new ones. Returns how many rows that touched. */
async function replaceKnowledge(trx: Transaction, replacement: Replacement): Promise<number> {
  const { table, fresh, columns, compared, absent } = replacement
  const list = sql.join(columns.map((column) => sql.ref(column)))
  const [old, next] = [sql.table(table), sql.table(fresh)]
  const isSame = sql.join(
    compared.map((column) => sql`next.${sql.ref(column)} is not distinct from old.${sql.ref(column)}`),
    sql` and `,
  )
  await sql`analyze ${next}`.execute(trx.query)
  const closed = await sql`
    update ${old} old set valid_to = ${closing('old')}
    where valid_to = 'infinity'
      and not exists (select from ${next} next where next.vulnerability_id = old.vulnerability_id and ${isSame})
      ${absent === 'close' ? sql`` : sql`and exists (select from ${next} next where next.vulnerability_id = old.vulnerability_id)`}`.execute(
    trx.query,
  )
  const opened = await sql`
    insert into ${old} (vulnerability_id, ${list}, valid_from)
    select vulnerability_id, ${list}, now()
    from ${next} next
    where not exists (select from ${old} old where old.vulnerability_id = next.vulnerability_id and old.valid_to = 'infinity')`.execute(
    trx.query,
  )
  return Number((closed.numAffectedRows ?? 0n) + (opened.numAffectedRows ?? 0n))
}
