import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { matches } from './matching.ts'
import type { Transaction } from './transaction.ts'

export interface RematchResult {
  readonly opened: number
  readonly closed: number
}

const liveRanges = sql`(select * from affected_range where valid_to = 'infinity')`
const allKeys = sql`component_key`

/**
 * Brings findings up to date with what changed since the last rematch: the flaws whose ranges and the components whose keys or feed
 * coverage changed. Gives the very findings of a full rematch; those that still hold are not rewritten.
 */
export async function rematchStale(trx: Transaction): Promise<RematchResult> {
  await sql`lock table stale_vulnerability, stale_component in exclusive mode`.execute(trx.query)
  await sql`create temporary table due_vulnerability on commit drop as select distinct vulnerability_id from stale_vulnerability`.execute(
    trx.query,
  )
  await sql`create temporary table due_component on commit drop as select distinct component_id from stale_component`.execute(
    trx.query,
  )
  await sql`truncate stale_vulnerability, stale_component`.execute(trx.query)
  await sql`analyze due_vulnerability`.execute(trx.query)
  await sql`analyze due_component`.execute(trx.query)
  const dueRanges = sql`(select affected_range.* from affected_range join due_vulnerability using (vulnerability_id) where valid_to = 'infinity')`
  const dueKeys = sql`(select component_key.* from component_key join due_component using (component_id))`
  await sql`
    create temporary table fresh_finding on commit drop as
    select * from (${matches({ keys: allKeys, ranges: dueRanges })}) as by_flaw
    union
    select * from (${matches({ keys: dueKeys, ranges: liveRanges })}) as by_component`.execute(trx.query)
  const isDue = sql`(
    finding.vulnerability_id in (select vulnerability_id from due_vulnerability)
    or finding.component_id in (select component_id from due_component)
  )`
  return replaceFindings(trx, isDue, 'incremental')
}

/** Matches everything again. The reference for `rematchStale`, and the way back should findings ever be in doubt. */
export async function rematchAll(trx: Transaction): Promise<RematchResult> {
  await sql`lock table stale_vulnerability, stale_component in exclusive mode`.execute(trx.query)
  await sql`truncate stale_vulnerability, stale_component`.execute(trx.query)
  await sql`create temporary table fresh_finding on commit drop as ${matches({ keys: allKeys, ranges: liveRanges })}`.execute(
    trx.query,
  )
  return replaceFindings(trx, sql`true`, 'full')
}

async function replaceFindings(
  trx: Transaction,
  isDue: RawBuilder<unknown>,
  kind: 'incremental' | 'full',
): Promise<RematchResult> {
  await sql`create index on fresh_finding (vulnerability_id, component_id)`.execute(trx.query)
  await sql`analyze fresh_finding`.execute(trx.query)
  const closed = await sql`
    update finding set valid_to = now()
    where valid_to = 'infinity' and ${isDue}
      and not exists (select from fresh_finding fresh where ${isSame(sql`fresh`, sql`finding`)})`.execute(trx.query)
  const opened = await sql`
    insert into finding (vulnerability_id, component_id, range_id, tier, doubt, conditional, valid_from)
    select vulnerability_id, component_id, range_id, tier, doubt, conditional, now()
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

function isSame(a: RawBuilder<unknown>, b: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    ${a}.vulnerability_id = ${b}.vulnerability_id and ${a}.component_id = ${b}.component_id and ${a}.range_id = ${b}.range_id
    and ${a}.tier = ${b}.tier and ${a}.doubt is not distinct from ${b}.doubt and ${a}.conditional = ${b}.conditional
  )`
}
