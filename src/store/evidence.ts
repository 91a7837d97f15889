import { sql } from 'kysely'
import type { AliasFact, ConfigurationId, Doubt, FleetTarget, Truth } from '../model/index.ts'
import { saidByRegistry } from './disputes.ts'
import { rowsByKeptPlan } from './kept-plan.ts'
import type { Judged } from './judged.ts'
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
  /** The aliases through which the component is meant, in order; null when it is by a name of its own. */
  readonly aliases?: readonly AliasFact[] | null
  /** It is stated not to have the flaw in this target; `truth` is then 0. */
  readonly isCleared?: boolean
  readonly componentId?: number
  /** The component that is written, where this one is judged in its place. */
  readonly writtenId?: number | null
  /** The corrections that say so. */
  readonly corrections?: readonly number[] | null
  /** It is what is written, and is not judged: corrections say that it is something else, or not there. */
  readonly isCorrectedAway?: boolean
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
  /** Components that are stated not to have the flaw in these targets. */
  readonly cleared: readonly { readonly target: number; readonly componentId: number }[]
}

const MAX_EVIDENCE = 20

/** The aliases by which a component answers to the package of a range; none where it does so by itself. */
const aliasesOfRange = sql`
  select reach.aliases
  from affected_range range
  join package_key asked_key using (key_id)
  cross join lateral (
    select each.reach_id
    from readable_component_key each join package_key own using (key_id)
    where each.component_id = asked.component_id and own.key in (asked_key.key, asked_key.name_key, asked_key.device_key, asked_key.made_key)
    order by each.reach_id is not null, each.doubt nulls first, each.reach_id
    limit 1
  ) as key
  join alias_reach reach on reach.reach_id = key.reach_id
  where range.range_id = asked.range_id`

/**
 * What each of some targets stands on, the most telling first. Its cost grows with the SBOMs of the targets, so it is asked for what is shown.
 * A component that many targets show is described once.
 */
export async function evidenceOf(
  trx: Transaction,
  { judged, targets, settled, cleared }: EvidenceAsked,
): Promise<Evidence[]> {
  if (targets.length === 0) return []
  const described = targets.flatMap(({ sboms }, target) => sboms.map(({ sbomId }) => ({ target, sbomId })))
  return rowsByKeptPlan(
    trx,
    sql<Evidence>`
    with ${judged},
    line as materialized (
      select described.target, described.sbom_id, line.component_id, line.deployed, line.written_id, line.corrections
      from unnest(${described.map(({ target }) => target)}::integer[], ${described.map(({ sbomId }) => sbomId)}::integer[]) as described (target, sbom_id)
      join readable_sbom_component line using (sbom_id)
      where line.written_deployed and (
        line.component_id in (select component_id from named)
        or line.corrections is not null and line.written_id in (select component_id from named where truth > 0)
      )
    ),
    listed as materialized (
      select target, sbom_id, component_id, case when corrections is not null then written_id end as written_id, corrections, false as is_corrected_away
      from line
      where deployed and component_id in (select component_id from named)
      union all
      select target, sbom_id, written_id, null, corrections, true
      from line
      where corrections is not null and not (deployed and component_id = written_id)
        and written_id in (select component_id from named where truth > 0)
      union all
      select target - 1, null, own.component_id, null, null, false
      from unnest(${targets.map(({ modelVersionId, judgedAs }) => judgedAs ?? modelVersionId)}::integer[]) with ordinality as each (model_version_id, target)
      cross join lateral (
        select component_id from own_model_version own where own.model_version_id = each.model_version_id limit 1
      ) as own
    ),
    settled as materialized (
      select *
      from unnest(${settled.map(({ target }) => target)}::integer[], ${settled.map(({ advisoryId }) => advisoryId)}::integer[],
        ${settled.map(({ condition }) => condition)}::integer[], ${settled.map(({ truth }) => truth)}::integer[])
        as each (target, advisory_id, condition, settled)
    ),
    cleared as materialized (
      select distinct *
      from unnest(${cleared.map(({ target }) => target)}::integer[], ${cleared.map(({ componentId }) => componentId)}::integer[])
        as each (target, component_id)
    ),
    weighed as materialized (
      select target, sbom_id, component_id, tier, range_id, aliases as named_by, cleared.target is not null as is_cleared,
        written_id, corrections, is_corrected_away,
        case when cleared.target is not null or is_corrected_away then 0 when advisory_id is null or settled = 2 then truth when settled = 0 then 0 else least(truth, 1) end as truth,
        case when is_corrected_away then null when advisory_id is null or settled = 2 then doubt when settled = 0 then null else coalesce(doubt, 'conditionNotSettled') end as doubt
      from named join listed using (component_id)
      left join settled using (target, advisory_id, condition)
      left join cleared using (target, component_id)
    ),
    shown as materialized (
      select *
      from (
        select *, count(*) over (partition by target)::integer as total,
          row_number() over (partition by target order by truth desc, is_corrected_away desc, tier, component_id, range_id) as place
        from (
          select distinct on (target, component_id, is_corrected_away, truth) *
          from weighed
          order by target, component_id, is_corrected_away, truth desc, tier, sbom_id, range_id
        ) as each
      ) as ranked
      where place <= ${MAX_EVIDENCE}
    ),
    component_told as materialized (
      select component.component_id, json_build_object('name', name, 'version', version, 'group', group_name, 'purl', purls[1], 'cpe', cpes[1]) as component
      from (select distinct component_id from shown) as asked
      cross join lateral (select * from readable_component as each where each.component_id = asked.component_id) as component
    ),
    alias_told as materialized (
      select component_id, range_id, named_by, json_agg(
          json_build_object('relation', relation, 'kind', kind, 'from', from_name, 'to', to_name, 'source', source)
          order by step
        ) as aliases
      from (select distinct component_id, range_id, named_by from shown) as asked
      cross join lateral (select coalesce(asked.named_by, (${aliasesOfRange})) as aliases) as reach
      cross join lateral unnest(aliases) with ordinality as through (alias_id, step)
      join alias using (alias_id)
      group by component_id, range_id, named_by
    ),
    range_told as materialized (
      select component_id, range_id, doubt, vulnerability.name as vulnerability, advisory.feed, advisory.key as advisory, range.range_text as range,
        coalesce(range.problem, ${saidByRegistry(sql`readable_component_key`, sql`asked`)}) as problem
      from (select distinct component_id, range_id, doubt from shown) as asked
      join affected_range range using (range_id)
      join advisory using (advisory_id)
      left join vulnerability on vulnerability.vulnerability_id = range.vulnerability_id
    )
    select target::integer, sbom_id::integer as "sbomId", truth::integer, shown.doubt::text, tier::integer, total::integer, component::json,
      vulnerability::text, feed::text, advisory::text, range::text, problem::text, aliases::json, is_cleared::boolean as "isCleared",
      shown.component_id::integer as "componentId", written_id::integer as "writtenId", corrections::integer[], is_corrected_away::boolean as "isCorrectedAway"
    from shown
    join component_told using (component_id)
    left join range_told on range_told.component_id = shown.component_id and range_told.range_id = shown.range_id
      and range_told.doubt is not distinct from shown.doubt
    left join alias_told on alias_told.component_id = shown.component_id and alias_told.range_id is not distinct from shown.range_id
      and alias_told.named_by is not distinct from shown.named_by
    order by target, place`,
  )
}
