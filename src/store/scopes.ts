import { sql } from 'kysely'
import type { Transaction } from './transaction.ts'

/**
 * A registry or release of which fewer packages are known was not loaded as a whole: a person gave a single advisory. The smallest
 * registries that OSV publishes have some twenty.
 */
const LEAST_PACKAGES = 5

/**
 * What a numbering authority or a maker says of its own product (tier 3 and beyond) covers nothing: of the packages beside it that source says
 * nothing, so its silence proves nothing.
 */
export const LAST_COVERING_TIER = 2

/** A distribution release whose newest advisory lags this far behind its siblings' is no longer covered by the feed. */
const COVERAGE_LAG = '180 days'

/** What a load did to the ranges of one package; times are those of advisories, ISO 8601. */
export interface TouchedKey {
  /** A range that was there before the load is gone. */
  isClosed: boolean
  /** A range that the load itself opened is gone again, so `openedAt` may be that of what is no more. */
  isUncertain: boolean
  closedAt: string | undefined
  openedAt: string | undefined
}

/**
 * Records which package scopes the loaded feeds speak for, and marks the components for which that changed. A distribution release
 * counts only while new flaws are still published for it: silence about a release given up proves nothing. Nor does the silence of
 * a few records that were loaded by themselves. `firstId` is the first advisory of the load, which later ones follow.
 */
export async function refreshScopes(
  trx: Transaction,
  touched: ReadonlyMap<number, TouchedKey>,
  firstId: number,
): Promise<void> {
  const { changed: products, isAll } = await refreshProducts(trx, [...touched.keys()])
  const isRangedTouched = !isAll && (await refreshRanged(trx, touched, firstId))
  const changed = [...products, ...(isRangedTouched ? await refreshCovered(trx) : [])]
  if (changed.length > 0) await markCoverageChanges(trx, changed)
}

/**
 * The products that CPEs name, each a scope of its own: covered while a live range speaks of it. Returns those that changed, and whether all
 * that was touched is of this kind.
 */
async function refreshProducts(
  trx: Transaction,
  keyIds: readonly number[],
): Promise<{ readonly changed: readonly string[]; readonly isAll: boolean }> {
  const { rows } = await sql<{ changed: readonly string[]; products: number }>`
    with product as materialized (
      select scope, ${isRanged(sql`true`)} as is_ranged
      from package_key key
      where key_id = any(${keyIds}::integer[]) and starts_with(scope, 'cpe/')
    ),
    begun as (
      insert into feed_scope (scope) select scope from product where is_ranged on conflict (scope) do nothing returning scope
    ),
    ended as (
      delete from feed_scope where scope in (select scope from product where not is_ranged) returning scope
    )
    select array(select scope from begun union all select scope from ended) as changed,
      (select count(*)::integer from product) as products`.execute(trx.query)
  return { changed: rows[0]?.changed ?? [], isAll: rows[0]?.products === keyIds.length }
}

/** Keeps up what live ranges say of registries and releases. Returns whether any was touched. */
async function refreshRanged(
  trx: Transaction,
  touched: ReadonlyMap<number, TouchedKey>,
  firstId: number,
): Promise<boolean> {
  const each = [...touched.values()]
  const { rows } = await sql<{ scope: string; isToRecount: boolean }>`
    with touched as (
      select key.scope, key.packaged, ${isRanged(sql`true`)}::integer as after,
        (is_closed or ${isRanged(sql`range.advisory_id < ${firstId}`)})::integer as before,
        is_uncertain, opened_at, closed_at
      from unnest(
        ${[...touched.keys()]}::integer[], ${each.map(({ isClosed }) => isClosed)}::boolean[], ${each.map(({ isUncertain }) => isUncertain)}::boolean[],
        ${each.map(({ openedAt }) => openedAt)}::timestamptz[], ${each.map(({ closedAt }) => closedAt)}::timestamptz[]
      ) as touched (key_id, is_closed, is_uncertain, opened_at, closed_at)
      join package_key key using (key_id)
      where key.scope is not null and not starts_with(key.scope, 'cpe/')
    ),
    ranged as (
      select scope, packaged, sum(after - before)::integer as packages, bool_or(is_uncertain) as is_uncertain,
        max(opened_at) filter (where packaged) as opened_at, max(closed_at) filter (where packaged) as closed_at
      from touched
      group by scope, packaged
    ),
    kept as (
      insert into ranged_scope as known (scope, packaged, packages, newest_at)
      select scope, packaged, packages, opened_at from ranged
      on conflict (scope) do update
      set packages = known.packages + excluded.packages, newest_at = greatest(known.newest_at, excluded.newest_at)
    )
    select scope, packaged and (is_uncertain or (closed_at >= newest_at and (opened_at is null or opened_at < closed_at))) is true as "isToRecount"
    from ranged left join ranged_scope using (scope, packaged)`.execute(trx.query)
  const recounted = rows.filter((row) => row.isToRecount).map((row) => row.scope)
  if (recounted.length > 0) await recountNewest(trx, recounted)
  return rows.length > 0
}

/** SQL: whether the package of the row of `key` has a live range of these. Both branches have an index of their own. */
function isRanged(isMeant: ReturnType<typeof sql>) {
  const live = sql`select from affected_range range where range.key_id = key.key_id and range.valid_to = 'infinity' and range.tier <= ${LAST_COVERING_TIER} and ${isMeant}`
  return sql`(exists (${live} and range.kind = 'interval') or exists (${live} and range.kind <> 'interval'))`
}

/** The advisory that was the newest of a release is gone: looks for the one that is now. */
async function recountNewest(trx: Transaction, scopes: readonly string[]): Promise<void> {
  await sql`
    update ranged_scope set newest_at = (
      select max(coalesce(advisory.published_at, advisory.modified_at))
      from package_key key
      join affected_range range using (key_id)
      join advisory using (advisory_id)
      where key.scope = ranged_scope.scope and key.packaged and range.valid_to = 'infinity' and range.tier <= ${LAST_COVERING_TIER}
    )
    where scope = any(${scopes}::text[])`.execute(trx.query)
}

/** Which registries and releases count as covered. Returns those for which that changed. */
async function refreshCovered(trx: Transaction): Promise<readonly string[]> {
  const { rows } = await sql<{ scope: string }>`
    with ranged as materialized (
      select scope, (
        packages >= ${LEAST_PACKAGES} and (
          not packaged or newest_at is null
          or newest_at > max(newest_at) over (partition by split_part(scope, ':', 1)) - ${COVERAGE_LAG}::interval
        )
      ) as is_covered
      from ranged_scope
    ),
    begun as (
      insert into feed_scope (scope) select scope from ranged where is_covered on conflict (scope) do nothing returning scope
    ),
    ended as (
      delete from feed_scope where scope in (select scope from ranged where not is_covered) returning scope
    )
    select scope from begun union all select scope from ended`.execute(trx.query)
  return rows.map((row) => row.scope)
}

/**
 * Up to so many changed scopes are looked up one by one in the index of guards; beyond, one pass over the keys is cheaper, whose cost grows with
 * the keys alone: it looks the scopes of each guard up by hash. (20,000 components, 8,000 scopes: 0.2 s.)
 */
const FEW_SCOPES = 200

async function markCoverageChanges(trx: Transaction, changed: readonly string[]): Promise<void> {
  const byIndex = sql`
    select distinct component_id from component_key where guard_effect is not null and guard && ${changed}::text[]`
  const byHash = sql`
    with changed as materialized (select distinct scope from unnest(${changed}::text[]) as changed (scope))
    select distinct component_id
    from component_key
    cross join lateral unnest(guard) as guarding (scope)
    join changed using (scope)
    where guard_effect is not null`
  await sql`
    insert into stale_component (component_id)
    ${changed.length <= FEW_SCOPES ? byIndex : byHash}`.execute(trx.query)
}
