import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

// How a row `key` of `askingOf` and a row `range` of `affected_range` stand to each other, in SQL.

/** Ranges without a condition share one group, conditional ones have a group for each configuration. */
export const groupOf = sql`case when range.condition is not null then range.advisory_id end as advisory_id, range.condition`

/** A live range of the key that `key` asks for. */
export const isLiveOfKey = sql`range.key_id = key.key_id and range.valid_to = 'infinity'`
/** A live range of `flaw`. */
export const isOfFlaw = sql`range.vulnerability_id = flaw.vulnerability_id and range.valid_to = 'infinity'`
/** Compared by the same order. */
export const isOfOrder = sql`key.scheme = range.scheme and key.shape = range.shape`
/** The version lies in the interval. */
export const isInside = sql`range.kind = 'interval' and ${isOfOrder} and range.lo <= key.version_key and key.version_key < range.hi`
/** No attribute that both state differs. */
export const agrees = sql`(range.attributes is null or key.attributes is null or attributes_agree(range.attributes, key.attributes))`

/** By name, each component and key has one row in `natural`, and others for the intervals of other schemes. */
export const isOther = sql`range.kind <> 'interval' and (not key.by_name or key.scheme = 'natural')`

/** Shape `na beside` leaves intervals to the version that stands beside it. By name a version is given in every scheme. */
export const isIncomparable = sql`(key.version_key is null or key.shape <> 'na beside') and not (key.by_name and key.scheme <> range.scheme)`

/**
 * A name says no more where the package's own release has a range for the flaw, and a family says no more where the flaw has one for the very
 * member that the component is.
 */
export function counts({ settled, keys }: Known): RawBuilder<unknown> {
  return sql`(
    not key.by_name or key.doubt <> 'releaseNotCovered'
    or not exists (
      select from ${settled} as settled
      where settled.component_id = key.component_id and settled.vulnerability_id = range.vulnerability_id
    )
  ) and (
    key.doubt is distinct from 'familyOnly'
    or not exists (
      select from affected_range of_member
      join package_key answering on answering.key_id = of_member.key_id
      join ${keys} as own on own.component_id = key.component_id and own.reach_id is null
      join package_key asked on asked.key_id = own.key_id
      where of_member.vulnerability_id = range.vulnerability_id and of_member.valid_to = 'infinity'
        and (own.key_id = of_member.key_id or asked.key = answering.name_key)
    )
  )`
}

/** What is known of those who ask besides: `Sides` of a match. */
interface Known {
  readonly settled: RawBuilder<unknown>
  readonly keys: RawBuilder<unknown>
}

/**
 * What a numbering authority leaves open (`isOpen`: not told, or not in the component's order) says no more where a feed that reads the flaw for
 * packages has a range in the component's own order, by a key of its own or by its name. `keys` are those of all that asks.
 */
export function isHeard(keys: RawBuilder<unknown>, isOpen: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(range.tier <> ${OF_AUTHORITIES} or not ${isOpen} or not exists (
    select from affected_range surer
    join package_key answering on answering.key_id = surer.key_id
    join ${keys} as own on own.component_id = key.component_id
    join package_key asked on asked.key_id = own.key_id
    where surer.vulnerability_id = range.vulnerability_id and surer.valid_to = 'infinity'
      and surer.tier < range.tier and surer.kind = 'interval'
      and own.scheme = surer.scheme and own.shape = surer.shape and own.version_key is not null
      and (own.key_id = surer.key_id or asked.key = answering.name_key)
  ))`
}

/** What a numbering authority says of its product. The tiers below are of feeds that read every flaw for packages; a maker's own advisory (4) is always heard. */
const OF_AUTHORITIES = sql`3`

/** The source leaves open what its range says. */
export const isUntold = sql`range.problem is not null`

/** A version inside what the source leaves open is in doubt, and by name never more than that. */
export const doubtInside = sql`case
  when range.problem is null or key.by_name then key.doubt
  else least(key.doubt, 'statusNotTold'::doubt)
end`

/** Never more than a doubt by name. */
export const doubtOfIncomparable = sql`case
  when key.by_name then key.doubt
  when key.version_key is null then least(key.doubt, 'versionUnknown'::doubt)
  else least(key.doubt, 'versionNotComparable'::doubt)
end`

/**
 * CPE version "-" (NA) fits hardware, and software whose own CPE says "-"; of software with a version it says that the product is meant,
 * not which versions (NISTIR 7696 would call them disjoint; the NVD uses "-" for Windows as a whole).
 */
export const doubtOfOther = sql`case
  when key.by_name or range.kind = 'all' and range.problem is null then key.doubt
  when range.kind = 'all' then least(key.doubt, 'statusNotTold'::doubt)
  when range.kind = 'unreadable' then least(key.doubt, 'rangeUnreadable'::doubt)
  when key.shape in ('na', 'na beside') then key.doubt
  when (select layer from package_key where package_key.key_id = range.key_id) = 'hardware' then key.doubt
  else least(key.doubt, 'versionNotApplicable'::doubt)
end`
