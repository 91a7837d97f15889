import { sql } from 'kysely'
import type { Doubt } from '../model/index.ts'
import { comparedFindings } from './compared-findings.ts'
import type { SidesAsked } from './compared-findings.ts'
import { weighedByStatements } from './compared-stated.ts'
import type { Transaction } from './transaction.ts'

/** A flaw that two sides answer differently, by its id over all feeds. Truths: 2 affected, 1 cannot tell, 0 nothing says either. */
export interface TurnedFlaw {
  readonly flaw: number
  readonly before: 0 | 1 | 2
  readonly after: 0 | 1 | 2
  /** Why the newer side cannot tell, by what it lists. */
  readonly doubt: Doubt | null
  /** The most telling components of the newer side, or of the older where the newer has none; at most 3. */
  readonly componentIds: readonly number[]
  /** Components of the newer side that would have the flaw, and are stated not to. */
  readonly clearedIds: readonly number[]
  /** Components of the newer side that a configuration excludes. */
  readonly excludedIds: readonly number[]
}

/** The flaws that two sides answer differently, configurations settled: what `ask` would say of devices that hold them. */
export async function turnedFlaws(trx: Transaction, asked: SidesAsked): Promise<TurnedFlaw[]> {
  const { rows } = await sql<TurnedFlaw>`
    with ${comparedFindings(asked)},
    weighed_alone as materialized (
      select flaw, component_id, sides, tier, case when doubt is null then 2 else 1 end as truth, doubt
      from found join named using (vulnerability_id)
      where not conditional
      union all
      select named.flaw, component_id, target, tier, truth, doubt from settled join named using (vulnerability_id)
      union all
      select flaw, component_id, sides, 5, 1, elsewhere.doubt::doubt from elsewhere join part using (component_id)
    ),
    ${asked.before.stated === undefined && asked.after.stated === undefined ? sql`weighed as (select *, null::integer as cleared_id from weighed_alone)` : weighedByStatements},
    judged as (
      select flaw, coalesce(max(truth) filter (where sides & 1 = 1), 0) as before, coalesce(max(truth) filter (where sides & 2 = 2), 0) as after
      from weighed
      group by flaw
    ),
    turned as materialized (select * from judged where before <> after)
    select flaw, turned.before, turned.after,
      case when turned.after = 1 then min(doubt) filter (where sides & 2 = 2 and truth = 1) end as doubt,
      coalesce(
        (array_agg(component_id order by sides & 2 desc, truth desc, tier, component_id) filter (where truth > 0 and component_id is not null))[1:3], '{}'
      ) as "componentIds",
      coalesce(array_agg(distinct cleared_id) filter (where sides = 2 and cleared_id is not null), '{}') as "clearedIds",
      coalesce(array_agg(distinct component_id) filter (where sides & 2 = 2 and truth = 0 and component_id is not null), '{}') as "excludedIds"
    from turned join weighed using (flaw)
    group by flaw, turned.before, turned.after
    order by flaw`.execute(trx.query)
  return rows
}
