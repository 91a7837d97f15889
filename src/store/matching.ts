import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Transaction } from './transaction.ts'

/**
 * What is to be matched, as relations, so that stored components and those of a file that is only scanned go through the same statements.
 * - `keys`: like `component_key`, the components.
 * - `orders`: like `component_order`, the orders of their names.
 * - `ranges`: like `affected_range`, the live ranges.
 * - `rangeKeys`: the keys those ranges are on (`key_id`), when they are few; so one changed advisory costs what it touches.
 */
export interface Sides {
  readonly keys: RawBuilder<unknown>
  readonly orders: RawBuilder<unknown>
  readonly ranges: RawBuilder<unknown>
  readonly rangeKeys?: RawBuilder<unknown>
}

/** The columns of a match, in the order of `finding`. */
export const matchColumns = sql`vulnerability_id, component_id, range_id, tier, doubt, conditional`

/**
 * Meets components with ranges: one row for each (flaw, component, condition), the surest. Returns the select of `matchColumns`;
 * doubt null means affected. Works through the temporary table `asking`, so that the planner knows how much there is to join.
 */
export async function matchesOf(trx: Transaction, sides: Sides): Promise<RawBuilder<unknown>> {
  await stageAsking(trx, sides)
  return sql`
    with ${settledByOwnRelease(sides)},
    match as (
      ${sql.join([...directMatches(sides), ...nameMatches(sides)], sql` union all `)}
    ),
    surest as (
      select distinct on (vulnerability_id, component_id, advisory_id, condition) *
      from match
      order by vulnerability_id, component_id, advisory_id, condition, doubt nulls first, tier, range_id
    )
    select vulnerability_id, component_id, range_id, tier, doubt, condition is not null as conditional
    from (
      select *, bool_or(condition is null and doubt is null) over (partition by vulnerability_id, component_id) as settled
      from surest
    ) as each
    where condition is null or not settled`
}

/** `asking`: each key of each component with the range key it looks at: itself, or every key of its name or device. */
async function stageAsking(trx: Transaction, { keys, orders, rangeKeys = sql`package_key` }: Sides): Promise<void> {
  await sql`drop table if exists asking`.execute(trx.query)
  await sql`
    create temporary table asking on commit drop as
    with each as materialized (
      select key.*, key.key_id as range_key_id, false as by_name
      from ${keys} as key
      where key.key_id in (select key_id from ${rangeKeys} as looked_at)
      union all
      select key.component_id, key.key_id, each.scheme, each.shape, each.version_key, key.tier, key.attributes, key.doubt, key.guard,
        key.guard_effect, answering.key_id, true
      from ${rangeKeys} as looked_at
      join package_key answering on answering.key_id = looked_at.key_id
      join package_key asked on asked.key = answering.name_key or asked.key = answering.device_key
      join ${keys} as key on key.key_id = asked.key_id
      left join ${orders} as known on known.component_id = key.component_id and key.tier = 5 and key.doubt <> 'ancestorOnly'
      cross join lateral (
        select key.scheme, key.shape, key.version_key where known.component_id is null
        union all
        select scheme, case when scheme = 'natural' then known.natural_shape else '' end, version_key
        from unnest(known.schemes, known.version_keys) as listed (scheme, version_key)
        where key.scheme = 'natural'
      ) as each
    ),
    coverage as materialized (
      select guard, exists (select from feed_scope where feed_scope.scope = any(guard)) as is_covered
      from (select distinct guard from each where guard_effect is not null) as guards
    )
    select component_id, key_id, range_key_id, by_name, scheme, shape, version_key, tier, attributes,
      case when guard_effect = 'doubts' and not is_covered then null else doubt end as doubt
    from each left join coverage on each.guard_effect is not null and coverage.guard = each.guard
    where guard_effect is distinct from 'silences' or not is_covered`.execute(trx.query)
  await sql`create index on asking (range_key_id, scheme, shape, version_key)`.execute(trx.query)
  await sql`analyze asking`.execute(trx.query)
}

/** Flaws for which a package's own release has a range, though its feed has otherwise given the release up: that range decides. */
function settledByOwnRelease({ ranges }: Sides): RawBuilder<unknown> {
  return sql`
    settled_release as materialized (
      select distinct own.component_id, range.vulnerability_id
      from asking own
      join package_key on package_key.key_id = own.range_key_id
      join ${ranges} as range on range.key_id = own.range_key_id
      where not own.by_name and own.doubt is null and package_key.packaged
        and exists (select from asking other where other.component_id = own.component_id and other.doubt = 'releaseNotCovered')
    )`
}

/** The columns of a match; unconditional ones share one group, conditional ones have a group for each configuration. */
function columns(tier: RawBuilder<unknown>, doubt: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`range.vulnerability_id, key.component_id, range.range_id, ${tier} as tier, ${doubt} as doubt,
    case when range.condition is not null then range.advisory_id end as advisory_id, range.condition`
}

/** One branch for each way in which a key stands to a range, so that each is an index join of its own. */
function directMatches({ ranges }: Sides): RawBuilder<unknown>[] {
  const tier = sql`greatest(key.tier, range.tier)`
  const branch = (doubt: RawBuilder<unknown>, stands: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    select ${columns(tier, doubt)}
    from asking key
    join ${ranges} as range on range.key_id = key.range_key_id and ${stands}
    where not key.by_name
      and (range.attributes is null or key.attributes is null or attributes_agree(range.attributes, key.attributes))`
  return [
    branch(sql`key.doubt`, isInside),
    branch(doubtOfOther, sql`range.kind <> 'interval'`),
    branch(sql`least(key.doubt, 'versionUnknown'::doubt)`, sql`range.kind = 'interval' and key.version_key is null`),
    branch(sql`least(key.doubt, 'versionNotComparable'::doubt)`, isOfOtherOrder),
  ]
}

/** By name only, versions are compared in the scheme of the range: such a component has a sort key in each. Never more than a doubt. */
function nameMatches({ ranges }: Sides): RawBuilder<unknown>[] {
  const branch = (stands: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    select ${columns(sql`5::smallint`, sql`coalesce(key.doubt, 'nameOnly')`)}
    from asking key
    join ${ranges} as range on range.key_id = key.range_key_id and ${stands}
    where key.by_name
      and (key.doubt is distinct from 'releaseNotCovered'
        or not exists (
          select from settled_release settled
          where settled.component_id = key.component_id and settled.vulnerability_id = range.vulnerability_id
        ))`
  return [
    branch(isInside),
    branch(sql`range.kind <> 'interval' and key.scheme = 'natural'`),
    branch(
      sql`range.kind = 'interval' and range.scheme = key.scheme and (key.version_key is null or range.shape <> key.shape)`,
    ),
  ]
}

const isInside = sql`range.kind = 'interval' and range.scheme = key.scheme and range.shape = key.shape
  and range.lo <= key.version_key and key.version_key < range.hi`

/** Shape `na beside` leaves intervals to the version that stands beside it. */
const isOfOtherOrder = sql`range.kind = 'interval' and key.version_key is not null and key.shape <> 'na beside'
  and (range.scheme <> key.scheme or range.shape <> key.shape)`

/**
 * CPE version "-" (NA) fits hardware, and software whose own CPE says "-"; of software with a version it says that the product is meant,
 * not which versions (NISTIR 7696 would call them disjoint; the NVD uses "-" for Windows as a whole).
 */
const doubtOfOther = sql`case
  when range.kind = 'all' then key.doubt
  when range.kind = 'unreadable' then least(key.doubt, 'rangeUnreadable'::doubt)
  when key.shape in ('na', 'na beside') then key.doubt
  when (select layer from package_key where package_key.key_id = range.key_id) = 'hardware' then key.doubt
  else least(key.doubt, 'versionNotApplicable'::doubt)
end`
