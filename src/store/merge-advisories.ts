import { sql } from 'kysely'
import type { Transaction } from './transaction.ts'
import { closing } from './vulnerabilities.ts'

/**
 * Puts what was staged in the place of what was stored: old revisions are closed, new ones opened, and the flaws touched are marked
 * for the next rematch. One transaction with the staging: a feed that breaks on the way changes nothing. A revision older than the one
 * that is stored is left alone. Returns how many differ.
 */
export async function mergeStaged(trx: Transaction, feed: string): Promise<number> {
  await keepLatestOfEach(trx)
  await leaveNewerAlone(trx, feed)
  const { rows } = await sql<{ changed: number }>`
    select count(*)::integer as changed from staged_advisory`.execute(trx.query)
  const changed = rows[0]?.changed ?? 0
  if (changed === 0) return 0
  await sql`analyze staged_advisory`.execute(trx.query)
  await sql`analyze staged_range`.execute(trx.query)
  await closeOldRevisions(trx, feed)
  await nameVulnerabilities(trx)
  await openNewRevisions(trx, feed)
  return changed
}

/** Files of different age may hold the same advisory: the later modification counts, then the later place. */
async function keepLatestOfEach(trx: Transaction): Promise<void> {
  await sql`
    delete from staged_advisory
    using (select distinct on (key) key, n from staged_place order by key, modified_at desc nulls last, n desc) as latest
    where latest.key = staged_advisory.key and latest.n <> staged_advisory.n`.execute(trx.query)
}

/** An old file loaded after a new one must not undo what was since learned. */
async function leaveNewerAlone(trx: Transaction, feed: string): Promise<void> {
  await sql`
    delete from staged_advisory staged
    using advisory live
    where live.feed = ${feed} and live.key = staged.key and live.valid_to = 'infinity' and staged.modified_at < live.modified_at`.execute(
    trx.query,
  )
}

async function closeOldRevisions(trx: Transaction, feed: string): Promise<void> {
  await sql`
    create temporary table closed_advisory on commit drop as
    select advisory.advisory_id, advisory.vulnerability_id
    from advisory join staged_advisory using (key)
    where advisory.feed = ${feed} and advisory.valid_to = 'infinity'`.execute(trx.query)
  for (const table of ['advisory', 'affected_range', 'advisory_alias']) {
    await sql`
      update ${sql.table(table)} old set valid_to = ${closing('old')}
      from closed_advisory closed
      where old.vulnerability_id = closed.vulnerability_id and old.advisory_id = closed.advisory_id and old.valid_to = 'infinity'`.execute(
      trx.query,
    )
  }
  await sql`insert into stale_vulnerability select distinct vulnerability_id from closed_advisory`.execute(trx.query)
}

async function nameVulnerabilities(trx: Transaction): Promise<void> {
  await sql`
    insert into vulnerability (name)
    select distinct identifier
    from staged_advisory cross join lateral unnest(aliases || upstream || name) as each (identifier)
    order by identifier
    on conflict (name) do nothing`.execute(trx.query)
}

async function openNewRevisions(trx: Transaction, feed: string): Promise<void> {
  await sql`
    insert into advisory (feed, key, vulnerability_id, fingerprint, summary, published_at, modified_at, withdrawn, severities,
      references_to, problems, range_count, valid_from)
    select ${feed}, key, vulnerability_id, fingerprint, summary, published_at, modified_at, withdrawn, severities,
      references_to, problems, range_count, now()
    from staged_advisory join vulnerability using (name)
    order by n`.execute(trx.query)
  await sql`
    create temporary table opened_advisory on commit drop as
    select n, advisory_id, vulnerability_id, staged_advisory.aliases, staged_advisory.upstream, staged_advisory.withdrawn
    from staged_advisory join advisory using (key)
    where advisory.feed = ${feed} and advisory.valid_to = 'infinity'`.execute(trx.query)
  await sql`analyze opened_advisory`.execute(trx.query)
  await sql`
    insert into affected_range (advisory_id, vulnerability_id, key_id, kind, scheme, shape, lo, hi, tier, attributes, condition, range_text, problem, valid_from)
    select advisory_id, vulnerability_id, key_id, kind, scheme, shape, lo, hi, tier, attributes, condition, range_text, problem, now()
    from staged_range join opened_advisory using (n) join package_key on package_key.key = staged_range.package_key
    order by key_id`.execute(trx.query)
  await sql`
    insert into condition (advisory_id, condition, operator, negate)
    select distinct advisory_id, condition, operator, negate from staged_operand join opened_advisory using (n)`.execute(
    trx.query,
  )
  await sql`
    insert into condition_operand (advisory_id, condition, node, node_operator, node_negate, key_id, kind, scheme, shape, lo, hi, attributes, vulnerable, operand_text)
    select advisory_id, condition, node, node_operator, node_negate, key_id, kind, scheme, shape, lo, hi, attributes, vulnerable, operand_text
    from staged_operand join opened_advisory using (n) join package_key on package_key.key = staged_operand.package_key`.execute(
    trx.query,
  )
  await sql`
    insert into advisory_alias (advisory_id, vulnerability_id, other_id, kind, valid_from)
    select advisory_id, opened.vulnerability_id, vulnerability.vulnerability_id, kind, now()
    from opened_advisory opened
    cross join lateral (select unnest(aliases) as name, 'alias' as kind union select unnest(upstream), 'upstream') as other
    join vulnerability using (name)
    where vulnerability.vulnerability_id <> opened.vulnerability_id and not opened.withdrawn`.execute(trx.query)
  await sql`insert into stale_vulnerability select distinct vulnerability_id from opened_advisory`.execute(trx.query)
}
