import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { DeviceId, SbomId } from '../model/index.ts'
import { countsOf, devicesOf } from './fleet.ts'
import type { FleetFilter } from './fleet.ts'
import type { Transaction } from './transaction.ts'
import { begun } from './vulnerabilities.ts'

/** A part of the fleet that is judged as one: the devices of a model version, or a device that has an SBOM of its own. */
interface Target {
  readonly modelVersionId: number
  readonly deviceId: DeviceId | null
  readonly devices: number
  /** SBOMs of the device alone, besides those of its model version. */
  readonly ownSboms: readonly SbomId[]
}

/** The fleet as it is judged. Read apart from all knowledge, so that the fleet may lie on other machines than the statement that judges it. */
export type Targets = readonly Target[]

/** Cuts the fleet that passes the filter into targets. */
export async function targetsOf(trx: Transaction, fleet: FleetFilter): Promise<Targets> {
  const own = await ownSbomsOf(trx, fleet)
  const apart = Map.groupBy(own, (target) => target.modelVersionId)
  const { rows } = await sql<{ modelVersionId: number; devices: number }>`
    select model_version_id as "modelVersionId", devices from ${countsOf(fleet)} as counts where scope = 'inScope'`.execute(
    trx.query,
  )
  const others = rows.map(({ modelVersionId, devices }) => ({
    modelVersionId,
    deviceId: null,
    devices: devices - (apart.get(modelVersionId)?.length ?? 0),
    ownSboms: [],
  }))
  return [...others.filter(({ devices }) => devices > 0), ...own]
}

async function ownSbomsOf(trx: Transaction, fleet: FleetFilter): Promise<Target[]> {
  const { rows } = await sql<Target>`
    select model_version_id as "modelVersionId", device_id as "deviceId", 1 as devices,
      coalesce(array_agg(sbom_id) filter (where ${begun('device_sbom', fleet.asOf)}), '{}') as "ownSboms"
    from ${devicesOf(fleet)} as device join device_sbom using (organisation_id, device_id)
    where device.scope = 'inScope'
    group by model_version_id, device_id`.execute(trx.query)
  return rows
}

/** The targets as the relation `target (target, model_version_id, device_id, devices)`. */
export function targetTable(targets: Targets): RawBuilder<unknown> {
  const [ids, deviceIds, devices] = [
    targets.map((target) => target.modelVersionId),
    targets.map((target) => target.deviceId),
    targets.map((target) => target.devices),
  ]
  return sql`(
    select target, model_version_id, device_id, devices
    from unnest(${ids}::integer[], ${deviceIds}::uuid[], ${devices}::integer[]) with ordinality
      as target (model_version_id, device_id, devices, target)
  )`
}

/** The SBOMs of single devices as a relation `(target, sbom_id)`. */
export function ownSbomTable(targets: Targets): RawBuilder<unknown> {
  const pairs = targets.flatMap(({ ownSboms }, index) => ownSboms.map((sbomId) => ({ target: index + 1, sbomId })))
  return sql`(
    select target, sbom_id
    from unnest(${pairs.map((pair) => pair.target)}::bigint[], ${pairs.map((pair) => pair.sbomId)}::integer[]) as own (target, sbom_id)
  )`
}
