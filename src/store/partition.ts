import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { DeviceId, Verdict } from '../model/index.ts'
import { conditionTruth } from './conditions.ts'
import type { Judged } from './judged.ts'
import { ownSbomTable, targetTable } from './targets.ts'
import type { Targets } from './targets.ts'
import type { Transaction } from './transaction.ts'
import { firstRule, ruleTable } from './verdict-rules.ts'
import type { VerdictRule } from './verdict-rules.ts'
import { alive, begun } from './vulnerabilities.ts'

export interface PartitionRequest {
  /** The fleet as it is judged: `targetsOf`. */
  readonly targets: Targets
  /** ISO instant; absent means now. */
  readonly asOf?: string
  readonly judged: Judged
  readonly question: string
  readonly known: string
  /** Layers that the SBOM must describe before its silence means anything. */
  readonly layers: { readonly operatingSystem: boolean; readonly firmware: boolean }
  /** A flaw in distribution packages: an SBOM is complete for it only where it states source packages. */
  readonly isPackaged: boolean
  /** For a hash: absence counts only where every component carries such a digest. */
  readonly digests: readonly string[]
  readonly rules: readonly VerdictRule[]
}

/** Devices that share a verdict: those of a model version, or one device that has an SBOM of its own. */
export interface TargetVerdict {
  readonly modelVersionId: number
  readonly deviceId: DeviceId | null
  readonly devices: number
  readonly verdict: Verdict
  readonly reason: string
  /** The SBOM that decides; null when none is known. */
  readonly sbomId: number | null
}

/** Every device of a fleet in one class. */
export interface Partition {
  readonly targets: readonly TargetVerdict[]
  /** Some component of the fleet is what the question names. */
  readonly isListed: boolean
}

/** A component that speaks for or against a target. `truth`: 2 affected or contained, 1 cannot tell, 0 named but not affected. */
export interface Evidence {
  readonly modelVersionId: number
  readonly deviceId: string | null
  readonly sbomId: number | null
  readonly truth: 0 | 1 | 2
  readonly doubt: string | null
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
  /** How many such components the target has; only the most telling are listed. */
  readonly total: number
}

const MAX_EVIDENCE = 20

/**
 * Puts every device of the fleet in one of the four classes. Works on model versions and their counts, never on the devices one by one;
 * its cost grows with the model versions of the fleet and the SBOMs that list something.
 */
export async function partition(trx: Transaction, request: PartitionRequest): Promise<Partition> {
  const { rows } = await sql<TargetVerdict & { isListed: boolean }>`
    with ${weighed(request)},
    listed as (
      select target, sbom_id, max(truth) as worst, min(doubt::doubt) filter (where truth = 1) as doubt
      from weighed
      group by target, sbom_id
    ),
    fact as (
      select target.*, target_sbom.sbom_id, ${request.question}::text as question, ${request.known}::text as known,
        case
          when target_sbom.sbom_id is not null then 'described'
          when own_model_version.model_version_id is null then 'noModel'
          when own_model_version.version is null then 'noVersion'
          else 'noSbom'
        end as state,
        case greatest(by_sbom.worst, by_model.worst) when 2 then 'affected' when 1 then 'unknown' when 0 then 'notAffected' else 'absent' end as listed,
        case when greatest(by_sbom.worst, by_model.worst) = 1 then least(by_sbom.doubt, by_model.doubt) end as doubt,
        (not ${request.layers.operatingSystem}::boolean or coalesce(describes_operating_system, false))
          and (not ${request.layers.firmware}::boolean or coalesce(describes_firmware, false)) as layer,
        coalesce(complete, false) and (${request.digests}::text[] = '{}' or hashed_with && ${request.digests}::text[])
          and (not ${request.isPackaged}::boolean or coalesce(states_sources, false)) as complete
      from target
      left join own_model_version using (model_version_id)
      left join target_sbom using (target)
      left join listed by_sbom on by_sbom.target = target.target and by_sbom.sbom_id = target_sbom.sbom_id
      left join listed by_model on by_model.target = target.target and by_model.sbom_id is null
    ),
    judgement as (
      select fact.*, rule.verdict, case when rule.reason = 'listedInDoubt' then fact.doubt::text else rule.reason end as reason, rule.position
      from fact
      cross join lateral ${firstRule} as rule
    )
    select distinct on (target) model_version_id as "modelVersionId", device_id as "deviceId", devices, verdict, reason, sbom_id as "sbomId",
      bool_or(listed <> 'absent') over () as "isListed"
    from judgement
    order by target, array_position(array['affected', 'unknown', 'notListed', 'notAffected'], verdict), position, doubt, sbom_id`.execute(
    trx.query,
  )
  return { isListed: rows[0]?.isListed === true, targets: rows.map(({ isListed: _, ...target }) => target) }
}

/** What each target stands on, the most telling first. */
export async function evidenceOf(trx: Transaction, request: PartitionRequest): Promise<Evidence[]> {
  const { rows } = await sql<Evidence>`
    with ${weighed(request)},
    ranked as (
      select *, count(*) over (partition by target)::integer as total,
        row_number() over (partition by target order by truth desc, tier, component_id, range_id) as place
      from (select distinct on (target, component_id, truth) * from weighed order by target, component_id, truth desc, tier, sbom_id) as each
    )
    select target.model_version_id as "modelVersionId", target.device_id as "deviceId", ranked.sbom_id as "sbomId", ranked.truth, ranked.doubt,
      ranked.tier, ranked.total,
      json_build_object('name', component.name, 'version', component.version, 'group', component.group_name, 'purl', component.purls[1], 'cpe', component.cpes[1]) as component,
      vulnerability.name as vulnerability, advisory.feed, advisory.key as advisory, range.range_text as range, range.problem
    from ranked
    join target using (target)
    join readable_component component using (component_id)
    left join affected_range range using (range_id)
    left join advisory using (advisory_id)
    left join vulnerability on vulnerability.vulnerability_id = range.vulnerability_id
    where ranked.place <= ${MAX_EVIDENCE}
    order by ranked.target, ranked.place`.execute(trx.query)
  return rows
}

/** The common table expressions up to `weighed (target, sbom_id, component_id, truth, doubt, tier, range_id)`. */
function weighed({ targets, asOf, judged, rules }: PartitionRequest): RawBuilder<unknown> {
  return sql`
    rule as materialized ${ruleTable(rules)},
    target as materialized ${targetTable(targets)},
    target_sbom as materialized (
      select target.target, sbom.sbom_id, sbom.complete, sbom.describes_operating_system, sbom.describes_firmware, sbom.states_sources, sbom.hashed_with
      from (
        select target, sbom_id from target join readable_sbom_target described using (model_version_id)
        where ${begun('described', asOf)}
        union
        select target, sbom_id from ${ownSbomTable(targets)} as own
      ) as target
      join readable_sbom sbom using (sbom_id)
      where ${alive('sbom', asOf)}
    ),
    judged as materialized (${judged}),
    met as materialized (
      select target_sbom.target, target_sbom.sbom_id, judged.*
      from judged
      join listed_component using (component_id)
      join target_sbom using (sbom_id)
      union all
      select target.target, null, judged.*
      from judged
      join own_model_version using (component_id)
      join target using (model_version_id)
    ),
    needed as materialized (
      select distinct met.target, advisory_id, condition
      from met join affected_range using (range_id)
      where met.conditional
    ),
    asked_target as (select distinct target from needed),
    held as (
      select distinct target_sbom.target, line.component_id
      from asked_target join target_sbom using (target) join readable_sbom_component line using (sbom_id)
      where line.deployed
      union
      select target.target, own_model_version.component_id
      from asked_target join target using (target) join own_model_version using (model_version_id)
    ),
    target_complete as (
      select asked_target.target, coalesce(bool_and(complete), false) as complete,
        coalesce(bool_or(describes_operating_system), false) as describes_operating_system,
        coalesce(bool_or(describes_firmware), false) as describes_firmware
      from asked_target left join target_sbom using (target)
      group by asked_target.target
    ),
    ${conditionTruth(sql`readable_component_key`)},
    weighed as materialized (
      select met.target, met.sbom_id, met.component_id, met.tier, met.range_id,
        case when not met.conditional or settled.truth = 2 then met.truth when settled.truth = 0 then 0 else least(met.truth, 1) end as truth,
        case when not met.conditional or settled.truth = 2 then met.doubt when settled.truth = 0 then null else coalesce(met.doubt, 'conditionNotSettled') end as doubt
      from met
      left join affected_range range on met.conditional and range.range_id = met.range_id
      left join condition_truth settled
        on settled.target = met.target and settled.advisory_id = range.advisory_id and settled.condition = range.condition
    )`
}
