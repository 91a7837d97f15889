import { sql } from 'kysely'
import { toJson } from './copy.ts'
import type { Transaction } from './transaction.ts'

/** What was noted of these downloads the last time, as it was given. */
export async function downloadsOf(trx: Transaction, urls: readonly string[]): Promise<unknown[]> {
  const { rows } = await sql<{
    state: unknown
  }>`select state from feed_download where url = any(${urls}::text[])`.execute(trx.query)
  return rows.map((row) => row.state)
}

/** Notes what a server said of a file that was taken in, so that it is not fetched again unchanged. */
export async function noteDownload(trx: Transaction, url: string, state: object): Promise<void> {
  await sql`
    insert into feed_download (url, state, fetched_at) values (${url}, ${toJson(state)}::jsonb, now())
    on conflict (url) do update set state = excluded.state, fetched_at = excluded.fetched_at`.execute(trx.query)
}
