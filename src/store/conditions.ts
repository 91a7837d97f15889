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
 * Expects in scope: `needed (advisory_id, condition)`, `held_key`: the keys of every component, with the sum of the targets that list it, of which
 * there are two at most (`sides`: 1, 2 or 3), and `target_complete (target, complete, describes_operating_system, describes_firmware)`. Gives
 * `condition_truth (target, advisory_id, condition, truth)`.
 *
 * On the way: `side`, each number of `operand` once; `said (operand, first, second)`, the best that parts of the first and of the second target say to it;
 * `described`, `target_complete` with whether it lists hardware too; `operand_truth`, `node_truth` and `both_ways`, what operands, nodes of operands, and
 * configurations joined by OR and by AND come to.
 */
export function conditionTruth(): RawBuilder<unknown> {
  return sql`
  ${sidesOfConditions(sql`(select distinct advisory_id, condition from needed)`)},
  side as materialized (
    select distinct on (operand) * from operand order by operand
  ),
  ${answering},
  said as materialized (
    select operand, max(truth) filter (where sides & 1 = 1) as first, max(truth) filter (where sides & 2 = 2) as second
    from (
      select operand.operand, key.sides, case when key.by_name then least(${truthOfOperand}, 1) else ${truthOfOperand} end as truth
      from side as operand full join answering key on key.asked_id = operand.key_id
      offset 0
    ) as each
    where operand is not null and sides is not null
    group by operand
  ),
  described as materialized (
    select target_complete.*, complete and target in (
      select target
      from (select bit_or(sides) as sides from held_key join package_key using (key_id) where layer = 'hardware') as hardware
      join (values (1), (2)) as each (target) on sides & target = target
    ) as describes_hardware
    from target_complete
  ),
  operand_truth as materialized (
    select described.target, advisory_id, condition, node, node_operator, node_negate,
      coalesce(case described.target when 1 then said.first else said.second end, case when described.complete and ${describesLayer} then 0 else 1 end) as truth
    from described cross join (operand full join said using (operand))
  ),
  node_truth as (
    select target, advisory_id, condition, node,
      ${turnedIf('node_negate', sql`(case when node_operator = 'AND' then min(truth) else max(truth) end)`)} as truth
    from operand_truth
    group by target, advisory_id, condition, node, node_operator, node_negate
  ),
  both_ways as (
    select target, advisory_id, condition, min(truth) as least, max(truth) as greatest from node_truth group by target, advisory_id, condition
  ),
  condition_truth as materialized (
    select target, advisory_id, condition,
      ${turnedIf('negate', sql`(case when operator = 'AND' then least else greatest end)`)} as truth
    from both_ways join condition using (advisory_id, condition)
  )`
}

/**
 * `operand`: the sides of the configurations `(advisory_id, condition)`, equal ones under one number. Alternatives on one package that differ by their
 * range alone are one side: a list of every affected version of the Linux kernel is a single look for each version that is installed.
 */
export function sidesOfConditions(asked: RawBuilder<unknown>): RawBuilder<unknown> {
  const descriptors = sql`key_id, kind, scheme, shape, attributes, vulnerable`
  return sql`
    operand as materialized (
      select dense_rank() over (order by ${descriptors}, ranges) as operand, each.*, layer, device_key, made_key, name_key
      from (
        select advisory_id, condition, node, node_operator, node_negate, ${descriptors},
          range_agg(key_range(lo, hi)) filter (where kind = 'interval' and lo < hi) as ranges
        from ${asked} as needed
        join condition_operand using (advisory_id, condition)
        group by advisory_id, condition, node, node_operator, node_negate, ${descriptors},
          case when node_operator = 'AND' then lo end, case when node_operator = 'AND' then hi end
      ) as each
      join package_key using (key_id)
    )`
}

/**
 * `answering`: keys of parts that answer for the packages of `side` (`asked_id`), by name only where `by_name`. `asked_package` has these packages, `asked_key`
 * every key by which one is found, and `paired` who has such a key, before those are left out that name themselves in another layer.
 */
const answering: RawBuilder<unknown> = sql`
  asked_package as materialized (select distinct key_id as asked_id, layer as asked_layer, device_key, made_key, name_key from side),
  asked_key as materialized (
    select asked_id, asked_layer, asked_id as key_id, false as by_name from asked_package
    union all
    select asked_id, asked_layer, package_key.key_id, false
    from asked_package asked join package_key on package_key.key in (asked.device_key, asked.made_key)
    union all
    select asked_id, asked_layer, package_key.key_id, true from asked_package asked join package_key on package_key.key = asked.name_key
  ),
  paired as materialized (
    select *
    from (
      select asked_key.asked_id, asked_key.asked_layer, asked_key.by_name, held_key.component_id, held_key.sides, held_key.scheme, held_key.shape,
        held_key.version_key, held_key.attributes, held_key.doubt
      from asked_key full join (select * from held_key where (key_id in (select key_id from asked_key)) is true) as held_key using (key_id)
      offset 0
    ) as each
    where asked_id is not null and component_id is not null and (not by_name or scheme = 'natural')
  ),
  layered_otherwise as materialized (
    select distinct component_id, asked.asked_layer
    from held_key
    join package_key using (key_id)
    join (select distinct asked_layer from asked_key) as asked on asked.asked_layer <> package_key.layer
    where (held_key.component_id in (select component_id from paired where by_name)) is true
      and held_key.reach_id is null and package_key.key like 'cpe/%'
  ),
  answering as materialized (
    select *
    from paired
    where not by_name or (component_id, asked_layer) not in (select component_id, asked_layer from layered_otherwise)
  )`

/**
 * What a row `key` says to a row `operand`. The environment is met by a product in any version where the CPE says "-"; a key that only names the
 * component cannot be sure of it.
 */
export const truthOfOperand: RawBuilder<unknown> = sql`case
  when operand.attributes is not null and key.attributes is not null and not attributes_agree(operand.attributes, key.attributes) then 0
  when operand.kind = 'all' or (operand.kind = 'notApplicable' and (not operand.vulnerable or operand.layer = 'hardware')) then
    case when key.doubt is null or (operand.layer = 'hardware' and not operand.vulnerable) then 2 else 1 end
  when operand.kind = 'notApplicable' then case when key.shape in ('na', 'na beside') and key.doubt is null then 2 else 1 end
  when operand.kind = 'unreadable' or key.version_key is null then 1
  when key.shape = 'na beside' then 0
  when operand.scheme <> key.scheme or operand.shape <> key.shape then 1
  when operand.ranges @> key.version_key then case when key.doubt is null then 2 else 1 end
  else 0
end`

/** NOT, where a column says so. */
function turnedIf(isNegated: string, truth: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`case when ${sql.ref(isNegated)} then 2 - ${truth} else ${truth} end`
}

/** Whether a target describes the layer that an operand is in, so that its silence counts. */
const describesLayer = sql`case
  when operand.layer in ('operatingSystem', 'distribution') then described.describes_operating_system
  when operand.layer = 'firmware' then described.describes_firmware
  when operand.layer = 'hardware' then described.describes_hardware
  else true
end`
