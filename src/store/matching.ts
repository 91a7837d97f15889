import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { schemeOfRange } from './asking.ts'
import {
  agrees,
  counts,
  doubtInside,
  doubtOfIncomparable,
  doubtOfOther,
  groupOf,
  isIncomparable,
  isHeard,
  isInside,
  isOfFlaw,
  isOfOrder,
  isOther,
  isUntold,
} from './meeting-terms.ts'

/** The two sides of a match, as relations. */
export interface Sides {
  /** `askingOf` components, or where `named` is given `askingByKey`. */
  readonly asking: RawBuilder<unknown>
  /**
   * The rest for some keys, as `askingByName` has it, where `asking` is no table of its own: by name no index finds the versions inside a range, so all
   * that asks for a package is read once for all ranges that a flaw has of it, in the schemes that these have. (67 ranges of one package: 246 ms one by one.)
   */
  readonly named?: (spoken: RawBuilder<unknown>) => RawBuilder<unknown>
  /** `settledReleases` of the same components. */
  readonly settled: RawBuilder<unknown>
  /** All keys of the same components, like `component_key`. */
  readonly keys: RawBuilder<unknown>
  /**
   * `(key_id, scheme, shape, has_unknown)`: the keys that anything asks for, with the order of all who ask where that is one, and whether a
   * version of theirs is unknown. Spares looking for what is not there.
   */
  readonly lookedAt: RawBuilder<unknown>
  /** What feeds disagree about of `flaw`, where that counts: see `disputesOfFlaw`. */
  readonly disputes?: RawBuilder<unknown>
}

/** The columns of a match: those of `finding` in their order, and since when its range is known. */
export const matchColumns = sql`vulnerability_id, component_id, range_id, tier, doubt, conditional, known_at`

/**
 * Meets flaws with the components that ask: one row for each (flaw, component, condition), the surest. `flaws` is a relation
 * `(vulnerability_id, has_others, has_conditions)`: false says that none of its ranges is in another order than what asks for it, or depends
 * on a configuration.
 *
 * Ranges are gone through flaw by flaw, and an index finds the versions inside each: nothing is read in vain, what has to be told apart is
 * sorted in small pieces, and several processes may share the work. 22.7 million findings of 284,000 components took 31 s of processor time so,
 * and 143 s by going through all that could meet.
 */
export function matchesOfFlaws(sides: Sides, flaws: RawBuilder<unknown>): RawBuilder<unknown> {
  const meetings = sides.named === undefined ? meetingsOfFlaw(sides) : meetingsApart(sides, sides.named)
  const met = sides.disputes === undefined ? meetings : sql`${meetings} union all (${sides.disputes})`
  const each = (isMeant: RawBuilder<unknown>, surest: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    select flaw.vulnerability_id, match.component_id, match.range_id, match.tier, match.doubt, match.conditional, match.known_at
    from ${flaws} as flaw
    cross join lateral (${surest}) as match
    where ${isMeant}`
  return sql`
    ${each(sql`not flaw.has_conditions`, surestUnconditional(met))}
    union all
    ${each(sql`flaw.has_conditions`, surestOf(met, sql`component_id`))}`
}

/** How many times components meet ranges that hold their versions, before it is told which of the ranges of a flaw decides. */
export function countMeetings({ asking, lookedAt }: Sides): RawBuilder<unknown> {
  return sql`
    select count(*)::integer as counted
    from affected_range range
    join ${lookedAt} as looked_at using (key_id)
    join ${asking} as key on key.key_id = range.key_id and ${isInside}
    where range.valid_to = 'infinity' and ${agrees}`
}

/**
 * Of what one flaw or component meets, the surest for each condition. Ranges without a condition share one group; where one of them leaves
 * no doubt, those with a condition say no more.
 */
export function surestOf(met: RawBuilder<unknown>, of: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select ${of}, range_id, tier, doubt, condition is not null as conditional, known_at
    from (
      select *, bool_or(condition is null and doubt is null) over (partition by ${of}) as is_settled
      from (
        select distinct on (${of}, advisory_id, condition) *
        from (${met}) as met
        order by ${of}, advisory_id, condition, doubt nulls first, tier, range_id
      ) as surest
    ) as each
    where condition is null or not is_settled`
}

/** The same for a flaw none of whose ranges has a condition: nine in ten, at two thirds of the cost. */
function surestUnconditional(met: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select distinct on (component_id) component_id, range_id, tier, doubt, false as conditional, known_at
    from (${met}) as met
    order by component_id, doubt nulls first, tier, range_id`
}

function meetingsApart(sides: Sides, named: NonNullable<Sides['named']>): RawBuilder<unknown> {
  return sql`
    with named as materialized (
      select named.*
      from (
        select key_id, array_agg(distinct ${schemeOfRange}) as schemes
        from affected_range range
        where ${isOfFlaw}
        group by key_id
      ) as spoken
      cross join lateral (
        select * from ${named(sql`(select *, spoken.schemes from package_key where key_id = spoken.key_id)`)} as named offset 0
      ) as named
    )
    ${meetingsOfFlaw(sides)} union all ${meetingsOfNamed(sides)}`
}

/** `meetingsOfFlaw` for the rows of `named`, which no index finds: they are met by hash. */
function meetingsOfNamed(sides: Sides): RawBuilder<unknown> {
  const meeting = (isMet: RawBuilder<unknown>, doubt: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    select key.component_id, range.range_id, greatest(key.tier, range.tier) as tier, ${doubt} as doubt, ${groupOf}, range.valid_from
    from ${rangesOfFlaw} as range
    join named as key on key.key_id = range.key_id and ${isMet}
    where ${agrees} and ${counts(sides)} and ${isHeard(sides.keys, isUntold)}`
  return sql`
    ${meeting(isInside, doubtInside)}
    union all
    ${meeting(isOther, doubtOfOther)}
    union all
    ${incomparable(sides)}
    join named as key on key.key_id = range.key_id and key.scheme = range.scheme
      and (key.shape <> range.shape or key.shape = range.shape and (key.version_key is null or range.next_id is not null))
    where ${isIncomparable} and ${agrees} and ${counts(sides)} and ${isHeard(sides.keys, sql`true`)}`
}

function meetingsOfFlaw(sides: Sides): RawBuilder<unknown> {
  return sql`${ordersOfFlaw(sides)} union all ${otherOrdersOfFlaw(sides)}`
}

/** What the ranges of a flaw meet in their own order, and those without one. */
function ordersOfFlaw(sides: Sides): RawBuilder<unknown> {
  return sql`
    select met.component_id, range.range_id, met.tier, met.doubt, ${groupOf}, range.valid_from as known_at
    from affected_range range
    join ${sides.lookedAt} as looked_at using (key_id)
    cross join lateral (
      select key.component_id, greatest(key.tier, range.tier) as tier, ${doubtInside} as doubt
      from ${sides.asking} as key
      where key.key_id = range.key_id and ${isInside} and ${agrees} and ${counts(sides)} and ${isHeard(sides.keys, isUntold)}
      union all
      select key.component_id, greatest(key.tier, range.tier), ${doubtOfOther}
      from ${sides.asking} as key
      where key.key_id = range.key_id and ${isOther} and ${agrees} and ${counts(sides)} and ${isHeard(sides.keys, isUntold)}
    ) as met
    where ${isOfFlaw}`
}

/**
 * What the ranges of a flaw meet that cannot be compared with them. All ranges of one order say the same of it, so the first of them speaks
 * for all; of several orders two speak, for a component may be in the order of the first.
 */
function otherOrdersOfFlaw(sides: Sides): RawBuilder<unknown> {
  return sql`
    ${incomparable(sides)}
    cross join lateral (
      select *
      from ${sides.asking} as key
      where key.key_id = range.key_id and ${isOfOrder} and (key.version_key is null or range.next_id is not null)
      union all
      select * from ${sides.asking} as key where key.key_id = range.key_id and (key.scheme, key.shape) < (range.scheme, range.shape)
      union all
      select * from ${sides.asking} as key where key.key_id = range.key_id and (key.scheme, key.shape) > (range.scheme, range.shape)
    ) as key
    where ${isIncomparable} and ${agrees} and ${counts(sides)} and ${isHeard(sides.keys, sql`true`)}`
}

/** Selects from the orders of a flaw's ranges, as `range`; what asks in other orders, as `key`, has yet to be joined. */
function incomparable({ lookedAt }: Sides): RawBuilder<unknown> {
  return sql`
    select key.component_id, case when ${isOfOrder} and key.version_key is not null then range.next_id else range.range_id end,
      greatest(key.tier, range.tier), ${doubtOfIncomparable}, range.advisory_id, range.condition,
      case when ${isOfOrder} and key.version_key is not null then range.next_known_at else range.known_at end
    from (
      select vulnerability_id, key_id, scheme, tier, attributes, advisory_id, condition, (array_agg(range_id order by range_id))[1] as range_id,
        (array_agg(range_id order by range_id))[2] as next_id, (array_agg(shape order by range_id))[1] as shape,
        (array_agg(known_at order by range_id))[1] as known_at, (array_agg(known_at order by range_id))[2] as next_known_at
      from (
        select range.vulnerability_id, key_id, range.scheme, range.shape, range.tier, range.attributes, ${groupOf},
          min(range.range_id) as range_id, (array_agg(range.valid_from order by range.range_id))[1] as known_at
        from ${rangesOfFlaw} as range
        join ${lookedAt} as looked_at using (key_id)
        where flaw.has_others and range.kind = 'interval'
          and (looked_at.has_unknown or looked_at.scheme is distinct from range.scheme or looked_at.shape is distinct from range.shape)
        group by 1, 2, 3, 4, 5, 6, 7, 8
      ) as in_order
      group by 1, 2, 3, 4, 5, 6, 7
    ) as range`
}

/**
 * The live ranges of a flaw, found by the flaw: where a feed was just loaded and the planner knows nothing of its ranges yet, it would go through all
 * intervals there are for each flaw, which takes the square of their number.
 */
const rangesOfFlaw = sql`(select * from affected_range range where ${isOfFlaw} offset 0)`
