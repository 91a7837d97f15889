import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { StatementStatus } from '../model/index.ts'

/** What is stated of flaws in one device. `flaw` is the cluster of a vulnerability. */
export interface StatedOfDevice {
  readonly whole: readonly { readonly flaw: number; readonly status: StatementStatus }[]
  /** Components that are stated not to have the flaw. */
  readonly cleared: readonly { readonly flaw: number; readonly componentId: number }[]
}

/**
 * `weighed`, and `judged (flaw, truth, doubt, stated)`: what comes of each flaw, with what is stated. A flaw that is stated not to be there, in
 * the whole or in a component, is excluded there; one that is stated to be there, or investigated, is there without any component.
 */
export function withStated(stated: StatedOfDevice | undefined): RawBuilder<unknown> {
  if (stated === undefined)
    return sql`
    weighed as (select * from weighed_alone),
    judged as materialized (
      select flaw, max(truth) as truth, min(doubt::doubt) as doubt, null::text as stated from weighed where truth > 0 group by flaw
    )`
  const { whole, cleared } = stated
  return sql`
    stated_whole as materialized (
      select * from unnest(${whole.map(({ flaw }) => flaw)}::integer[], ${whole.map(({ status }) => status)}::text[]) as each (flaw, stated)
    ),
    stated_cleared as materialized (
      select distinct * from unnest(${cleared.map(({ flaw }) => flaw)}::integer[], ${cleared.map(({ componentId }) => componentId)}::integer[])
        as each (flaw, component_id)
    ),
    weighed as materialized (
      select flaw, component_id, tier, range_id,
        case when stated in ('notAffected', 'fixed') or stated_cleared.flaw is not null then 0 else truth end as truth, doubt
      from weighed_alone
      left join stated_whole using (flaw)
      left join stated_cleared using (flaw, component_id)
    ),
    judged as materialized (
      select flaw, case stated when 'affected' then 2 else coalesce(found.truth, 1) end as truth, found.doubt, stated
      from (select flaw, max(truth) as truth, min(doubt::doubt) as doubt from weighed where truth > 0 group by flaw) as found
      full join (select * from stated_whole where stated in ('affected', 'underInvestigation')) as said using (flaw)
    )`
}
