import { sql } from 'kysely'
import type { DeviceId, FleetTarget, JudgingSbom, OrganisationId, SbomId } from '../model/index.ts'
import { deviceVersions, judgedAs } from './device-versions.ts'
import type { DeviceVersionRow } from './device-versions.ts'
import { countsOf, devicesOf, isWhole } from './fleet.ts'
import type { FleetFilter } from './fleet.ts'
import { rowsByKeptPlan } from './kept-plan.ts'
import { factsOfSboms, readStanding, standingOf } from './standing.ts'
import type { KeptStandings, OutOfScope, Standing } from './standing.ts'
import type { Transaction } from './transaction.ts'
import { begun } from './vulnerabilities.ts'

/** A fleet as it is judged. */
export interface Fleet {
  readonly targets: readonly FleetTarget[]
  readonly outOfScope: OutOfScope
}

/**
 * Cuts the fleet that passes the filter into targets. What lies on devices is read apart from all knowledge, so that the fleet may lie on other
 * machines than the statements that judge it.
 */
export async function fleetOf(trx: Transaction, standings: KeptStandings, filter: FleetFilter): Promise<Fleet> {
  const { organisationId, asOf } = filter
  const versions = Map.groupBy(await deviceVersions(trx, filter), ({ deviceId }) => deviceId)
  const alone = await devicesAlone(trx, filter, [...versions.keys()])
  if (isWhole(filter)) {
    const standing = await standingOf(trx, standings, organisationId)
    const { outOfScope, targets } = standing
    if (alone.length === 0) return { targets, outOfScope }
    return { targets: await withAlone(trx, standings, { standing, alone, targets, versions }), outOfScope }
  }
  const counts = await countsByScope(trx, filter)
  const standing =
    asOf === undefined
      ? await standingOf(trx, standings, organisationId)
      : { byModel: await readStanding(trx, standings, { organisationId, asOf }) }
  const targets = counts
    .filter(({ scope }) => scope === 'inScope')
    .map(({ modelVersionId, devices }) => {
      const { told, sboms } = standing.byModel.get(modelVersionId) ?? { told: 'noModel', sboms: [] }
      return { modelVersionId, deviceId: null, devices, told, sboms }
    })
  const outOfScope = { scrapped: sumOf(counts, 'scrapped'), noSoftware: sumOf(counts, 'noSoftware') }
  return { targets: await withAlone(trx, standings, { standing, alone, targets, versions, asOf }), outOfScope }
}

interface DeviceAlone {
  readonly modelVersionId: number
  readonly deviceId: DeviceId
  /** SBOMs of the device alone, besides those of its model version. */
  readonly sbomIds: readonly SbomId[]
}

/**
 * The devices that have an SBOM or a triage of their own, or were seen to run another version. Triage lies beside all knowledge, and is read apart
 * from the devices.
 */
async function devicesAlone(
  trx: Transaction,
  filter: FleetFilter,
  withVersions: readonly DeviceId[],
): Promise<DeviceAlone[]> {
  const triaged = new Set([...(await devicesWithTriage(trx, filter.organisationId)), ...withVersions])
  const statement = sql<DeviceAlone>`
    select model_version_id::integer as "modelVersionId", device_id::uuid as "deviceId",
      coalesce(array_agg(sbom_id order by sbom_id) filter (where ${begun('device_sbom', filter.asOf)}), '{}')::integer[] as "sbomIds"
    from ${devicesOf(filter)} as device join device_sbom using (organisation_id, device_id)
    where device.scope = 'inScope'
    group by model_version_id, device_id
    order by model_version_id, device_id`
  const withSbom = isWhole(filter) ? await rowsByKeptPlan(trx, statement) : (await statement.execute(trx.query)).rows
  const found = new Set(withSbom.map(({ deviceId }) => deviceId))
  const others = [...triaged].filter((id) => !found.has(id))
  if (others.length === 0) return withSbom
  const { rows } = await sql<DeviceAlone>`
    select model_version_id as "modelVersionId", device_id as "deviceId", '{}'::integer[] as "sbomIds"
    from ${devicesOf(filter)} as device
    where device.scope = 'inScope' and device_id = any(${others}::uuid[])
    order by model_version_id, device_id`.execute(trx.query)
  return [...withSbom, ...rows]
}

/** Devices that somebody decided anything of alone, now or before. */
async function devicesWithTriage(trx: Transaction, organisationId: OrganisationId): Promise<DeviceId[]> {
  const rows = await rowsByKeptPlan(
    trx,
    sql<{ deviceId: DeviceId }>`
    select distinct device_id::uuid as "deviceId" from triage where organisation_id = ${organisationId} and device_id is not null`,
  )
  return rows.map(({ deviceId }) => deviceId)
}

interface ScopeCount {
  readonly modelVersionId: number
  readonly scope: 'inScope' | 'scrapped' | 'noSoftware'
  readonly devices: number
}

async function countsByScope(trx: Transaction, filter: FleetFilter): Promise<ScopeCount[]> {
  const { rows } = await sql<ScopeCount>`
    select model_version_id as "modelVersionId", scope, devices
    from ${countsOf(filter)} as counts
    order by model_version_id, scope`.execute(trx.query)
  return rows
}

function sumOf(counts: readonly ScopeCount[], scope: ScopeCount['scope']): number {
  return counts.reduce((sum, each) => (each.scope === scope ? sum + each.devices : sum), 0)
}

interface Parts {
  readonly standing: Pick<Standing, 'byModel'>
  readonly targets: readonly FleetTarget[]
  readonly alone: readonly DeviceAlone[]
  /** Versions that were seen of some of them. */
  readonly versions: ReadonlyMap<DeviceId, readonly DeviceVersionRow[]>
  readonly asOf?: string | undefined
}

/** The targets with the devices that are judged alone as targets of their own, and not among those of their model version. */
async function withAlone(
  trx: Transaction,
  standings: KeptStandings,
  { standing, targets, alone, versions, asOf }: Parts,
): Promise<FleetTarget[]> {
  const facts = await factsOfSboms(trx, standings, { sbomIds: alone.flatMap(({ sbomIds }) => sbomIds), asOf })
  const apart = Map.groupBy(alone, ({ modelVersionId }) => modelVersionId)
  const others = targets.map((target) => {
    const group = apart.get(target.modelVersionId)
    return group === undefined ? target : { ...target, devices: target.devices - group.length }
  })
  const own = alone.flatMap((device): FleetTarget[] => {
    const { modelVersionId, deviceId, sbomIds } = device
    return judgedAs(modelVersionId, versions.get(deviceId) ?? []).map((judged, place) => {
      const { told, sboms } = standing.byModel.get(judged) ?? { told: 'noModel', sboms: [] }
      const said = { modelVersionId, ...(judged === modelVersionId ? {} : { judgedAs: judged }) }
      const listing = [...sboms, ...toSboms(sbomIds, facts, sboms)]
      return { ...said, deviceId, devices: place === 0 ? 1 : 0, told, sboms: listing }
    })
  })
  return [...others.filter(({ devices }) => devices > 0), ...own]
}

function toSboms(
  sbomIds: readonly SbomId[],
  facts: Awaited<ReturnType<typeof factsOfSboms>>,
  others: readonly JudgingSbom[],
): JudgingSbom[] {
  return sbomIds.flatMap((sbomId) => {
    const said = facts.get(sbomId)
    return said === undefined || others.some((other) => other.sbomId === sbomId) ? [] : [{ sbomId, facts: said }]
  })
}
