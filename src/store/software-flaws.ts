import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Doubt, PackageKey, SbomFacts } from '../model/index.ts'
import { conditionTruth, operandsAmongHeld } from './conditions.ts'
import { flawsOf, foundElsewhere } from './device-flaws.ts'
import { factColumns } from './standing.ts'
import type { Transaction } from './transaction.ts'

/** SBOMs that are judged together, live or not, and the model version they describe; 0 when it plays no part. */
export interface SoftwareAsked {
  readonly sbomIds: readonly number[]
  readonly modelVersionId: number
}

/** A flaw that two sides answer differently, by its id over all feeds. Truths: 2 affected, 1 cannot tell, 0 nothing listed says either. */
export interface TurnedFlaw {
  readonly flaw: number
  readonly before: 0 | 1 | 2
  readonly after: 0 | 1 | 2
  /** Why the newer side cannot tell. */
  readonly doubt: Doubt | null
  /** The most telling components of the newer side, or of the older where the newer has none; at most 3. */
  readonly componentIds: readonly number[]
}

/**
 * The flaws that two sides answer differently, configurations settled: what `ask` would say of devices that hold them, before anybody's
 * statements. What both hold is looked at once.
 */
export async function turnedFlaws(
  trx: Transaction,
  before: SoftwareAsked,
  after: SoftwareAsked,
): Promise<TurnedFlaw[]> {
  const { rows } = await sql<TurnedFlaw>`
    with ${heldByBoth(before, after)},
    found as materialized (
      select component_id, sides, finding.vulnerability_id, finding.range_id, finding.tier, finding.doubt, finding.conditional,
        case when finding.doubt is null then 2 else 1 end as truth
      from part join finding using (component_id)
      where finding.valid_to = 'infinity'
    ),
    named as materialized ${flawsOf(sql`found`)},
    ${foundElsewhere()},
    ${settledForBoth},
    weighed as materialized (
      select flaw, component_id, sides, tier, truth, doubt from found join named using (vulnerability_id) where not conditional
      union all
      select named.flaw, component_id, target, tier, case settled when 2 then truth when 0 then 0 else 1 end,
        case settled when 2 then doubt when 0 then null else coalesce(doubt, ${'conditionNotSettled' satisfies Doubt}::doubt) end
      from settled join named using (vulnerability_id)
      union all
      select flaw, component_id, sides, 5, 1, ${'otherFeedOnly' satisfies Doubt}::doubt from elsewhere join part using (component_id)
    ),
    judged as (
      select flaw, coalesce(max(truth) filter (where sides & 1 = 1), 0) as before, coalesce(max(truth) filter (where sides & 2 = 2), 0) as after
      from weighed
      group by flaw
    ),
    turned as materialized (select * from judged where before <> after)
    select flaw, turned.before, turned.after,
      case when turned.after = 1 then min(doubt) filter (where sides & 2 = 2 and truth = 1) end as doubt,
      (array_agg(component_id order by sides & 2 desc, truth desc, tier, component_id) filter (where truth > 0))[1:3] as "componentIds"
    from turned join weighed using (flaw)
    group by flaw, turned.before, turned.after
    order by flaw`.execute(trx.query)
  return rows
}

/**
 * `own_sbom` and `held` by side (`target` 1 before, 2 after), `part (component_id, sides)`: each component once, with the sum of its sides, and
 * `held_key`: the keys of all.
 */
function heldByBoth(before: SoftwareAsked, after: SoftwareAsked): RawBuilder<unknown> {
  return sql`
    own_sbom as materialized (
      select target, sbom.sbom_id, sbom.complete, sbom.describes_operating_system, sbom.describes_firmware
      from (
        select 1 as target, unnest(${before.sbomIds}::integer[]) as sbom_id
        union all
        select 2, unnest(${after.sbomIds}::integer[])
      ) as asked join readable_sbom sbom using (sbom_id)
    ),
    held as materialized (
      select target, component_id from own_sbom join readable_sbom_component line using (sbom_id) where line.deployed
      union
      select target, component_id
      from (values (1, ${before.modelVersionId}::integer), (2, ${after.modelVersionId}::integer)) as model (target, model_version_id)
      join own_model_version using (model_version_id)
    ),
    part as materialized (select component_id, bit_or(target) as sides from held group by component_id),
    held_key as materialized (
      select distinct key.component_id, key.key_id, key.scheme, key.shape, key.version_key, key.attributes, key.doubt, key.reach_id
      from listed_key key
      where key.sbom_id in (select sbom_id from own_sbom)
      union
      select key.component_id, key.key_id, key.scheme, key.shape, key.version_key, key.attributes, key.doubt, key.reach_id
      from own_model_key key
      where key.model_version_id in (${before.modelVersionId}, ${after.modelVersionId})
    )`
}

/** `settled`: what depends on a configuration, for each side that holds it: 2 it holds, 0 it does not, 1 cannot tell. */
const settledForBoth: RawBuilder<unknown> = sql`
  conditioned as materialized (
    select found.*, held.target, range.advisory_id, range.condition
    from found join affected_range range using (range_id) join held using (component_id)
    where found.conditional
  ),
  needed as materialized (select distinct target, advisory_id, condition from conditioned),
  target_complete as materialized (
    select target, coalesce(bool_and(complete), false) as complete,
      coalesce(bool_or(describes_operating_system), false) as describes_operating_system,
      coalesce(bool_or(describes_firmware), false) as describes_firmware
    from own_sbom
    group by target
  ),
  ${conditionTruth(sql`held_key`, operandsAmongHeld)},
  settled as (
    select conditioned.*, case
      when (target, advisory_id, condition) in (select target, advisory_id, condition from condition_truth where truth = 2) then 2
      when (target, advisory_id, condition) in (select target, advisory_id, condition from condition_truth where truth = 0) then 0
      else 1
    end as settled
    from conditioned
  )`

/** What is known of a flaw that software does not hold. */
export interface AbsentFlaw {
  readonly flaw: number
  /** Packages that its sources name. */
  readonly keys: readonly PackageKey[]
  /** Its SBOMs that list one of these packages in a version outside every range. */
  readonly outsideIn: readonly number[]
}

/**
 * Whether software that some flaws do not reach lists what they are in. A distribution or hardware that is named beside the flawed software
 * proves nothing when its own version is another, and neither does a name alone. A component that a configuration excludes counts as outside.
 */
export async function absentFlaws(
  trx: Transaction,
  software: SoftwareAsked,
  flaws: readonly number[],
): Promise<AbsentFlaw[]> {
  if (flaws.length === 0) return []
  const { rows } = await sql<AbsentFlaw>`
    with asked as (select flaw from unnest(${flaws}::integer[]) as each (flaw)),
    ${membersOfAsked},
    spoken as materialized (
      select distinct member.flaw, package_key.key_id, package_key.key, package_key.layer
      from member
      join affected_range range on range.vulnerability_id = member.vulnerability_id and range.valid_to = 'infinity'
      join package_key using (key_id)
    ),
    listed as materialized (
      select distinct sbom_id, key_id
      from listed_key
      where sbom_id = any(${software.sbomIds}::integer[]) and doubt is null and key_id in (select key_id from spoken)
    ),
    outside as (
      select distinct flaw, sbom_id from spoken join listed using (key_id) where layer not in ('distribution', 'hardware')
    )
    select flaw, coalesce((select array_agg(distinct key) from spoken where spoken.flaw = asked.flaw), '{}') as keys,
      coalesce((select array_agg(sbom_id order by sbom_id) from outside where outside.flaw = asked.flaw), '{}') as "outsideIn"
    from asked
    order by flaw`.execute(trx.query)
  return rows
}

/** What a person is told of a flaw. */
export interface FlawTold {
  readonly flaw: number
  /** All its names, a CVE first. */
  readonly names: readonly string[]
  readonly exploitedSince: string | null
  readonly epssProbability: number | null
  /** Of the newest version of CVSS, the worst. */
  readonly cvssBase: number | null
}

/** Names and weight of flaws by their ids. */
export async function tellFlaws(trx: Transaction, flaws: readonly number[]): Promise<Map<number, FlawTold>> {
  if (flaws.length === 0) return new Map()
  const { rows } = await sql<FlawTold>`
    with asked as (select flaw from unnest(${flaws}::integer[]) as each (flaw)),
    ${membersOfAsked},
    called as (
      select flaw, array_agg(name order by name !~ '^CVE-', name collate "C") as names
      from same join vulnerability using (vulnerability_id)
      group by flaw
    ),
    exploited as (
      select flaw, min(added_on) as added_on from same join known_exploited using (vulnerability_id) where valid_to = 'infinity' group by flaw
    ),
    predicted as (
      select flaw, max(epss_probability) as epss from same join exploit_prediction using (vulnerability_id) where valid_to = 'infinity' group by flaw
    ),
    scored as (
      select distinct on (flaw) flaw, (severity->>'base')::real as cvss
      from member
      join advisory on advisory.vulnerability_id = member.vulnerability_id and advisory.valid_to = 'infinity'
      cross join lateral jsonb_array_elements(severities) as severity
      where severity ? 'base'
      order by flaw, severity->>'cvssVersion' desc, (severity->>'base')::real desc
    )
    select flaw, names, exploited.added_on::date as "exploitedSince", predicted.epss::real as "epssProbability", scored.cvss as "cvssBase"
    from called left join exploited using (flaw) left join predicted using (flaw) left join scored using (flaw)`.execute(
    trx.query,
  )
  return new Map(rows.map((row) => [row.flaw, row]))
}

/** `same (flaw, vulnerability_id)`: the names of each flaw asked; `member`: these, and what passes them on. */
const membersOfAsked: RawBuilder<unknown> = sql`
  same as materialized (
    select flaw, flaw as vulnerability_id from asked
    union
    select asked.flaw, alias.vulnerability_id
    from asked join vulnerability_alias alias on alias.cluster_id = asked.flaw and alias.valid_to = 'infinity'
  ),
  member as materialized (
    select flaw, vulnerability_id from same
    union
    select same.flaw, carrier.vulnerability_id
    from same join advisory_alias carrier on carrier.other_id = same.vulnerability_id
    where carrier.kind = 'upstream' and carrier.valid_to = 'infinity'
  )`

/** Name and version of components that readable SBOMs list, or are judged to. */
export async function nameComponents(
  trx: Transaction,
  componentIds: readonly number[],
): Promise<Map<number, { readonly name: string; readonly version: string | null }>> {
  const { rows } = await sql<{ componentId: number; name: string; version: string | null }>`
    select component_id as "componentId", name, version
    from readable_component
    where component_id = any(${componentIds}::integer[])`.execute(trx.query)
  return new Map(rows.map(({ componentId, ...named }) => [componentId, named]))
}

/** What readable SBOMs say of themselves, live or not. */
export async function saidBySboms(trx: Transaction, sbomIds: readonly number[]): Promise<Map<number, SbomFacts>> {
  const { rows } = await sql<SbomFacts & { sbomId: number }>`
    select sbom_id as "sbomId", ${factColumns} from readable_sbom where sbom_id = any(${sbomIds}::integer[])`.execute(
    trx.query,
  )
  return new Map(rows.map(({ sbomId, ...said }) => [sbomId, said]))
}
