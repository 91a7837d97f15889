import { sql } from 'kysely'
import type { ConfigurationId, Doubt, FleetTarget, Truth } from '../model/index.ts'
import type { Judged } from './judged.ts'
import { BUCKET } from './postings.ts'
import type { Transaction } from './transaction.ts'

/** A component that speaks for or against something. `truth`: 2 affected or contained, 1 cannot tell, 0 named but not affected. */
export interface EvidenceFacts {
  readonly sbomId: number | null
  readonly truth: Truth
  readonly doubt: Doubt | null
  readonly tier: number
  readonly component: {
    readonly name: string
    readonly version: string | null
    readonly group: string | null
    readonly purl: string | null
    readonly cpe: string | null
  }
  readonly vulnerability: string | null
  readonly feed: string | null
  readonly advisory: string | null
  readonly range: string | null
  readonly problem: string | null
}

/** What one of some targets stands on. */
export interface Evidence extends EvidenceFacts {
  /** The place of the target among those asked for. */
  readonly target: number
  /** How many such components the target has; only the most telling are listed. */
  readonly total: number
}

export interface EvidenceAsked {
  readonly judged: Judged
  readonly targets: readonly FleetTarget[]
  /** What these targets say to the configurations that listings depend on. */
  readonly settled: readonly (ConfigurationId & { readonly target: number; readonly truth: number })[]
}

const MAX_EVIDENCE = 20

/** What each of some targets stands on, the most telling first. Its cost grows with what lists something, so it is asked for what is shown. */
export async function evidenceOf(trx: Transaction, { judged, targets, settled }: EvidenceAsked): Promise<Evidence[]> {
  if (targets.length === 0) return []
  const described = targets.flatMap(({ sboms }, target) => sboms.map(({ sbomId }) => ({ target, sbomId })))
  const { rows } = await sql<Evidence>`
    with ${judged},
    target as materialized (
      select target - 1 as target, model_version_id
      from unnest(${targets.map(({ modelVersionId }) => modelVersionId)}::integer[]) with ordinality as each (model_version_id, target)
    ),
    described as materialized (
      select target, sbom_id, sbom_id / ${sql.lit(BUCKET)} as bucket, sbom_id % ${sql.lit(BUCKET)} as place
      from unnest(${described.map(({ target }) => target)}::integer[], ${described.map(({ sbomId }) => sbomId)}::integer[]) as each (target, sbom_id)
    ),
    settled as materialized (
      select *
      from unnest(${settled.map(({ target }) => target)}::integer[], ${settled.map(({ advisoryId }) => advisoryId)}::integer[],
        ${settled.map(({ condition }) => condition)}::integer[], ${settled.map(({ truth }) => truth)}::integer[])
        as each (target, advisory_id, condition, settled)
    ),
    met as materialized (
      select described.target, described.sbom_id, component_id, truth, doubt, tier, range_id, advisory_id, condition
      from named join listing using (component_id) join described using (bucket)
      where get_bit(listing.sbom_bits, described.place) = 1
      union all
      select target.target, null, component_id, truth, doubt, tier, range_id, advisory_id, condition
      from named join own_model_version using (component_id) join target using (model_version_id)
    ),
    weighed as materialized (
      select target, sbom_id, component_id, tier, range_id,
        case when advisory_id is null or settled = 2 then truth when settled = 0 then 0 else least(truth, 1) end as truth,
        case when advisory_id is null or settled = 2 then doubt when settled = 0 then null else coalesce(doubt, 'conditionNotSettled') end as doubt
      from met left join settled using (target, advisory_id, condition)
    ),
    ranked as (
      select *, count(*) over (partition by target)::integer as total,
        row_number() over (partition by target order by truth desc, tier, component_id, range_id) as place
      from (
        select distinct on (target, component_id, truth) *
        from weighed
        order by target, component_id, truth desc, tier, sbom_id, range_id
      ) as each
    )
    select ranked.target, ranked.sbom_id as "sbomId", ranked.truth, ranked.doubt, ranked.tier, ranked.total,
      json_build_object('name', component.name, 'version', component.version, 'group', component.group_name, 'purl', component.purls[1], 'cpe', component.cpes[1]) as component,
      vulnerability.name as vulnerability, advisory.feed, advisory.key as advisory, range.range_text as range, range.problem
    from ranked
    cross join lateral (select * from readable_component as component where component.component_id = ranked.component_id) as component
    left join affected_range range using (range_id)
    left join advisory using (advisory_id)
    left join vulnerability on vulnerability.vulnerability_id = range.vulnerability_id
    where ranked.place <= ${MAX_EVIDENCE}
    order by ranked.target, ranked.place`.execute(trx.query)
  return rows
}
