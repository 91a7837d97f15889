import { sql } from 'kysely'
import type { FeedStatus } from './feeds.ts'
import { rowsByKeptPlan } from './kept-plan.ts'
import type { Transaction } from './transaction.ts'
import { alive } from './vulnerabilities.ts'

/** What an answer stands on besides the fleet. */
export interface FeedsThen {
  /** The last load from each source, in order of feed and source. */
  readonly loads: readonly FeedStatus[]
  /** Any of them describes flaws; without it no question about a flaw can be answered. */
  readonly haveAdvisories: boolean
  /** Something waits for a rematch: until then findings do not speak of it, and their silence means nothing. */
  readonly areStale: boolean
}

/** What is known of all feeds, at an instant or now, and whether it is matched by now. */
export async function feedsThen(trx: Transaction, asOf?: string): Promise<FeedsThen> {
  const statement = sql<{ haveAdvisories: boolean; areStale: boolean } & (FeedStatus | { feed: null })>`
    select told.*, load.feed::text, load.source::text, load."loadedAt"::timestamptz, load."newestAt"::timestamptz, load.records::integer,
      load.changed::integer
    from (
      select exists (select from advisory where ${alive('advisory', asOf)}) as "haveAdvisories",
        exists (select from stale_vulnerability) or exists (select from stale_component) as "areStale"
    ) as told
    left join (
      select distinct on (feed, source) feed, source, loaded_at as "loadedAt", newest_at as "newestAt", records, changed
      from feed_load
      where loaded_at <= coalesce(${asOf ?? null}::timestamptz, 'infinity')
      order by feed, source, loaded_at desc
    ) as load on true
    order by feed, source`
  const rows = await rowsByKeptPlan(trx, statement)
  const [{ haveAdvisories, areStale } = { haveAdvisories: false, areStale: false }] = rows
  const loads = rows.flatMap(({ haveAdvisories: _have, areStale: _are, ...load }) => (load.feed === null ? [] : [load]))
  return { loads, haveAdvisories, areStale }
}
