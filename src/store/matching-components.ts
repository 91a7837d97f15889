import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { askingOf, awakeKeys, keysWithSchemes, releasesOf } from './asking.ts'
import type { Asked } from './asking.ts'
import { disputesOfComponent } from './disputes.ts'
import { surestOf } from './matching.ts'
import {
  agrees,
  counts,
  doubtInside,
  doubtOfIncomparable,
  doubtOfOther,
  groupOf,
  isHeard,
  isInside,
  isLiveOfKey,
  isOfOrder,
  isOther,
  isUntold,
} from './meeting-terms.ts'

/**
 * Meets components, `(component_id)`, with the live ranges that are meant: what `matchesOfFlaws` says of them, from the other side. Components are
 * gone through one by one; the keys of each are read once, and all that is asked of them stands on that.
 */
export function matchesOfComponents(
  asked: Asked,
  components: RawBuilder<unknown>,
  isMeant: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`
    select match.vulnerability_id, component.component_id, match.range_id, match.tier, match.doubt, match.conditional, match.known_at
    from ${components} as component
    cross join lateral (
      with own_key as materialized (
        select * from ${asked.keys} as own where own.component_id = component.component_id
      ),
      own_awake as materialized (
        select * from ${awakeKeys(sql`own_key`)} as key
      ),
      own_release as materialized (
        select * from ${releasesOf(sql`own_key`)} as release
      )
      ${surestOf(meetingsOfComponent(asked, isMeant), sql`vulnerability_id`)}
    ) as match`
}

function meetingsOfComponent({ orders }: Asked, isMeant: RawBuilder<unknown>): RawBuilder<unknown> {
  const keys = sql`own_key`
  const settled = sql`(select * from own_release join affected_range using (key_id) where valid_to = 'infinity')`
  return sql`
    select range.vulnerability_id, range.range_id, greatest(key.tier, range.tier) as tier, range.doubt, ${groupOf}, range.valid_from as known_at
    from ${askingOf(sql`own_awake`, orders, keysWithSchemes)} as key
    cross join lateral (${rangesMet}) as range
    where ${isMeant} and ${agrees} and ${counts({ settled, keys })} and ${isHeard(keys, sql`range.is_open`)}
    union all
    select range.* from (${disputesOfComponent({ keys, orders })}) as range where ${isMeant}`
}

/**
 * The live ranges that one row of `asking` meets: an index scan for each way in which they stand to each other. A name has a row of its own for every
 * scheme, so that none of them looks into ranges of another.
 */
const rangesMet = sql`
  select range.*, ${doubtInside} as doubt, ${isUntold} as is_open from affected_range range where ${isLiveOfKey} and ${isInside}
  union all
  select range.*, ${doubtOfOther}, ${isUntold} from affected_range range where ${isLiveOfKey} and ${isOther}
  union all
  ${incomparable(sql`${isOfOrder} and key.version_key is null`)}
  union all
  ${incomparable(sql`key.by_name and range.scheme = key.scheme and range.shape < key.shape`)}
  union all
  ${incomparable(sql`key.by_name and range.scheme = key.scheme and range.shape > key.shape`)}
  union all
  ${incomparable(sql`not key.by_name and (range.scheme, range.shape) < (key.scheme, key.shape)`)}
  union all
  ${incomparable(sql`not key.by_name and (range.scheme, range.shape) > (key.scheme, key.shape)`)}`

function incomparable(isMeant: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select range.*, ${doubtOfIncomparable}, true
    from affected_range range
    where ${isLiveOfKey} and range.kind = 'interval' and ${isMeant} and (key.version_key is null or key.shape <> 'na beside')`
}
