import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

/**
 * Where components meet ranges, as SQL. Two relations come in by name, so that the stored components and those of a file that is
 * only scanned are matched by the very same statement:
 * - `keys`: like `component_key`, the components to match;
 * - `ranges`: like `affected_range`, the live ranges to match them with.
 */
export interface Sides {
  readonly keys: RawBuilder<unknown>
  readonly ranges: RawBuilder<unknown>
}

/** How one key of a component stands to one range: inside, outside, or the doubt that keeps it from being told. */
const isInside = sql`(
  range.kind = 'interval' and range.scheme = key.scheme and range.shape = key.shape
  and range.lo <= key.version_key and key.version_key < range.hi
)`
const cannotCompare = sql`(
  range.kind = 'interval' and key.shape <> 'na beside'
  and (key.version_key is null or range.scheme <> key.scheme or range.shape <> key.shape)
)`

/**
 * Every match of the two sides: one row for each (flaw, component, condition), the surest. Columns: vulnerability_id, component_id,
 * range_id, tier, doubt (null: affected), conditional.
 */
export function matches(sides: Sides): RawBuilder<unknown> {
  return sql`
    with key as materialized (
      select component_id, key_id, scheme, shape, version_key, tier, attributes,
        case when guard_effect = 'doubts' and not ${isCovered} then null else doubt end as doubt
      from ${sides.keys} as component_key
      where not (guard_effect is not distinct from 'silences' and ${isCovered})
    ),
    by_name as materialized (
      select key.*, answering.key_id as range_key_id
      from key
      join package_key asked on asked.key_id = key.key_id and asked.key like 'name/%'
      join package_key answering on answering.name_key = asked.key
      union all
      select key.*, answering.key_id
      from key
      join package_key asked on asked.key_id = key.key_id and asked.key like 'device/%'
      join package_key answering on answering.device_key = asked.key
    ),
    match as (
      ${directlyInside(sides)}
      union all
      ${directlyInDoubt(sides)}
      union all
      ${byNameInside(sides)}
      union all
      ${byNameInDoubt(sides)}
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

const isCovered = sql`exists (select from feed_scope where feed_scope.scope = any(component_key.guard))`

/** The columns of a match; unconditional ones share one group, conditional ones have a group for each configuration. */
function columns(tier: RawBuilder<unknown>, doubt: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`range.vulnerability_id, key.component_id, range.range_id, ${tier} as tier, ${doubt} as doubt,
    case when range.condition is not null then range.advisory_id end as advisory_id, range.condition`
}

const tierOfBoth = sql`greatest(key.tier, range.tier)`

function directlyInside({ ranges }: Sides): RawBuilder<unknown> {
  return sql`
    select ${columns(tierOfBoth, sql`key.doubt`)}
    from key
    join ${ranges} as range on range.key_id = key.key_id and ${isInside}
    where attributes_agree(range.attributes, key.attributes)`
}

function directlyInDoubt({ ranges }: Sides): RawBuilder<unknown> {
  return sql`
    select ${columns(tierOfBoth, doubtOf)}
    from key
    join ${ranges} as range on range.key_id = key.key_id and (range.kind <> 'interval' or ${cannotCompare})
    where attributes_agree(range.attributes, key.attributes)`
}

/** By name only, versions are compared in the scheme of the range: such a component has a sort key in each. */
function byNameInside({ ranges }: Sides): RawBuilder<unknown> {
  return sql`
    select ${columns(sql`5::smallint`, sql`coalesce(key.doubt, 'nameOnly')`)}
    from by_name as key
    join ${ranges} as range on range.key_id = key.range_key_id and ${isInside}
    where ${isNotSettledByOwnRelease(ranges)}`
}

function byNameInDoubt({ ranges }: Sides): RawBuilder<unknown> {
  return sql`
    select ${columns(sql`5::smallint`, sql`coalesce(key.doubt, 'nameOnly')`)}
    from by_name as key
    join ${ranges} as range on range.key_id = key.range_key_id
    where (
        (range.kind = 'interval' and range.scheme = key.scheme and ${cannotCompare})
        or (range.kind <> 'interval' and key.scheme = 'natural')
      )
      and ${isNotSettledByOwnRelease(ranges)}`
}

/**
 * CPE version "-" (NA) fits hardware, and software whose own CPE says "-"; of software with a version it says that the product is meant,
 * not which versions (NISTIR 7696 would call them disjoint; the NVD uses "-" for Windows as a whole).
 */
const doubtOf = sql`case
  when range.kind = 'all' then key.doubt
  when range.kind = 'unreadable' then least(key.doubt, 'rangeUnreadable'::doubt)
  when range.kind = 'notApplicable' then
    case when key.shape in ('na', 'na beside')
        or exists (select from package_key hardware where hardware.key_id = range.key_id and hardware.layer = 'hardware')
      then key.doubt
      else least(key.doubt, 'versionNotApplicable'::doubt)
    end
  when key.version_key is null then least(key.doubt, 'versionUnknown'::doubt)
  else least(key.doubt, 'versionNotComparable'::doubt)
end`

/** Other releases' and upstream ranges are silent on a flaw for which the package's own release has a range of its own. */
function isNotSettledByOwnRelease(ranges: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    key.doubt is distinct from 'releaseNotCovered'
    or not exists (
      select from key own
      join ${ranges} as settled on settled.key_id = own.key_id and settled.vulnerability_id = range.vulnerability_id
      where own.component_id = key.component_id and own.doubt is null
    )
  )`
}
