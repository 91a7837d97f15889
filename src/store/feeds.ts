import { sql } from 'kysely'
import type { Transaction } from './transaction.ts'
import { alive } from './vulnerabilities.ts'

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
