import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Doubt } from '../model/index.ts'
import type { ReachRow } from './aliases.ts'
import { conditionTruth } from './conditions.ts'
import { statedOfBoth } from './compared-stated.ts'
import type { StatedOfDevice } from './device-stated.ts'
import { bareNames, foundElsewhereByAll, hasOtherRange, packagedRanges, rangesOfKey } from './elsewhere.ts'
import { flawsOf, membersOfAsked } from './flaw-members.ts'
import { foundOfParts } from './own-reach.ts'

/** SBOMs that are judged together, live or not, and the model version they describe; 0 when it plays no part. */
export interface SoftwareAsked {
  readonly sbomIds: readonly number[]
  readonly modelVersionId: number
  /** What is stated of flaws in it and holds; absent: nothing. */
  readonly stated?: StatedOfDevice
}

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
 * `own_sbom` by side (`target` 1 before, 2 after), `part (component_id, sides)`: each component once, with the sum of its sides, `held_key`: the keys of
 * all, `lone_key`: those of what one side holds alone, and `target_complete`: what each side says of itself.
 */
function heldByBoth(before: SoftwareAsked, after: SoftwareAsked): RawBuilder<unknown> {
  return sql`
    own_sbom as materialized (
      select target, sbom.sbom_id, sbom.complete, sbom.describes_operating_system, sbom.describes_firmware
      from (
        select 1 as target, unnest(${before.sbomIds}::integer[]) as sbom_id
        union all
        select 2, unnest(${after.sbomIds}::integer[])
      ) as asked join readable_sbom sbom using (sbom_id)
    ),
    part as materialized (
      select component_id, bit_or(target) as sides
      from (
        select target, component_id from own_sbom join readable_sbom_component line using (sbom_id) where line.deployed
        union all
        select target, component_id
        from (values (1, ${before.modelVersionId}::integer), (2, ${after.modelVersionId}::integer)) as model (target, model_version_id)
        join own_model_version using (model_version_id)
      ) as each
      group by component_id
    ),
    held_key as materialized (
      select component_id, sides, key_id, scheme, shape, version_key, attributes, doubt, reach_id
      from keys_of(array(select component_id from part)) join part using (component_id)
    ),
    lone_key as materialized (select * from held_key where sides <> 3),
    target_complete as materialized (
      select target, coalesce(bool_and(complete), false) as complete,
        coalesce(bool_or(describes_operating_system), false) as describes_operating_system,
        coalesce(bool_or(describes_firmware), false) as describes_firmware
      from own_sbom
      group by target
    )`
}

const findingColumns = sql`vulnerability_id, range_id, tier, doubt, conditional`

/** The findings of components `(component_id, sides)`, by index whatever the planner thinks of their number. */
function findingsOf(parts: RawBuilder<unknown>, isMeant: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select each.component_id, each.sides, found.*
    from ${parts} as each
    cross join lateral (
      select ${findingColumns}
      from finding
      where component_id = each.component_id and valid_to = 'infinity' and ${isMeant}
      offset 0
    ) as found`
}

/** The same of what the organisation's own aliases bring; nothing where it has none. */
function ownFindings(reach: readonly ReachRow[], isMeant: RawBuilder<unknown>): RawBuilder<unknown> {
  return reach.length === 0
    ? sql``
    : sql`union all select component_id, sides, ${findingColumns} from own_found where ${isMeant}`
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
 * `conditioned`: what depends on a configuration that the sides may settle differently. Of what both hold that is only where a side of the configuration
 * asks for a key that one of them holds alone. All of it is where the two lists do not say the same of their completeness, or hardly have anything in common.
 */
function conditionedOtherwise(reach: readonly ReachRow[]): RawBuilder<unknown> {
  return sql`
  apart as materialized (
    select count(*) <> 2 or count(distinct (complete, describes_operating_system, describes_firmware)) <> 1
      or (bool_or(complete) and (select bit_or(sides) in (1, 2) from lone_key join package_key using (key_id) where layer = 'hardware') is true)
      or (select count(*) filter (where sides <> 3) > 2 * count(*) filter (where sides = 3) from part) as is_apart
    from target_complete
  ),
  open as materialized (
    ${findingsOf(sql`(select * from part where sides = 3)`, sql`conditional`)}
    ${ownFindings(reach, sql`sides = 3 and conditional`)}
    union all
    select component_id, sides, ${findingColumns} from met_alone where conditional
  ),
  ranged as materialized (${withConditions(sql`open`)}),
  answered_package as materialized (
    select distinct answered.key_id
    from (select key_id, key from (select distinct key_id from lone_key) as each join package_key using (key_id)) as own
    cross join lateral (
      select own.key_id
      union all
      select key_id from package_key where name_key = own.key
      union all
      select key_id from package_key where device_key = own.key
      union all
      select key_id from package_key where made_key = own.key
    ) as answered
  ),
  touched as materialized (
    select distinct advisory_id, condition
    from (select distinct advisory_id, condition from ranged) as each join condition_operand using (advisory_id, condition)
    where (key_id in (select key_id from answered_package)) is true
  ),
  uneven as materialized (
    select vulnerability_id, advisory_id, condition
    from ranged
    group by vulnerability_id, advisory_id, condition, truth
    having bit_or(sides) <> 3
  ),
  conditioned as materialized (
    select *
    from ranged
    where (select is_apart from apart)
      or ((advisory_id, condition) in (select advisory_id, condition from touched)) is true
      or ((vulnerability_id, advisory_id, condition) in (select vulnerability_id, advisory_id, condition from uneven)) is true
  )`
}

/** Findings that depend on a configuration, with which one: their ranges are looked up once each. */
function withConditions(findings: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select found.component_id, sides, vulnerability_id, range_id, tier, doubt, case when doubt is null then 2 else 1 end as truth,
      range.advisory_id, range.condition
    from (
      select range_id, advisory_id, condition from (select distinct range_id from ${findings} as each) as each join affected_range using (range_id)
    ) as range full join ${findings} as found using (range_id)
    offset 0`
}

/**
 * A relation under this name, `(component_id, target, vulnerability_id, range_id, tier, truth, doubt)`: what depends on a configuration (rows of
 * `withConditions`), for each side that holds it, settled there.
 */
function settling(name: RawBuilder<unknown>, conditioned: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
  ${name} as materialized (
    with needed as materialized (select distinct advisory_id, condition from ${conditioned} as each),
    ${conditionTruth()}
    select component_id, target, vulnerability_id, range_id, tier,
      case settled when 2 then truth when 0 then 0 else 1 end as truth,
      case settled when 2 then doubt when 0 then null else coalesce(doubt, ${'conditionNotSettled' satisfies Doubt}::doubt) end as doubt
    from (
      select each.*, target, case when ${isSettled(2)} then 2 when ${isSettled(0)} then 0 else 1 end as settled
      from ${conditioned} as each join (values (1), (2)) as side (target) on sides & target = target
    ) as each
  )`
}

/** SQL condition: the configuration of the row comes to this on its side. */
function isSettled(truth: 0 | 2): RawBuilder<unknown> {
  return sql`(target, advisory_id, condition) in (select target, advisory_id, condition from condition_truth where truth = ${sql.lit(truth)})`
}

/**
 * `may_turn (vulnerability_id, before, after)`: those to which what one side holds alone makes the sides say different things; some too many, since what
 * both hold may say it to both. That only distributions have ranges of a name is a doubt on either side that has the name, and has no range of its own
 * release; a configuration that excludes a component takes it away: these are told without truths.
 */
const mayTurn: RawBuilder<unknown> = sql`
  ${bareNames('lone', sql`lone_key`)},
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
    from ${packagedRanges(sql`(select name_key from lone_name group by name_key having bit_or(sides) <> 3)`)} as of_lone
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
