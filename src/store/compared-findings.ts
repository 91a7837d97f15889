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
 * first, by these, and only they are weighed by all that speaks of them. `diff-agrees.test.ts` holds it against judging each side whole.
 */
export function comparedFindings({ before, after, reach }: SidesAsked): RawBuilder<unknown> {
  const isStated = before.stated !== undefined || after.stated !== undefined
  return sql`
    ${heldByBoth(before, after)},
    ${isStated ? statedOfBoth(before.stated, after.stated) : sql``}
    ${reach.length === 0 ? sql`` : foundOfParts(reach)}
    ${metByBoth(reach)},
    ${settledForBoth(isStated)},
    ${mayTurn},
    ${foundOfThese(isStated)}`
}

/**
 * `own_sbom` by side (`target` 1 before, 2 after), `part (component_id, sides)`: each component once, with the sum of its sides, and `held_key`: the
 * keys of all.
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
    )`
}

/**
 * `met`: the findings of all components, found by index whatever the planner thinks of their number, and `sure (vulnerability_id, before, after)`: what
 * each side says without looking at configurations. `said` has the sides on which a component stands as two bits, and those where it is certain above these.
 */
function metByBoth(reach: readonly ReachRow[]): RawBuilder<unknown> {
  return sql`
  met as materialized (
    select found.vulnerability_id, found.conditional, case when doubt is null then sides * 5 else sides end as said, part.component_id,
      found.range_id, found.tier, found.doubt
    from part
    cross join lateral (
      select vulnerability_id, range_id, tier, doubt, conditional
      from finding
      where component_id = part.component_id and valid_to = 'infinity'
      offset 0
    ) as found
    ${reach.length === 0 ? sql`` : sql`union all select vulnerability_id, conditional, case when doubt is null then sides * 5 else sides end, component_id, range_id, tier, doubt from own_found`}
  ),
  sure as materialized (
    select vulnerability_id, case when said & 4 > 0 then 2 else said & 1 end as before, case when said & 8 > 0 then 2 else (said >> 1) & 1 end as after
    from (select vulnerability_id, bit_or(said) as said from met where not conditional group by vulnerability_id) as each
  )`
}

/**
 * `settled (component_id, target, vulnerability_id, range_id, tier, truth, doubt)`: what depends on a configuration, for each side that holds it; not where both
 * sides are affected without it, whatever is stated. `open` are the rows of `met` that are asked, `conditioned` the same with the configuration that each
 * depends on, and `truth` if that holds.
 */
function settledForBoth(isStated: boolean): RawBuilder<unknown> {
  const isUntouched = isStated ? sql`vulnerability_id not in (select vulnerability_id from stated_member)` : sql`true`
  return sql`
  open as materialized (
    select *
    from met
    where conditional and (vulnerability_id in (select vulnerability_id from sure where before = 2 and after = 2 and ${isUntouched})) is not true
  ),
  conditioned as materialized (
    select *
    from (
      select open.component_id, said & 3 as sides, open.vulnerability_id, range_id, open.tier, open.doubt, case when open.doubt is null then 2 else 1 end as truth,
        range.advisory_id, range.condition
      from (
        select range_id, advisory_id, condition from (select distinct range_id from open) as each join affected_range using (range_id)
      ) as range full join open using (range_id)
      offset 0
    ) as each
  ),
  needed as materialized (select distinct advisory_id, condition from conditioned),
  target_complete as materialized (
    select target, coalesce(bool_and(complete), false) as complete,
      coalesce(bool_or(describes_operating_system), false) as describes_operating_system,
      coalesce(bool_or(describes_firmware), false) as describes_firmware
    from own_sbom
    group by target
  ),
  ${conditionTruth()},
  settled as materialized (
    select component_id, target, vulnerability_id, range_id, tier,
      case settled when 2 then truth when 0 then 0 else 1 end as truth,
      case settled when 2 then doubt when 0 then null else coalesce(doubt, ${'conditionNotSettled' satisfies Doubt}::doubt) end as doubt
    from (
      select conditioned.*, target, case when ${isSettled(2)} then 2 when ${isSettled(0)} then 0 else 1 end as settled
      from conditioned join (values (1), (2)) as side (target) on sides & target = target
    ) as each
  )`
}

/** SQL condition: the configuration of the row comes to this on its side. */
function isSettled(truth: 0 | 2): RawBuilder<unknown> {
  return sql`(target, advisory_id, condition) in (select target, advisory_id, condition from condition_truth where truth = ${sql.lit(truth)})`
}

/**
 * `turning (vulnerability_id)`: those to which the sides may say different things; perhaps some too many. That only distributions have ranges of a
 * name is a doubt on either side that has the name, and has no range of its own release; a configuration that excludes a component takes it away.
 * `lone_name (name_key)` has the names that stand on one side alone.
 */
const mayTurn: RawBuilder<unknown> = sql`
  ${bareNames},
  lone_name as materialized (
    select name_key from bare_name group by name_key having bit_or(sides) <> 3
  ),
  turning as materialized (
    select vulnerability_id from sure where before <> after
    union
    select vulnerability_id
    from settled
    group by vulnerability_id
    having coalesce(max(truth) filter (where target = 1), 0) <> coalesce(max(truth) filter (where target = 2), 0)
    union
    select vulnerability_id from ${packagedRanges(sql`lone_name`)} as of_lone
    union
    select range.vulnerability_id
    from (
      select distinct key_id
      from held_key
      where key_id in (select key_id from known_key where packaged and not is_covered)
      group by key_id, version_key
      having bit_or(sides) <> 3
    ) as uncovered
    cross join lateral (${rangesOfKey(sql`uncovered.key_id`)}) as range
    union
    select settled.vulnerability_id
    from settled join affected_range using (range_id) join package_key using (key_id)
    where settled.truth = 0 and packaged
  )`

/**
 * What is known of the flaws that may turn (`asked`): `named`, `found` and `elsewhere`, as of a device. Of a flaw that something else than a distribution
 * names, only what has been found counts: `alone (flaw)` are the others, `speaking (vulnerability_id)` is all that speaks of these, and what was found.
 */
function foundOfThese(isStated: boolean): RawBuilder<unknown> {
  return sql`
  asked as materialized (
    select distinct flaw from ${flawsOf(sql`turning`)} as each
    ${isStated ? sql`union select flaw from stated_flaw` : sql``}
  ),
  ${membersOfAsked},
  alone as materialized (select flaw from asked where not ${hasOtherRange(sql`asked.flaw`)}),
  speaking as materialized (
    select vulnerability_id
    from member
    where (flaw in (select flaw from alone)) is true
      or (vulnerability_id in (select vulnerability_id from sure union all select vulnerability_id from conditioned)) is true
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
  ),
  found as materialized (
    select * from met where (vulnerability_id in (select vulnerability_id from speaking)) is true
  ),
  ${foundElsewhereByAll}`
}
