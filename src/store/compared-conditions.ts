import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Doubt } from '../model/index.ts'
import type { ReachRow } from './aliases.ts'
import { findingColumns, findingsOf, ownFindings } from './compared-parts.ts'
import { conditionTruth } from './conditions.ts'

/**
 * `conditioned`: what depends on a configuration that the sides may settle differently. Of what both hold that is only where a side of the configuration
 * asks for a key that one of them holds alone. All of it is where the two lists do not say the same of their completeness, or hardly have anything in common.
 */
export function conditionedOtherwise(reach: readonly ReachRow[]): RawBuilder<unknown> {
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
export function withConditions(findings: RawBuilder<unknown>): RawBuilder<unknown> {
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
export function settling(name: RawBuilder<unknown>, conditioned: RawBuilder<unknown>): RawBuilder<unknown> {
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
