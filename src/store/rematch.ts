import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { matchColumns, matchesOf } from './matching.ts'
import type { Sides } from './matching.ts'
import type { Transaction } from './transaction.ts'
import { closing } from './vulnerabilities.ts'

export interface RematchResult {
  readonly opened: number
  readonly closed: number
}

/** How far a rematch is: steps done, of how many. */
export interface RematchProgress {
  readonly done: number
  readonly total: number
}

const liveRanges = sql`(select * from affected_range where valid_to = 'infinity')`
const allKeys = sql`component_key`
const allOrders = sql`component_order`

/** From so many changed components and ranges on, fresh statistics are worth their tenths of a second. */
const MANY = 100

/**
 * Brings findings up to date with what changed since the last rematch: the flaws whose ranges and the components whose keys or feed
 * coverage changed. Gives the very findings of a full rematch; those that still hold are not rewritten.
 */
export async function rematchStale(
  trx: Transaction,
  onProgress: (progress: RematchProgress) => void,
): Promise<RematchResult> {
  onProgress({ done: 0, total: 3 })
  await takeStale(trx)
  await stageFindings(trx, {
    keys: allKeys,
    orders: allOrders,
    ranges: sql`(select affected_range.* from affected_range join due_vulnerability using (vulnerability_id) where valid_to = 'infinity')`,
    rangeKeys: sql`(select distinct key_id from affected_range join due_vulnerability using (vulnerability_id) where valid_to = 'infinity')`,
  })
  await stageFindings(trx, {
    keys: sql`(select component_key.* from component_key join due_component using (component_id))`,
    orders: allOrders,
    ranges: sql`(
      select * from affected_range
      where valid_to = 'infinity' and not exists (select from due_vulnerability due where due.vulnerability_id = affected_range.vulnerability_id)
    )`,
  })
  const isDue = sql`(
    finding.vulnerability_id in (select vulnerability_id from due_vulnerability)
    or finding.component_id in (select component_id from due_component)
  )`
  return replaceFindings(trx, isDue, 'incremental')
}

/** Whether something waits for a rematch: until then findings do not speak of it, and their silence means nothing. */
export async function isStale(trx: Transaction): Promise<boolean> {
  const { rows } = await sql<{ stale: boolean }>`
    select exists (select from stale_vulnerability) or exists (select from stale_component) as stale`.execute(trx.query)
  return rows[0]?.stale === true
}

/** Matches everything again. The reference for `rematchStale`, and the way back should findings ever be in doubt. */
export async function rematchAll(
  trx: Transaction,
  onProgress: (progress: RematchProgress) => void,
): Promise<RematchResult> {
  onProgress({ done: 0, total: 3 })
  await takeStale(trx)
  await refreshStatistics(trx)
  await stageFindings(trx, { keys: allKeys, orders: allOrders, ranges: liveRanges })
  return replaceFindings(trx, sql`true`, 'full')
}

/** Takes over what waits for a rematch; what comes meanwhile waits for the next. */
async function takeStale(trx: Transaction): Promise<void> {
  await sql`lock table stale_vulnerability, stale_component in exclusive mode`.execute(trx.query)
  await sql`create temporary table due_vulnerability (vulnerability_id integer primary key) on commit drop`.execute(
    trx.query,
  )
  await sql`insert into due_vulnerability select distinct vulnerability_id from stale_vulnerability`.execute(trx.query)
  await sql`create temporary table due_component (component_id integer primary key, is_new boolean) on commit drop`.execute(
    trx.query,
  )
  await sql`insert into due_component select component_id, bool_or(is_new) from stale_component group by component_id`.execute(
    trx.query,
  )
  await sql`delete from stale_vulnerability`.execute(trx.query)
  await sql`delete from stale_component`.execute(trx.query)
  await sql`analyze due_vulnerability, due_component`.execute(trx.query)
  const { rows } = await sql<{ due: number }>`
    select (select count(*)::integer from due_component)
      + (select count(*)::integer from affected_range join due_vulnerability using (vulnerability_id)) as due`.execute(
    trx.query,
  )
  if ((rows[0]?.due ?? 0) >= MANY) await refreshStatistics(trx)
  await sql`
    create temporary table fresh_finding (
      vulnerability_id integer, component_id integer, range_id integer, tier smallint, doubt doubt, conditional boolean
    ) on commit drop`.execute(trx.query)
}

/** After a bulk load the planner would still believe the tables empty. */
async function refreshStatistics(trx: Transaction): Promise<void> {
  await sql`analyze component_key, package_key, affected_range, feed_scope`.execute(trx.query)
}

async function stageFindings(trx: Transaction, sides: Sides): Promise<void> {
  await sql`insert into fresh_finding (${matchColumns}) ${await matchesOf(trx, sides)}`.execute(trx.query)
}

async function replaceFindings(
  trx: Transaction,
  isDue: RawBuilder<unknown>,
  kind: 'incremental' | 'full',
): Promise<RematchResult> {
  await sql`create index on fresh_finding (vulnerability_id, component_id)`.execute(trx.query)
  await sql`analyze fresh_finding`.execute(trx.query)
  const closed = await sql`
    update finding set valid_to = ${closing('finding')}
    where valid_to = 'infinity' and ${isDue}
      and not exists (select from fresh_finding fresh where ${isSame(sql`fresh`, sql`finding`)})`.execute(trx.query)
  const opened = await sql`
    insert into finding (${matchColumns}, valid_from)
    select ${matchColumns}, ${holdsSince}
    from fresh_finding fresh
    where not exists (
      select from finding where finding.valid_to = 'infinity' and ${isSame(sql`fresh`, sql`finding`)}
    )
    order by vulnerability_id, component_id`.execute(trx.query)
  const result = { opened: Number(opened.numAffectedRows ?? 0n), closed: Number(closed.numAffectedRows ?? 0n) }
  await sql`insert into rematch_run (kind, opened, closed) values (${kind}, ${result.opened}, ${result.closed})`.execute(
    trx.query,
  )
  return result
}

/**
 * A first finding of a flaw or a component just loaded holds since its range is known, so that the time before a rematch is no gap in the
 * past: a component is met only from the day that an SBOM lists it. Any other (a changed one, one that feed coverage brought) holds since now.
 */
const holdsSince = sql`case
  when exists (
    select from finding earlier where earlier.vulnerability_id = fresh.vulnerability_id and earlier.component_id = fresh.component_id
  ) then now()
  when exists (select from due_vulnerability due where due.vulnerability_id = fresh.vulnerability_id)
    or exists (select from due_component due where due.component_id = fresh.component_id and due.is_new)
    then (select valid_from from affected_range where affected_range.range_id = fresh.range_id)
  else now()
end`

function isSame(a: RawBuilder<unknown>, b: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    ${a}.vulnerability_id = ${b}.vulnerability_id and ${a}.component_id = ${b}.component_id and ${a}.range_id = ${b}.range_id
    and ${a}.tier = ${b}.tier and ${a}.doubt is not distinct from ${b}.doubt and ${a}.conditional = ${b}.conditional
  )`
}
