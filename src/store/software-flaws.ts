import { sql } from 'kysely'
import type { PackageKey, SbomFacts } from '../model/index.ts'
import { membersOfAsked } from './flaw-members.ts'
import { factColumns } from './standing.ts'
import type { Transaction } from './transaction.ts'
import type { SoftwareAsked } from './compared-parts.ts'

/** What is known of a flaw that software does not hold. */
export interface AbsentFlaw {
  readonly flaw: number
  /** Packages that its sources name. */
  readonly keys: readonly PackageKey[]
  /** Its SBOMs that list one of these packages in a version outside every range. */
  readonly outsideIn: readonly number[]
  /** Advisories that speak of it: how many in all, and how many are not withdrawn; and the ranges of these that a machine can use. */
  readonly advisories: number
  readonly standing: number
  readonly ranges: number
}

/**
 * Whether software that some flaws do not reach lists what they are in. A distribution or hardware that is named beside the flawed software
 * proves nothing when its own version is another, and neither does a name alone.
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
      select distinct member.flaw, key_id
      from member
      cross join lateral (
        select key_id from affected_range where vulnerability_id = member.vulnerability_id and valid_to = 'infinity' offset 0
      ) as range
    ),
    package as materialized (
      select named.*
      from (select distinct key_id from spoken) as each
      cross join lateral (select key_id, key, layer from package_key where key_id = each.key_id offset 0) as named
    ),
    listed as materialized (
      select distinct sbom_id, key_id
      from listed_key
      where sbom_id = any(${software.sbomIds}::integer[]) and doubt is null
        and (key_id in (select key_id from package where layer not in ('distribution', 'hardware'))) is true
    ),
    named as (select flaw, array_agg(key order by key) as keys from spoken join package using (key_id) group by flaw),
    outside as (select flaw, array_agg(distinct sbom_id order by sbom_id) as sbom_ids from spoken join listed using (key_id) group by flaw),
    told as (
      select flaw, count(*)::integer as advisories, (count(*) filter (where not withdrawn))::integer as standing,
        (sum(range_count) filter (where not withdrawn))::integer as ranges
      from member join advisory using (vulnerability_id)
      where advisory.valid_to = 'infinity'
      group by flaw
    )
    select flaw, coalesce(keys, '{}') as keys, coalesce(sbom_ids, '{}') as "outsideIn", coalesce(advisories, 0) as advisories,
      coalesce(standing, 0) as standing, coalesce(ranges, 0) as ranges
    from asked left join named using (flaw) left join outside using (flaw) left join told using (flaw)
    order by flaw`.execute(trx.query)
  return rows
}

/** Which of some SBOMs list components, as they are judged. */
export async function sbomsListing(
  trx: Transaction,
  sbomIds: readonly number[],
  componentIds: readonly number[],
): Promise<Map<number, readonly number[]>> {
  if (componentIds.length === 0) return new Map()
  const { rows } = await sql<{ componentId: number; sbomIds: number[] }>`
    select component_id as "componentId", array_agg(distinct sbom_id order by sbom_id) as "sbomIds"
    from readable_sbom_component
    where sbom_id = any(${sbomIds}::integer[]) and component_id = any(${componentIds}::integer[]) and deployed
    group by component_id`.execute(trx.query)
  return new Map(rows.map((row) => [row.componentId, row.sbomIds]))
}

/** The model versions that an SBOM describes, at most 1,000. */
export async function modelVersionsOfSbom(trx: Transaction, sbomId: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select model_version_id as id from readable_sbom_target where sbom_id = ${sbomId} order by model_version_id limit 1000`.execute(
    trx.query,
  )
  return rows.map(({ id }) => id)
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
