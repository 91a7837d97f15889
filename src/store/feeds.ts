import { sql } from 'kysely'
import type { ExploitedFlaw, ExploitPrediction } from '../model/index.ts'
import { copyRows } from './copy.ts'
import type { Transaction } from './transaction.ts'
import { alive, closing } from './vulnerabilities.ts'

export interface FeedLoad {
  readonly feed: string
  readonly records: number
  readonly changed: number
  /** File, folder or URL it came from. */
  readonly source: string
  /** ISO 8601: when the source made it, if it says so. */
  readonly editionAt: string | undefined
}

/** The last load of one file, folder or address of a feed. */
export interface FeedStatus {
  readonly feed: string
  readonly source: string
  readonly loadedAt: string
  readonly newestAt: string | null
  readonly records: number
  readonly changed: number
}

/** Notes that a feed was loaded, or found unchanged at its source; its newest record tells how fresh the feed itself is. */
export async function noteFeedLoad(
  trx: Transaction,
  { feed, records, changed, source, editionAt }: FeedLoad,
): Promise<void> {
  await sql`
    insert into feed_load (feed, source, loaded_at, newest_at, records, changed)
    values (${feed}, ${source}, now(), coalesce(
      (select max(modified_at) from advisory where feed = ${feed} and valid_to = 'infinity'), ${editionAt ?? null}::timestamptz
    ), ${records}, ${changed})
    on conflict do nothing`.execute(trx.query)
}

/** Notes that a source still has what was last loaded from it. */
export async function noteFeedUnchanged(trx: Transaction, feed: string, source: string): Promise<void> {
  await sql`
    insert into feed_load (feed, source, loaded_at, newest_at, records, changed)
    select feed, source, now(), newest_at, records, 0
    from feed_load
    where feed = ${feed} and source = ${source}
    order by loaded_at desc
    limit 1
    on conflict do nothing`.execute(trx.query)
}

/** What is loaded, at an instant or now: the last load from each source, in order of feed and source. */
export async function feedStatus(trx: Transaction, asOf?: string): Promise<FeedStatus[]> {
  const { rows } = await sql<FeedStatus>`
    select distinct on (feed, source) feed, source, loaded_at as "loadedAt", newest_at as "newestAt", records, changed
    from feed_load
    where loaded_at <= coalesce(${asOf ?? null}::timestamptz, 'infinity')
    order by feed, source, loaded_at desc`.execute(trx.query)
  return rows
}

/** When the first feed was loaded; nothing can be said of the days before. */
export async function firstLoadAt(trx: Transaction): Promise<string | undefined> {
  const { rows } = await sql<{ at: string | null }>`select min(loaded_at) as at from feed_load`.execute(trx.query)
  return rows[0]?.at ?? undefined
}

/** Whether any loaded feed describes flaws at all; without one no question about a flaw can be answered. */
export async function hasAdvisories(trx: Transaction, asOf?: string): Promise<boolean> {
  const { rows } = await sql<{
    known: boolean
  }>`select exists (select from advisory where ${alive('advisory', asOf)}) as known`.execute(trx.query)
  return rows[0]?.known === true
}

/** Puts the list of exploited flaws in the place of the stored one. Returns how many differ. */
export async function replaceExploitedFlaws(trx: Transaction, flaws: readonly ExploitedFlaw[]): Promise<number> {
  await sql`
    create temporary table staged_exploited (name text, title text, added_on date, due_on date, ransomware boolean) on commit drop`.execute(
    trx.query,
  )
  const rows = flaws.map((flaw) => [flaw.id, flaw.name, flaw.addedOn, flaw.dueOn, flaw.ransomware])
  await copyRows(trx, 'staged_exploited', ['name', 'title', 'added_on', 'due_on', 'ransomware'], rows)
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

/** Puts predictions in the place of those stored for the same flaws; flaws absent from the file keep theirs. Returns how many differ. */
export async function replacePredictions(trx: Transaction, predictions: readonly ExploitPrediction[]): Promise<number> {
  await sql`create temporary table staged_prediction (name text, probability real, percentile real) on commit drop`.execute(
    trx.query,
  )
  const rows = predictions.map((each) => [each.id, each.epssProbability, each.epssPercentile])
  await copyRows(trx, 'staged_prediction', ['name', 'probability', 'percentile'], rows)
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
