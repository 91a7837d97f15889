import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Doubt, PackageKey, SbomFacts } from '../model/index.ts'
import { flawsOfSoftware } from './device-flaws.ts'
import { factColumns } from './standing.ts'
import type { Transaction } from './transaction.ts'

/** SBOMs that are judged together, live or not, and the model version they describe; 0 when it plays no part. */
export interface SoftwareAsked {
  readonly sbomIds: readonly number[]
  readonly modelVersionId: number
}

/** What software says to a flaw, by its id over all feeds. `truth`: 2 affected, 1 cannot tell. */
export interface SoftwareFlaw {
  readonly flaw: number
  readonly truth: 1 | 2
  readonly doubt: Doubt | null
  /** The most telling components, at most 3. */
  readonly componentIds: readonly number[]
}

/** Every flaw that some software has, or may have, configurations settled: what `ask` would say of a device that holds it, before anybody's statements. */
export async function flawsIn(trx: Transaction, software: SoftwareAsked): Promise<SoftwareFlaw[]> {
  const { rows } = await sql<SoftwareFlaw>`
    with ${flawsOfSoftware(toJudged(software))}
    select flaw, max(truth) as truth, case when max(truth) = 1 then min(doubt::doubt)::text end as doubt,
      (array_agg(component_id order by truth desc, tier, component_id))[1:3] as "componentIds"
    from (select flaw, component_id, max(truth) as truth, min(doubt) as doubt, min(tier) as tier from weighed group by flaw, component_id) as each
    where truth > 0
    group by flaw
    order by flaw`.execute(trx.query)
  return rows
}

function toJudged({ sbomIds, modelVersionId }: SoftwareAsked) {
  return { sboms: sql`(select unnest(${sbomIds}::integer[]) as sbom_id)`, modelVersionId }
}

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

/** Name and version of components that readable SBOMs list. */
export async function nameComponents(
  trx: Transaction,
  software: SoftwareAsked,
  componentIds: readonly number[],
): Promise<Map<number, { readonly name: string; readonly version: string | null }>> {
  const { rows } = await sql<{ componentId: number; name: string; version: string | null }>`
    select distinct component_id as "componentId", name, version
    from readable_line
    where sbom_id = any(${software.sbomIds}::integer[]) and component_id = any(${componentIds}::integer[])`.execute(
    trx.query,
  )
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
