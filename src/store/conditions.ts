import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

/**
 * Settles configurations ("firmware AND hardware") for each target, in three values: 0 no, 1 cannot tell, 2 yes; AND is the least,
 * OR the greatest, NOT is 2 - x. All operands of all targets in one pass.
 *
 * Expects in scope: `needed (target, advisory_id, condition)`, `held (target, component_id)` - every component a target lists, and
 * `target_complete (target, complete)`. Gives `condition_truth (target, advisory_id, condition, truth)`.
 */
export function conditionTruth(keys: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    operand as materialized (
      select row_number() over () as operand, condition_operand.*, package_key.layer, package_key.device_key
      from condition_operand join package_key using (key_id)
      where (advisory_id, condition) in (select advisory_id, condition from needed)
    ),
    operand_component as (
      select operand.operand, key.component_id, max(${truthOfOperand}) as truth
      from operand
      join lateral (
        select * from ${keys} as direct where direct.key_id = operand.key_id
        union all
        select device.* from package_key asked join ${keys} as device using (key_id) where asked.key = operand.device_key
      ) as key on true
      group by operand.operand, key.component_id
    ),
    operand_truth as (
      select needed.target, operand.advisory_id, operand.condition, operand.node, operand.node_operator, operand.node_negate,
        coalesce(max(met.truth), case when bool_and(target_complete.complete) then 0 else 1 end) as truth
      from needed
      join operand using (advisory_id, condition)
      join target_complete using (target)
      left join (
        select held.target, operand_component.operand, operand_component.truth
        from operand_component join held using (component_id)
      ) as met on met.target = needed.target and met.operand = operand.operand
      group by needed.target, operand.operand, operand.advisory_id, operand.condition, operand.node, operand.node_operator, operand.node_negate
    ),
    node_truth as (
      select target, advisory_id, condition, node,
        case when node_negate then 2 - ${leastOrGreatest('node_operator')} else ${leastOrGreatest('node_operator')} end as truth
      from operand_truth
      group by target, advisory_id, condition, node, node_operator, node_negate
    ),
    condition_truth as (
      select target, advisory_id, condition,
        case when negate then 2 - ${leastOrGreatest('operator')} else ${leastOrGreatest('operator')} end as truth
      from node_truth join condition using (advisory_id, condition)
      group by target, advisory_id, condition, operator, negate
    )`
}

function leastOrGreatest(operator: string): RawBuilder<unknown> {
  return sql`(case when ${sql.ref(operator)} = 'AND' then min(truth) else max(truth) end)`
}

/** The environment is met by a product in any version where the CPE says "-"; a key that only names the component cannot be sure of it. */
const truthOfOperand = sql`case
  when not attributes_agree(operand.attributes, key.attributes) then 0
  when operand.kind = 'all' or (operand.kind = 'notApplicable' and (not operand.vulnerable or operand.layer = 'hardware')) then
    case when key.doubt is null or (operand.layer = 'hardware' and not operand.vulnerable) then 2 else 1 end
  when operand.kind = 'notApplicable' then case when key.shape in ('na', 'na beside') and key.doubt is null then 2 else 1 end
  when operand.kind = 'unreadable' or key.version_key is null then 1
  when key.shape = 'na beside' then 0
  when operand.scheme <> key.scheme or operand.shape <> key.shape then 1
  when operand.lo <= key.version_key and key.version_key < operand.hi then case when key.doubt is null then 2 else 1 end
  else 0
end`
