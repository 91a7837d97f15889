import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { allAwakeKeys, askingOf, schemeOfRange, settledReleases, storedComponents } from './asking.ts'
import { allDisputes } from './disputes.ts'
import { fillFindings, hasFindings } from './fill-findings.ts'
import { countMeetings, matchesOfFlaws } from './matching.ts'
import type { Sides } from './matching.ts'
import { createMatching, matchTypes, shareMatching } from './rematch-many.ts'
import type { Transaction } from './transaction.ts'
import { nobody, noteRematch, writeFindings } from './write-findings.ts'
import type { Due, RematchResult } from './write-findings.ts'

/** How far a rematch is: steps done, of how many. */
export interface RematchProgress {
  readonly done: number
  readonly total: number
}

/** What changed since the last rematch; `isNew` tells of each component whether it was just stored. */
export interface DueIds {
  readonly flaws: readonly number[]
  readonly components: readonly number[]
  readonly isNew: readonly boolean[]
}

/**
 * Matches everything. Where there are no findings yet it writes them all at once; else it tells the flaws whose findings differ by a digest of
 * each, and writes those alone.
 */
export async function rematchEverything(
  trx: Transaction,
  due: DueIds,
  onProgress: (progress: RematchProgress) => void,
): Promise<RematchResult> {
  const step = (done: number): void => onProgress({ done, total: 3 })
  step(0)
  await stageAll(trx)
  await stageDue(trx, due)
  step(1)
  const result = (await hasFindings(trx))
    ? await writeDifferent(trx, step)
    : await fillFindings(trx, allMatches, () => step(2))
  await dropStaged(trx)
  await sql`drop table matching_due_flaw, matching_due_component`.execute(trx.query)
  await noteRematch(trx, 'full', result)
  return result
}

/**
 * How many findings a full rematch makes, and writes none; or only how many times components meet ranges that hold their versions, the join that
 * it stands on.
 */
export async function countAll(trx: Transaction, what: 'findings' | 'meetings'): Promise<number> {
  await stageAll(trx)
  const counting =
    what === 'meetings' ? countMeetings(staged) : sql`select count(*)::integer as counted from (${allMatches}) as match`
  const { rows } = await sql<{ counted: number }>`${counting}`.execute(trx.query)
  await dropStaged(trx)
  return rows[0]?.counted ?? 0
}

const staged: Sides = {
  asking: sql`matching_asking`,
  settled: sql`matching_settled`,
  keys: storedComponents.keys,
  lookedAt: sql`matching_looked_at`,
  disputes: sql`
    select component_id, range_id, tier, doubt, advisory_id, condition, known_at
    from matching_dispute where matching_dispute.vulnerability_id = flaw.vulnerability_id`,
}

/** Tables of this transaction alone, and no temporary ones: several processes of the server read them at the same time. */
async function stageAll(trx: Transaction): Promise<void> {
  const { keys, orders } = storedComponents
  await sql`analyze component_key, package_key, affected_range`.execute(trx.query)
  await stage(trx, 'matching_key', allAwakeKeys(keys))
  await sql`create index on matching_key (key_id)`.execute(trx.query)
  await sql`analyze matching_key`.execute(trx.query)
  await stage(trx, 'matching_spoken', keysSpoken)
  await sql`create index on matching_spoken (key_id)`.execute(trx.query)
  await sql`analyze matching_spoken`.execute(trx.query)
  await stage(
    trx,
    'matching_asking',
    sql`(
      select * from ${askingOf(sql`matching_key`, orders, sql`matching_spoken`)} as asking
      where key_id in (select key_id from matching_spoken)
      order by key_id, scheme, shape, version_key
    )`,
  )
  await sql`create index on matching_asking (key_id, scheme, shape, version_key)`.execute(trx.query)
  await stage(trx, 'matching_looked_at', keysLookedAt)
  await sql`create unique index on matching_looked_at (key_id)`.execute(trx.query)
  await stage(trx, 'matching_settled', distinctSettled)
  await sql`create index on matching_settled (vulnerability_id, component_id)`.execute(trx.query)
  await stage(trx, 'matching_dispute', sql`(${allDisputes(storedComponents)})`)
  await sql`create index on matching_dispute (vulnerability_id)`.execute(trx.query)
  await sql`analyze matching_asking, matching_looked_at, matching_settled, matching_dispute`.execute(trx.query)
  await stage(trx, 'matching_flaw', flawsAsked)
  await sql`create index on matching_flaw (vulnerability_id)`.execute(trx.query)
  await sql`analyze matching_flaw`.execute(trx.query)
  await stageBatches(trx)
  await shareMatching(trx)
}

/** Flaws that are met by one call of `matching_between`. */
const BATCH_FLAWS = 200

/** The batches in a table of many pages, and the function that meets one: see `createMatching`. */
async function stageBatches(trx: Transaction): Promise<void> {
  await sql`
    create unlogged table matching_batch with (fillfactor = 10) as
    select min(vulnerability_id) as first_id, max(vulnerability_id) as last_id
    from (select vulnerability_id, row_number() over (order by vulnerability_id) / ${BATCH_FLAWS}::integer as batch from matching_flaw) as placed
    group by batch
    order by batch`.execute(trx.query)
  await sql`analyze matching_batch`.execute(trx.query)
  const flaws = sql`(select * from matching_flaw where vulnerability_id between first_id and last_id)`
  await createMatching(trx, sql`matching_between(first_id integer, last_id integer)`, matchesOfFlaws(staged, flaws))
}

/** What all flaws meet: see `matchesOfFlaws`. */
const allMatches = sql`
  select match.*
  from matching_batch as batch
  cross join lateral matching_between(batch.first_id, batch.last_id) as match (${matchTypes})`

async function stageDue(trx: Transaction, { flaws, components, isNew }: DueIds): Promise<void> {
  await sql`create unlogged table matching_due_flaw (vulnerability_id integer)`.execute(trx.query)
  await sql`create unlogged table matching_due_component (component_id integer, is_new boolean)`.execute(trx.query)
  await sql`insert into matching_due_flaw select unnest(${flaws}::integer[])`.execute(trx.query)
  await sql`insert into matching_due_component select * from unnest(${components}::integer[], ${isNew}::boolean[])`.execute(
    trx.query,
  )
}

const due: Due = {
  flaws: sql`select vulnerability_id from matching_due_flaw`,
  components: sql`select component_id, is_new from matching_due_component`,
}

async function stage(trx: Transaction, table: string, rows: RawBuilder<unknown>): Promise<void> {
  await sql`create unlogged table ${sql.table(table)} as select * from ${rows} as staged`.execute(trx.query)
}

async function dropStaged(trx: Transaction): Promise<void> {
  await sql`drop function matching_between`.execute(trx.query)
  await sql`drop table matching_batch, matching_key, matching_spoken, matching_asking, matching_looked_at, matching_settled, matching_dispute, matching_flaw`.execute(
    trx.query,
  )
}

/** The keys that ranges speak of, as `askingByName` wants them. */
const keysSpoken = sql`(
  select key_id, name_key, device_key, made_key, schemes
  from (
    select key_id, array_agg(scheme) as schemes
    from (select distinct key_id, ${schemeOfRange} as scheme from affected_range where valid_to = 'infinity') as each
    group by key_id
  ) as ranges
  join package_key using (key_id)
)`

const keysLookedAt = sql`(
  select key_id, case when count(distinct (scheme, shape)) = 1 then min(scheme) end as scheme,
    case when count(distinct (scheme, shape)) = 1 then min(shape) end as shape, bool_or(version_key is null) as has_unknown
  from matching_asking
  group by key_id
)`

const distinctSettled = sql`(
  select distinct vulnerability_id, component_id
  from ${settledReleases(storedComponents.keys)} as settled
  where component_id in (select component_id from matching_asking where by_name and doubt = 'releaseNotCovered')
)`

const flawsAsked = sql`(
  select vulnerability_id, bool_or(has_conditions) as has_conditions, bool_or(has_others) as has_others
  from (
    select vulnerability_id, bool_or(condition is not null) as has_conditions,
      bool_or(range.kind = 'interval' and (
        looked_at.has_unknown or looked_at.scheme is distinct from range.scheme or looked_at.shape is distinct from range.shape
      )) as has_others
    from affected_range range
    join matching_looked_at looked_at using (key_id)
    where range.valid_to = 'infinity'
    group by vulnerability_id
    union all
    select distinct vulnerability_id, condition is not null, false from matching_dispute
  ) as each
  group by vulnerability_id
  order by vulnerability_id
)`

/** Sums over what a flaw's findings say: equal for equal findings, and for others once in 2^64. */
const digest = sql`count(*) as findings, sum(hashint8extended(
  (component_id::bigint << 32) | range_id, tier * 2 + conditional::integer + coalesce(hashenum(doubt), 0)::bigint * 16
)) as digest`

async function writeDifferent(trx: Transaction, step: (done: number) => void): Promise<RematchResult> {
  await stage(
    trx,
    'matching_digest',
    sql`(select vulnerability_id, ${digest} from (${allMatches}) as match group by vulnerability_id)`,
  )
  step(2)
  await stage(
    trx,
    'matching_different',
    sql`(
      select vulnerability_id, coalesce(has_others, false) as has_others, coalesce(has_conditions, false) as has_conditions
      from matching_digest fresh
      full join (
        select vulnerability_id, ${digest} from finding where valid_to = 'infinity' group by vulnerability_id
      ) as current using (vulnerability_id)
      left join matching_flaw using (vulnerability_id)
      where (fresh.findings, fresh.digest) is distinct from (current.findings, current.digest)
    )`,
  )
  const different = sql`matching_different`
  const matches = matchesOfFlaws(staged, different)
  const result = await writeFindings(trx, { due, matches, flaws: different, components: nobody })
  await sql`drop table matching_digest, matching_different`.execute(trx.query)
  return result
}
