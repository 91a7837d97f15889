import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

/**
 * Settles configurations ("firmware AND hardware") for each target, in three values: 0 no, 1 cannot tell, 2 yes; AND is the least,
 * OR the greatest, NOT is 2 - x. All operands of all targets in one pass.
 *
 * A side that a target does not list is "no" only where the target is stated to be complete and describes the layer that side is in: a
 * complete list of software says nothing of the system or the hardware below it. A part of the same name may be the one meant, unless its
 * own CPE puts it in another layer (a firmware and its hardware share a name): `layered_otherwise` has the layers that a component is not in.
 *
 * The planner takes each of these relations for a row or two, and would go through all of one for each of the other: 14 to 90 s for software of
 * 9,000 components. `in (…) is true`, `in (…)` inside a `case`, `not in`, and a full join of which only the pairs are kept can only be done by hash.
 *
 * Expects in scope: `needed (target, advisory_id, condition)`, `held (target, component_id)` - every component a target lists, `held_key`: the
 * keys of all of them, and `target_complete (target, complete, describes_operating_system, describes_firmware)`. Gives `condition_truth (target,
 * advisory_id, condition, truth)`, and on the way `named_key`: `held_key` with what `package_key` tells.
 */
export function conditionTruth(): RawBuilder<unknown> {
  return sql`
  operand as materialized (
    select dense_rank() over (order by key_id, kind, condition_operand.scheme, shape, lo, hi, attributes, vulnerable) as operand,
      condition_operand.*, package_key.layer, package_key.device_key, package_key.made_key, package_key.name_key
    from (select distinct advisory_id, condition from needed) as asked
    join condition_operand using (advisory_id, condition)
    join package_key using (key_id)
  ),
  asked_key as materialized (select distinct key_id, device_key, made_key, name_key, layer from operand),
  named_key as materialized (
    select held_key.*, package_key.key, package_key.name_key, package_key.packaged, package_key.layer from held_key join package_key using (key_id)
  ),
  layered_otherwise as materialized (
    select distinct component_id, asked.layer as asked_layer
    from named_key join (select distinct layer from asked_key) as asked on asked.layer <> named_key.layer
    where reach_id is null and key like 'cpe/%'
  ),
  answering as materialized (
    ${answeringBy(sql`named_key.key_id = asked_key.key_id`, false)}
    union all
    ${answeringBy(sql`named_key.key = asked_key.device_key`, false)}
    union all
    ${answeringBy(sql`named_key.key = asked_key.made_key`, false)}
    union all
    select *
    from (${answeringBy(sql`named_key.key = asked_key.name_key`, true)}) as each
    where scheme = 'natural' and (component_id, asked_layer) not in (select component_id, asked_layer from layered_otherwise)
  ),
  described as materialized (
    select target_complete.*, target in (
      select held.target from held join (select distinct component_id from named_key where layer = 'hardware') as hardware using (component_id)
    ) as describes_hardware
    from target_complete
  ),
  operand_component as materialized (
    select *
    from (
      select operand.operand, key.component_id, case when key.by_name then least(${truthOfOperand}, 1) else ${truthOfOperand} end as truth
      from (select distinct on (operand) * from operand order by operand) as operand full join answering key on key.asked_id = operand.key_id
      offset 0
    ) as each
    where operand is not null and component_id is not null
  ),
  met_operand as materialized (
    select target, operand, max(truth) as truth
    from (select target, operand, truth from operand_component full join held using (component_id) offset 0) as each
    where operand is not null and target is not null
    group by target, operand
  ),
  operand_truth as materialized (
    select described.target, advisory_id, condition, node, node_operator, node_negate,
      case
        when ${isMet(2)} then 2
        when ${isMet(1)} then 1
        when ${isMet(0)} then 0
        when described.complete and ${describesLayer} then 0
        else 1
      end as truth
    from described cross join operand
    where ((described.target, operand.advisory_id, operand.condition) in (select target, advisory_id, condition from needed)) is true
  ),
  node_truth as (
    select target, advisory_id, condition, node,
      case when node_negate then 2 - ${leastOrGreatest('node_operator')} else ${leastOrGreatest('node_operator')} end as truth
    from operand_truth
    group by target, advisory_id, condition, node, node_operator, node_negate
  ),
  both_ways as (
    select target, advisory_id, condition, min(truth) as least, max(truth) as greatest from node_truth group by target, advisory_id, condition
  ),
  condition_truth as materialized (
    select target, advisory_id, condition,
      case when negate then 2 - (case when operator = 'AND' then least else greatest end) else (case when operator = 'AND' then least else greatest end) end as truth
    from both_ways join condition using (advisory_id, condition)
  )`
}

/** What a key says to a side of a configuration. */
const truthOfOperand = truthWhere(sql`operand.lo <= key.version_key and key.version_key < operand.hi`)

/**
 * The same, with the condition that a comparable version is in the range of the side. The environment is met by a product in any version where
 * the CPE says "-"; a key that only names the component cannot be sure of it.
 */
export function truthWhere(isInRange: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`case
  when operand.attributes is not null and key.attributes is not null and not attributes_agree(operand.attributes, key.attributes) then 0
  when operand.kind = 'all' or (operand.kind = 'notApplicable' and (not operand.vulnerable or operand.layer = 'hardware')) then
    case when key.doubt is null or (operand.layer = 'hardware' and not operand.vulnerable) then 2 else 1 end
  when operand.kind = 'notApplicable' then case when key.shape in ('na', 'na beside') and key.doubt is null then 2 else 1 end
  when operand.kind = 'unreadable' or key.version_key is null then 1
  when key.shape = 'na beside' then 0
  when operand.scheme <> key.scheme or operand.shape <> key.shape then 1
  when ${isInRange} then case when key.doubt is null then 2 else 1 end
  else 0
end`
}

/** `named_key` that answer to an `asked_key`, told by a hash table: see `conditionTruth`. */
function answeringBy(isSame: RawBuilder<unknown>, byName: boolean): RawBuilder<unknown> {
  return sql`
    select *
    from (
      select asked_key.key_id as asked_id, asked_key.layer as asked_layer, named_key.*, ${sql.lit(byName)} as by_name from asked_key full join named_key on ${isSame} offset 0
    ) as paired
    where asked_id is not null and component_id is not null`
}

/** SQL condition: a target has something that says this to the side of a configuration. */
function isMet(truth: 0 | 1 | 2): RawBuilder<unknown> {
  return sql`(described.target, operand.operand) in (select target, operand from met_operand where truth = ${sql.lit(truth)})`
}

function leastOrGreatest(operator: string): RawBuilder<unknown> {
  return sql`(case when ${sql.ref(operator)} = 'AND' then min(truth) else max(truth) end)`
}

const describesLayer = sql`case
  when operand.layer in ('operatingSystem', 'distribution') then described.describes_operating_system
  when operand.layer = 'firmware' then described.describes_firmware
  when operand.layer = 'hardware' then described.describes_hardware
  else true
end`
