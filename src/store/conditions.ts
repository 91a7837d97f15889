import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

/**
 * Settles configurations ("firmware AND hardware") for each target, in three values: 0 no, 1 cannot tell, 2 yes; AND is the least,
 * OR the greatest, NOT is 2 - x. All operands of all targets in one pass.
 *
 * A side that a target does not list is "no" only where the target is stated to be complete and describes the layer that side is in: a
 * complete list of software says nothing of the system or the hardware below it. A part of the same name may be the one meant, unless its
 * own CPE puts it in another layer (a firmware and its hardware share a name).
 *
 * The planner takes each of these relations for a row or two, and would go through all of one for each of the other: 14 to 90 s for software of
 * 9,000 components. `in (…) is true`, `not in` and a full join of which only the pairs are kept can only be done by hash: 0.1 s.
 *
 * Expects in scope: `needed (target, advisory_id, condition)`, `held (target, component_id)` - every component a target lists, and
 * `target_complete (target, complete, describes_operating_system, describes_firmware)`. Gives `condition_truth (target, advisory_id,
 * condition, truth)`.
 */
export function conditionTruth(keys: RawBuilder<unknown>, operands = operandComponents(keys)): RawBuilder<unknown> {
  return sql`
    ${operands},
    described as materialized (
      select target_complete.*, exists (
        select from held join ${keys} as key using (component_id) join package_key using (key_id)
        where held.target = target_complete.target and package_key.layer = 'hardware'
      ) as describes_hardware
      from target_complete
    ),
    met_operand as materialized (
      select held.target, operand_component.operand, max(operand_component.truth) as truth
      from operand_component join held using (component_id)
      group by held.target, operand_component.operand
    ),
    met_side as materialized (
      select *
      from (
        select met_operand.target, operand.*, met_operand.truth as met from met_operand full join operand using (operand) offset 0
      ) as each
      where target is not null and advisory_id is not null
    ),
    operand_truth as (
      select target, operand, advisory_id, condition, node, node_operator, node_negate, coalesce(max(met), max(unmet)) as truth
      from (
        select described.target, operand.*, null::integer as met, case when described.complete and ${describesLayer} then 0 else 1 end as unmet
        from described cross join operand
        where ((described.target, operand.advisory_id, operand.condition) in (select target, advisory_id, condition from needed)) is true
        union all
        select met_side.*, null
        from met_side
        where ((target, advisory_id, condition) in (select target, advisory_id, condition from needed)) is true
      ) as each
      group by target, operand, advisory_id, condition, node, node_operator, node_negate
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

/**
 * `operand`: the sides of the configurations that are `needed (advisory_id, condition)`, and `operand_component (operand, component_id,
 * truth)`: what each component that may be meant says to it. Looks each side up among the keys.
 */
function operandComponents(keys: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    operand as materialized (
      select row_number() over () as operand, condition_operand.*, package_key.layer, package_key.device_key, package_key.made_key, package_key.name_key
      from condition_operand join package_key using (key_id)
      where (advisory_id, condition) in (select advisory_id, condition from needed)
    ),
    operand_component as (
      select operand.operand, key.component_id, max(case when key.by_name then least(${truthOfOperand}, 1) else ${truthOfOperand} end) as truth
      from operand
      join lateral (
        select *, false as by_name from ${keys} as direct where direct.key_id = operand.key_id
        union all
        select device.*, false from package_key asked join ${keys} as device using (key_id) where asked.key in (operand.device_key, operand.made_key)
        union all
        select named.*, true
        from package_key asked join ${keys} as named using (key_id)
        where asked.key = operand.name_key and named.scheme = 'natural' and not exists (
          select from ${keys} as own join package_key other using (key_id)
          where own.component_id = named.component_id and own.reach_id is null and other.key like 'cpe/%' and other.layer <> operand.layer
        )
      ) as key on true
      group by operand.operand, key.component_id
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

/**
 * The same where only few components count: what each side may mean is looked up among the keys `held_key`, all at once, and not key by key
 * among those of everybody. `layered_otherwise`: for which layers a component's own CPE says that it is in another.
 */
export const operandsAmongHeld: RawBuilder<unknown> = sql`
  operand as materialized (
    select dense_rank() over (order by key_id, kind, condition_operand.scheme, shape, lo, hi, attributes, vulnerable) as operand,
      condition_operand.*, package_key.layer, package_key.device_key, package_key.made_key, package_key.name_key
    from needed join condition_operand using (advisory_id, condition) join package_key using (key_id)
  ),
  asked_key as materialized (select distinct key_id, device_key, made_key, name_key, layer from operand),
  named_key as materialized (
    select held_key.*, package_key.key, package_key.layer from held_key join package_key using (key_id)
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
  operand_component as materialized (
    select operand.operand, key.component_id, max(case when key.by_name then least(${truthOfOperand}, 1) else ${truthOfOperand} end) as truth
    from (select distinct on (operand) * from operand order by operand) as operand join answering key on key.asked_id = operand.key_id
    group by operand.operand, key.component_id
  )`

function leastOrGreatest(operator: string): RawBuilder<unknown> {
  return sql`(case when ${sql.ref(operator)} = 'AND' then min(truth) else max(truth) end)`
}

const describesLayer = sql`case
  when operand.layer in ('operatingSystem', 'distribution') then described.describes_operating_system
  when operand.layer = 'firmware' then described.describes_firmware
  when operand.layer = 'hardware' then described.describes_hardware
  else true
end`
