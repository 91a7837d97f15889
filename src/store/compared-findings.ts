import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { ReachRow } from './aliases.ts'
import { conditionedOtherwise, settling, withConditions } from './compared-conditions.ts'
import { findingsOf, heldByBoth, ownFindings } from './compared-parts.ts'
import type { SoftwareAsked } from './compared-parts.ts'
import { statedOfBoth } from './compared-stated.ts'
import { bareNames, foundElsewhereByAll, hasOtherRange, packagedRanges, rangesOfKey } from './elsewhere.ts'
import { flawsOf, membersOfAsked } from './flaw-members.ts'
import { foundOfParts } from './own-reach.ts'

/** Two sides, and what the aliases of the organisation that asks add up to. */
export interface SidesAsked {
  readonly before: SoftwareAsked
  readonly after: SoftwareAsked
  readonly reach: readonly ReachRow[]
}

/**
 * Common table expressions up to `found` with `named` (its flaws), `settled` and `elsewhere`: what two sides hold that speaks of the flaws that they may
 * answer differently, and `stated_whole`, `stated_cleared` where anything is stated of either.
 *
 * What both hold says the same to both, unless a configuration is settled otherwise, or something is stated of one. So the flaws that may turn are told
 * first, by what one side holds alone, and only they are weighed by all that speaks of them. `diff-agrees.test.ts` holds it against judging each side whole.
 */
export function comparedFindings({ before, after, reach }: SidesAsked): RawBuilder<unknown> {
  const isStated = before.stated !== undefined || after.stated !== undefined
  return sql`
    ${heldByBoth(before, after)},
    ${isStated ? statedOfBoth(before.stated, after.stated) : sql``}
    ${reach.length === 0 ? sql`` : foundOfParts(reach)}
    ${metAlone(reach)},
    ${conditionedOtherwise(reach)},
    ${settling(sql`settled_first`, sql`conditioned`)},
    ${mayTurn},
    ${turningIndeed(isStated, reach)},
    ${foundOfThese(isStated)},
    ${foundElsewhereByAll}`
}

/**
 * `met_alone`: the findings of what one side holds alone, and `sure (vulnerability_id, before, after)`: what these say to each side without looking at
 * configurations. `said` has the sides on which a component stands as two bits, and those where it is certain above these.
 */
function metAlone(reach: readonly ReachRow[]): RawBuilder<unknown> {
  return sql`
  met_alone as materialized (
    ${findingsOf(sql`(select * from part where sides <> 3)`, sql`true`)}
    ${ownFindings(reach, sql`sides <> 3`)}
  ),
  sure as materialized (
    select vulnerability_id, case when said & 4 > 0 then 2 else said & 1 end as before, case when said & 8 > 0 then 2 else (said >> 1) & 1 end as after
    from (
      select vulnerability_id, bit_or(case when doubt is null then sides * 5 else sides end) as said
      from met_alone
      where not conditional
      group by vulnerability_id
    ) as each
  )`
}

/**
 * `may_turn (vulnerability_id, before, after)`: those to which what one side holds alone makes the sides say different things; some too many, since what
 * both hold may say it to both. That only distributions have ranges of a name is a doubt on either side that has the name, and has no range of its own
 * release; a configuration that excludes a component takes it away: these are told without truths. `one_sided (name_key)`: the names that what one side
 * holds alone gives to that side. Some of them stand in what both hold, too (`shared_name`), in a component that leaves the same doubt to both: no package, whose
 * own release may answer, and nothing that a configuration may exclude.
 */
const mayTurn: RawBuilder<unknown> = sql`
  ${bareNames('lone', sql`lone_key`)},
  one_sided as materialized (select name_key from lone_name group by name_key having bit_or(sides) <> 3),
  bearing_lone as materialized (
    select key_id from one_sided cross join lateral (select key_id from package_key where name_key = one_sided.name_key offset 0) as key
  ),
  shared_held as materialized (
    select *
    from held_key
    where sides = 3
      and (component_id in (select component_id from held_key where sides = 3 and (key_id in (select key_id from bearing_lone)) is true)) is true
      and component_id not in (select component_id from open)
  ),
  shared_known as materialized (
    select key_id, key, name_key, packaged from (select distinct key_id from shared_held) as each join package_key using (key_id)
  ),
  shared_name as materialized (
    select distinct name_key
    from shared_known
    where not packaged and not starts_with(key, 'device/') and (key_id in (
      select key_id
      from shared_held
      where component_id not in (
        select component_id from shared_held where (key_id in (select key_id from shared_known where packaged)) is true
      )
    )) is true
  ),
  may_turn as materialized (
    select vulnerability_id, max(before) as before, max(after) as after
    from (
      select vulnerability_id, before, after from sure
      union all
      select vulnerability_id, case when target = 1 then truth else 0 end, case when target = 2 then truth else 0 end from settled_first
    ) as each
    group by vulnerability_id
    having max(before) <> max(after)
    union all
    select vulnerability_id, null, null
    from ${packagedRanges(sql`(select name_key from one_sided except select name_key from shared_name)`)} as of_lone
    union all
    select range.vulnerability_id, null, null
    from (
      select distinct key_id
      from lone_key
      where (key_id in (select key_id from lone_known where packaged and not is_covered)) is true
      group by key_id, version_key
      having bit_or(sides) <> 3
    ) as uncovered
    cross join lateral (${rangesOfKey(sql`uncovered.key_id`)}) as range
    union all
    select excluded.vulnerability_id, null, null
    from (select * from settled_first where truth = 0) as excluded join affected_range using (range_id) join package_key using (key_id)
    where packaged
  )`

/** Flaws `(flaw)` of a relation `(vulnerability_id)`, and those of which anything is stated. */
function flawsAsked(turning: RawBuilder<unknown>, isStated: boolean): RawBuilder<unknown> {
  return sql`
    select distinct flaw from ${flawsOf(turning)} as each
    ${isStated ? sql`union select flaw from stated_flaw` : sql``}`
}

/**
 * `met_shared`: what both sides hold and has one of these flaws, under any of its names; and `turning (vulnerability_id)`: the flaws that are left when
 * what both hold has said to both what it says. One that a source tells in doubt and another for sure may still be one too many.
 */
function turningIndeed(isStated: boolean, reach: readonly ReachRow[]): RawBuilder<unknown> {
  const isNamed = sql`(vulnerability_id in (select vulnerability_id from may_speak)) is true`
  return sql`
  may_speak as materialized (
    with asked as materialized (${flawsAsked(sql`may_turn`, isStated)}),
    ${membersOfAsked}
    select distinct vulnerability_id from member
  ),
  met_shared as materialized (
    ${findingsOf(sql`(select * from part where sides = 3)`, isNamed)}
    ${ownFindings(reach, sql`sides = 3 and ${isNamed}`)}
  ),
  turning as materialized (
    select vulnerability_id
    from (
      select vulnerability_id, before, after, 0 as of_both from may_turn where before is not null
      union all
      select vulnerability_id, 0, 0, case when doubt is null then 2 else 1 end from met_shared where not conditional
    ) as each
    group by vulnerability_id
    having greatest(max(before), max(of_both)) <> greatest(max(after), max(of_both))
    union
    select vulnerability_id from may_turn where before is null
  )`
}

/**
 * What is known of the flaws that turn (`asked`): `named`, `found`, and `settled`, as of a device. Of a flaw that something else than a distribution names,
 * only what has been found counts: `alone (flaw)` are the others, `speaking (vulnerability_id)` is all that speaks of these, and what was found.
 */
function foundOfThese(isStated: boolean): RawBuilder<unknown> {
  return sql`
  asked as materialized (${flawsAsked(sql`turning`, isStated)}),
  ${membersOfAsked},
  alone as materialized (select flaw from asked where not ${hasOtherRange(sql`asked.flaw`)}),
  found as materialized (
    select *
    from (select * from met_alone union all select * from met_shared) as met
    where (vulnerability_id in (select vulnerability_id from member)) is true
  ),
  found_conditioned as materialized (${withConditions(sql`(select * from found where conditional)`)}),
  ${settling(sql`settled`, sql`found_conditioned`)},
  speaking as materialized (
    select vulnerability_id
    from member
    where (flaw in (select flaw from alone)) is true or (vulnerability_id in (select vulnerability_id from found)) is true
  ),
  named as materialized (
    select flaw, vulnerability_id
    from (
      select flaw, vulnerability_id
      from same
      where vulnerability_id not in (
        select vulnerability_id
        from same join advisory_alias passing using (vulnerability_id)
        where passing.kind = 'upstream' and passing.valid_to = 'infinity'
      )
      union
      select same.flaw, carrier.vulnerability_id
      from same join advisory_alias carrier on carrier.other_id = same.vulnerability_id
      where carrier.kind = 'upstream' and carrier.valid_to = 'infinity'
    ) as each
    where (vulnerability_id in (select vulnerability_id from speaking)) is true
  )`
}
