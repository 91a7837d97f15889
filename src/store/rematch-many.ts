import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { storedComponents } from './asking.ts'
import { matchesOfComponents } from './matching-components.ts'
import { matchColumns } from './matching.ts'
import type { Transaction } from './transaction.ts'

/** The columns of what a function of matching returns, for PostgreSQL to know. */
export const matchTypes = sql`
  vulnerability_id integer, component_id integer, range_id integer, tier smallint, doubt doubt, conditional boolean, known_at timestamptz`

/**
 * A function of this transaction alone, which matches a part of all that is to be matched: PostgreSQL gives no part of a lateral subquery that has
 * to sort to a second process, but it gives pages of a table to it, with a function to call for each of their rows.
 */
export async function createMatching(
  trx: Transaction,
  signature: RawBuilder<unknown>,
  matches: RawBuilder<unknown>,
): Promise<void> {
  await sql`
    create function ${signature} returns setof record
    language plpgsql stable parallel safe cost 1000000 rows 10000 as $matching$
    begin
      return query ${matches};
    end
    $matching$`.execute(trx.query)
}

/** Lets several processes of the server match at the same time, until the transaction ends. */
export async function shareMatching(trx: Transaction): Promise<void> {
  // Its tables are smaller than those for which PostgreSQL thinks of a second process, and what it looks up for each row is much.
  await sql`set local min_parallel_table_scan_size = 0`.execute(trx.query)
  await sql`set local parallel_setup_cost = 0`.execute(trx.query)
  await sql`set local parallel_tuple_cost = 0`.execute(trx.query)
  // The first process writes what all of them match: on two cores, two beside it leave none idle.
  await sql`set local max_parallel_workers_per_gather = 2`.execute(trx.query)
}

/** Components that are met by one call: so many that their row leaves no room for another on its page, which is what processes share. */
const BATCH_COMPONENTS = 100

/** Puts the matches of many components in a table of this transaction alone, `matching_fresh`, for `use`. */
export async function withMatchesOf<Result>(
  trx: Transaction,
  components: readonly number[],
  use: (matches: RawBuilder<unknown>) => Promise<Result>,
): Promise<Result> {
  await sql`
    create unlogged table matching_batch with (fillfactor = 10) as
    select array_agg(component_id) as ids
    from unnest(${components}::integer[]) with ordinality as due (component_id, place)
    group by place / ${BATCH_COMPONENTS}::integer`.execute(trx.query)
  await sql`analyze matching_batch`.execute(trx.query)
  const ofBatch = matchesOfComponents(storedComponents, sql`(select unnest(ids) as component_id)`, sql`true`)
  await createMatching(trx, sql`matching_of(ids integer[])`, ofBatch)
  await shareMatching(trx)
  await sql`
    create unlogged table matching_fresh as
    select match.*
    from matching_batch as batch
    cross join lateral matching_of(batch.ids) as match (${matchTypes})`.execute(trx.query)
  const result = await use(sql`select ${matchColumns} from matching_fresh`)
  await sql`drop function matching_of`.execute(trx.query)
  await sql`drop table matching_batch, matching_fresh`.execute(trx.query)
  return result
}
