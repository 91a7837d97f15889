import { sql } from 'kysely'
import type { Transaction } from './transaction.ts'

/**
 * A registry or release of which fewer packages are known was not loaded as a whole: a person gave a single advisory. The smallest
 * registries that OSV publishes have some twenty.
 */
const LEAST_PACKAGES = 5

/** A distribution release whose newest advisory lags this far behind its siblings' is no longer covered by the feed. */
const COVERAGE_LAG = '180 days'

/**
 * Groups identifiers that name the very same flaw, for those touched by the running feed load. Aliases are symmetric and
 * transitive (OSV schema, `aliases`); a flaw whose alias was taken back leaves its cluster.
 */
export async function refreshClusters(trx: Transaction): Promise<void> {
  await sql`
    create temporary table fresh_cluster on commit drop as
    with recursive touched as (
      select edge.vulnerability_id, edge.other_id
      from advisory_alias edge
      where edge.kind = 'alias'
        and edge.advisory_id in (select advisory_id from closed_advisory union all select advisory_id from opened_advisory)
    ),
    changed as (
      select vulnerability_id from touched
      union
      select other_id from touched
    ),
    seed as (
      select vulnerability_id from changed
      union
      select sibling.vulnerability_id
      from changed
      join vulnerability_alias mine on mine.vulnerability_id = changed.vulnerability_id and mine.valid_to = 'infinity'
      join vulnerability_alias sibling on sibling.cluster_id = mine.cluster_id and sibling.valid_to = 'infinity'
    ),
    reached (seed, member) as (
      select vulnerability_id, vulnerability_id from seed
      union
      select reached.seed, neighbour.member
      from reached
      cross join lateral (
        select other_id as member from advisory_alias
        where vulnerability_id = reached.member and kind = 'alias' and valid_to = 'infinity'
        union all
        select vulnerability_id from advisory_alias
        where other_id = reached.member and kind = 'alias' and valid_to = 'infinity'
      ) as neighbour
    )
    select seed as vulnerability_id, min(member) as cluster_id from reached group by seed`.execute(trx.query)
  await sql`
    update vulnerability_alias old set valid_to = ${closing('old')}
    from fresh_cluster fresh
    where old.vulnerability_id = fresh.vulnerability_id and old.valid_to = 'infinity' and old.cluster_id <> fresh.cluster_id`.execute(
    trx.query,
  )
  await sql`
    insert into vulnerability_alias (vulnerability_id, cluster_id, valid_from)
    select vulnerability_id, cluster_id, now()
    from fresh_cluster fresh
    where not exists (
      select from vulnerability_alias known
      where known.vulnerability_id = fresh.vulnerability_id and known.valid_to = 'infinity'
    )`.execute(trx.query)
}

/**
 * Records which package scopes the loaded feeds speak for, and marks the components for which that changed. A distribution release
 * counts only while new flaws are still published for it: silence about a release given up proves nothing. Nor does the silence of
 * a few records that were loaded by themselves.
 */
export async function refreshScopes(trx: Transaction): Promise<void> {
  await sql`
    create temporary table fresh_scope on commit drop as
    with newest as (
      select package_key.scope, bool_or(package_key.packaged) as packaged, count(distinct package_key.key_id) as packages,
        max(coalesce(advisory.published_at, advisory.modified_at)) as newest_at
      from affected_range
      join advisory using (advisory_id)
      join package_key using (key_id)
      where affected_range.valid_to = 'infinity' and package_key.scope is not null
      group by package_key.scope
    )
    select scope, newest_at
    from (select *, max(newest_at) over (partition by split_part(scope, ':', 1)) as family_newest_at from newest) as aged
    where scope like 'cpe/%'
      or (packages >= ${LEAST_PACKAGES}
        and (not packaged or newest_at is null or newest_at > family_newest_at - ${COVERAGE_LAG}::interval))`.execute(
    trx.query,
  )
  await markCoverageChanges(trx)
  await sql`delete from feed_scope where not exists (select from fresh_scope where fresh_scope.scope = feed_scope.scope)`.execute(
    trx.query,
  )
  await sql`
    insert into feed_scope (scope, newest_at)
    select scope, newest_at from fresh_scope
    on conflict (scope) do update set newest_at = excluded.newest_at`.execute(trx.query)
}

/** Up to so many changed scopes are looked up one by one in the index of guards; beyond, one pass over the keys is cheaper. */
const FEW_SCOPES = 200

async function markCoverageChanges(trx: Transaction): Promise<void> {
  const { rows } = await sql<{ scope: string }>`
    select coalesce(feed_scope.scope, fresh_scope.scope) as scope
    from feed_scope full join fresh_scope using (scope)
    where feed_scope.scope is null or fresh_scope.scope is null`.execute(trx.query)
  if (rows.length === 0) return
  const changed = rows.map((row) => row.scope)
  const isTouched =
    changed.length <= FEW_SCOPES
      ? sql`guard && ${changed}::text[]`
      : sql`exists (select from unnest(guard) as guarding (scope) where guarding.scope in (select unnest(${changed}::text[])))`
  await sql`
    insert into stale_component (component_id)
    select distinct component_id from component_key where guard_effect is not null and ${isTouched}`.execute(trx.query)
}

/** SQL condition: the row of `table` stands now, or stood at `asOf`; told in two parts, as indexes hold what is live apart from what is past. */
export function alive(table: string, asOf?: string) {
  const [from, to] = [sql.ref(`${table}.valid_from`), sql.ref(`${table}.valid_to`)]
  return asOf === undefined
    ? sql`${to} = 'infinity'`
    : sql`(${from} <= ${asOf}::timestamptz and (${to} = 'infinity' or (${to} <> 'infinity' and ${to} > ${asOf}::timestamptz)))`
}

/** SQL: when a row of `table` that no longer holds ends. A clock that was set back must not make it end before it began. */
export function closing(table: string) {
  return sql`greatest(now(), ${sql.ref(`${table}.valid_from`)})`
}

/** SQL condition: the row of `table`, which never ends, is there now, or was at `asOf`. */
export function begun(table: string, asOf?: string) {
  return asOf === undefined ? sql`true` : sql`${sql.ref(`${table}.valid_from`)} <= ${asOf}::timestamptz`
}

/** Whether an instant is still to come, by the clock that what is known is dated by. */
export async function isToCome(trx: Transaction, instant: string): Promise<boolean> {
  const { rows } = await sql<{ isToCome: boolean }>`select ${instant}::timestamptz > now() as "isToCome"`.execute(
    trx.query,
  )
  return rows[0]?.isToCome === true
}
