import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { makerKey, modelKey } from '../model/index.ts'
import type { CorrectionMatch, OrganisationId } from '../model/index.ts'
import { judgedCounts } from './judged-devices.ts'
import type { Judged } from './judged.ts'
import type { Transaction } from './transaction.ts'

/** SQL condition: the row `rule` speaks of the row `component`, by what is written. */
export const ofMatch = (rule: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  component.name = ${rule}.name
  and (${rule}.group_name is null or component.group_name = ${rule}.group_name)
  and (${rule}.version is null or coalesce(component.version, '') = ${rule}.version)
  and (${rule}.supplier is null or component.supplier = ${rule}.supplier)
  and (${rule}.purl is null or ${rule}.purl = any(component.purls))
  and (${rule}.cpe is null or ${rule}.cpe = any(component.cpes))`

/** SQL condition: the row `rule` speaks of the SBOM `sbom_id`: of all, or of one that is of its devices and of no others. */
export const ofDevices = (rule: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  (${rule}.of_maker_key is null or (
    select coalesce(bool_and(own.maker_key = ${rule}.of_maker_key and (${rule}.of_model_key is null or own.model_key = ${rule}.of_model_key)), false)
    from sbom_of_model own where own.sbom_id = sbom.sbom_id
  ))`

/** SQL condition: a readable SBOM in force lists, as deployed, a component that the row `rule` speaks of. */
export const isListedNow = (rule: RawBuilder<unknown>): RawBuilder<unknown> => sql`exists (
  select from correctable_component component
  where ${ofMatch(rule)} and (
    exists (
      select from written_listing listing
      cross join lateral ids_in(listing.sbom_ids) as listed (sbom_id)
      join readable_sbom sbom on sbom.sbom_id = listed.sbom_id
      where listing.component_id = component.component_id and sbom.valid_to = 'infinity' and ${ofDevices(rule)}
    ) or exists (
      select from written_further_listing listing
      cross join lateral generate_series(0, 511) as bit
      join readable_sbom sbom on sbom.sbom_id = listing.bucket * 512 + bit
      where listing.component_id = component.component_id and get_bit(listing.sbom_bits, bit) = 1 and sbom.valid_to = 'infinity' and ${ofDevices(rule)}
    )
  )
)`

/** The maker whose devices a correction speaks of, as makers are compared; null: all. */
export function keyOfMaker({ ofMaker }: CorrectionMatch): string | null {
  return ofMaker === undefined ? null : makerKey(ofMaker)
}

export function keyOfModel({ ofMaker = '', ofModel }: CorrectionMatch): string | null {
  return ofModel === undefined ? null : modelKey(ofModel, ofMaker)
}

/** What a correction touches. */
export interface CorrectionReach {
  readonly components: number
  readonly sboms: number
  readonly devices: number
  /** Of the components, at most 20 as they are written. */
  readonly samples: readonly {
    readonly name: string
    readonly version: string | null
    readonly supplier: string | null
  }[]
}

const mostSamples = 20

/** How many components of live SBOMs, such SBOMs, and devices in scope a correction speaks of. */
export async function reachOfCorrection(
  trx: Transaction,
  organisationId: OrganisationId,
  match: CorrectionMatch,
): Promise<CorrectionReach> {
  const { name, group, version, supplier, purl, cpe } = match
  const { rows } = await sql<CorrectionReach>`
    with rule as (
      select ${name}::text as name, ${group}::text as group_name, ${version}::text as version, ${supplier}::text as supplier, ${purl}::text as purl,
        ${cpe}::text as cpe, ${keyOfMaker(match)}::text as of_maker_key, ${keyOfModel(match)}::text as of_model_key
    ),
    meant as materialized (
      select component.* from rule join correctable_component component on ${ofMatch(sql`rule`)}
    ),
    listed as materialized (
      select distinct component_id, sbom.sbom_id
      from (
        select component_id, ids_in(sbom_ids) as sbom_id from written_listing join meant using (component_id)
        union all
        select component_id, bucket * 512 + bit
        from written_further_listing join meant using (component_id)
        cross join lateral generate_series(0, 511) as bit
        where get_bit(sbom_bits, bit) = 1
      ) as each
      join readable_sbom sbom using (sbom_id)
      cross join rule
      where sbom.valid_to = 'infinity' and ${ofDevices(sql`rule`)}
    ),
    listing_sbom as materialized (select distinct sbom_id from listed)
    select (select count(distinct component_id)::integer from listed) as components,
      (select count(*)::integer from listing_sbom) as sboms,
      (
        select coalesce(sum(devices), 0)::integer
        from ${judgedCounts(organisationId, sql`select model_version_id from readable_sbom_target where sbom_id in (select sbom_id from listing_sbom)`)} as counted
      ) + (
        select count(distinct device_id)::integer
        from device_sbom
        where organisation_id = ${organisationId} and sbom_id in (select sbom_id from listing_sbom)
      ) as devices,
      (
        select coalesce(json_agg(json_build_object('name', name, 'version', version, 'supplier', supplier) order by name, version, component_id), '[]')
        from (
          select * from meant where component_id in (select component_id from listed) order by name, version, component_id limit ${mostSamples}
        ) as each
      ) as samples`.execute(trx.query)
  return rows[0] ?? { components: 0, sboms: 0, devices: 0, samples: [] }
}

/** A correction through which something that a question speaks of is judged as something else. */
export interface CorrectionActing {
  readonly name: string
  readonly version: string | null
  readonly corrections: readonly number[]
}

const mostActing = 8

/** Components of which a question would find worse as they are written than as corrections say they are. */
export async function correctionsActing(trx: Transaction, judged: Judged): Promise<CorrectionActing[]> {
  const { rows: any } = await sql`select from acting_correction limit 1`.execute(trx.query)
  if (any.length === 0) return []
  const { rows } = await sql<CorrectionActing>`
    with ${judged},
    said as materialized (select component_id, max(truth) as truth from named group by component_id)
    select component.name, component.version, acting.corrections
    from acting_correction acting
    join said as written using (component_id)
    left join said as instead on instead.component_id = acting.corrected_id
    join correctable_component component on component.component_id = written.component_id
    where written.truth > 0 and coalesce(instead.truth, -1) < written.truth
    order by component.name, component.version, component.component_id
    limit ${mostActing}`.execute(trx.query)
  return rows
}
