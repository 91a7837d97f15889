import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { StatedOfDevice } from './device-stated.ts'
import { membersOf } from './flaw-members.ts'

/**
 * What is stated of the two sides: `stated_whole (target, flaw, stated)` of the whole, `stated_cleared (target, flaw, component_id)` of components that are cleared;
 * `stated_flaw (flaw)`: the flaws of both, `stated_member (vulnerability_id)`: all that speaks of these.
 */
export function statedOfBoth(...sides: readonly (StatedOfDevice | undefined)[]): RawBuilder<unknown> {
  const whole = sides.flatMap((stated, index) => (stated?.whole ?? []).map((each) => ({ ...each, target: index + 1 })))
  const cleared = sides.flatMap((stated, index) =>
    (stated?.cleared ?? []).map((each) => ({ ...each, target: index + 1 })),
  )
  return sql`
    stated_whole as materialized (
      select *
      from unnest(${whole.map(({ target }) => target)}::integer[], ${whole.map(({ flaw }) => flaw)}::integer[], ${whole.map(({ status }) => status)}::text[])
        as each (target, flaw, stated)
    ),
    stated_cleared as materialized (
      select *
      from unnest(${cleared.map(({ target }) => target)}::integer[], ${cleared.map(({ flaw }) => flaw)}::integer[],
        ${cleared.map(({ componentId }) => componentId)}::integer[]) as each (target, flaw, component_id)
    ),
    stated_flaw as materialized (
      select flaw from stated_whole
      union
      select flaw from stated_cleared
    ),
    stated_member as materialized (
      select vulnerability_id from stated_flaw cross join lateral ${membersOf(sql`stated_flaw.flaw`)} as member
    ),`
}

/**
 * `weighed` for each side by itself, with what is stated of it: a flaw that is stated not to be there, in the whole or in a component, is excluded
 * there; one that is stated to be there, or investigated, is there without any component. Looked up by hash, as in `conditionTruth`.
 */
export const weighedByStatements: RawBuilder<unknown> = sql`
  weighed as materialized (
    select flaw, component_id, target as sides, tier, case when is_good or is_cleared then 0 else truth end as truth, doubt,
      case when is_cleared and truth > 0 then component_id end as cleared_id
    from (
      select weighed_alone.*, target,
        case when (target, flaw) in (select target, flaw from stated_whole where stated in ('notAffected', 'fixed')) then true else false end as is_good,
        case when (target, flaw, component_id) in (select target, flaw, component_id from stated_cleared) then true else false end as is_cleared
      from weighed_alone join (values (1), (2)) as side (target) on sides & target = target
    ) as each
    union all
    select flaw, null, target, 0, case stated when 'affected' then 2 else 1 end, null, null
    from stated_whole
    where stated in ('affected', 'underInvestigation')
  )`
