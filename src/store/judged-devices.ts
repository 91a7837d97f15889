import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { DeviceId, OrganisationId } from '../model/index.ts'
import type { Transaction } from './transaction.ts'

/** Devices in scope that are judged alike. */
export interface DevicesAlike {
  /** The model version of their list; 0: it names none. */
  readonly modelVersionId: number
  /** The model versions that they may be, of which the worst counts: that of the list, and those that were seen besides or instead. */
  readonly judgedAs: readonly number[]
  readonly devices: number
}

/** One of them, told apart. */
export interface DeviceJudgedAs extends Omit<DevicesAlike, 'devices'> {
  readonly deviceId: DeviceId
  readonly serial: string | null
}

/** A device as what it is judged, in one of the versions that it may run. */
export interface DeviceAs {
  readonly deviceId: DeviceId
  readonly maker: string
  readonly model: string
  readonly version: string | null
}

/** `(organisation_id, device_id, seen, instead)`: the devices that are judged by other versions than that of their list alone, and by which. */
function seenVersions(organisationId: OrganisationId): RawBuilder<unknown> {
  return sql`(
    select organisation_id, device_id, array_agg(model_version_id order by model_version_id) as seen,
      array_agg(model_version_id order by model_version_id) filter (where stands = 'instead') as instead
    from device_version
    where organisation_id = ${organisationId} and valid_to = 'infinity'
    group by organisation_id, device_id
  )`
}

/** SQL: by which model versions a device is judged, beside a row of `seenVersions` as `version` or none. */
const judgedAs = sql`coalesce(version.instead, device.model_version_id || array_remove(version.seen, device.model_version_id))`

/**
 * `(model_version_id, devices)`: how many devices in scope are judged by each model version, as their list says or as was seen of them. One that may be
 * two counts for both; one of which is settled that it is another no longer counts for that of its list. Of those `among` which are asked for.
 */
export function judgedCounts(organisationId: OrganisationId, among: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select model_version_id, sum(devices)::integer as devices
    from (
      select model_version_id, devices from device_count where organisation_id = ${organisationId} and scope = 'inScope'
      union all
      select unnest(array_remove(coalesce(version.instead, version.seen), device.model_version_id)) as model_version_id, 1
      from ${seenVersions(organisationId)} as version join device using (organisation_id, device_id)
      where device.organisation_id = ${organisationId} and device.scope = 'inScope'
      union all
      select device.model_version_id, -1
      from ${seenVersions(organisationId)} as version join device using (organisation_id, device_id)
      where device.organisation_id = ${organisationId} and device.scope = 'inScope' and device.model_version_id <> all(version.instead)
    ) as each
    where model_version_id in (${among})
    group by model_version_id
    having sum(devices) > 0
  )`
}

/** SQL condition: some device is judged by a model version, as its list says or as was seen. */
export function isJudgedBy(organisationId: OrganisationId, modelVersionId: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    exists (
      select from device_count counted
      where counted.organisation_id = ${organisationId} and counted.model_version_id = ${modelVersionId}
        and counted.scope = 'inScope' and counted.devices > 0
    ) or exists (
      select from device_version seen
      where seen.organisation_id = ${organisationId} and seen.model_version_id = ${modelVersionId} and seen.valid_to = 'infinity'
    )
  )`
}

/**
 * How many devices in scope are judged alike, of those that may be one of these model versions. From the kept counts; only devices of which another
 * version was seen are counted anew.
 */
export async function devicesAlike(
  trx: Transaction,
  organisationId: OrganisationId,
  modelVersionIds: readonly number[],
): Promise<DevicesAlike[]> {
  const { rows } = await sql<DevicesAlike>`
    with apart as materialized (
      select device.model_version_id, ${judgedAs} as judged_as, count(*)::integer as devices
      from ${seenVersions(organisationId)} as version join device using (organisation_id, device_id)
      where device.organisation_id = ${organisationId} and device.scope = 'inScope'
      group by device.model_version_id, judged_as
    ),
    usual as (
      select model_version_id, array[model_version_id] as judged_as, counted.devices - coalesce(other.devices, 0) as devices
      from device_count counted
      left join (select model_version_id, sum(devices)::integer as devices from apart group by model_version_id) as other using (model_version_id)
      where counted.organisation_id = ${organisationId} and counted.scope = 'inScope'
    )
    select model_version_id as "modelVersionId", judged_as as "judgedAs", devices
    from (select * from apart union all select * from usual) as each
    where devices > 0 and judged_as && ${modelVersionIds}::integer[]
    order by model_version_id, judged_as`.execute(trx.query)
  return rows
}

/** The devices in scope that may be one of these model versions, or are these themselves, each with what it is judged as. */
export async function devicesJudgedAs(
  trx: Transaction,
  organisationId: OrganisationId,
  {
    modelVersionIds,
    deviceIds,
  }: { readonly modelVersionIds: readonly number[]; readonly deviceIds: readonly DeviceId[] },
): Promise<DeviceJudgedAs[]> {
  if (modelVersionIds.length + deviceIds.length === 0) return []
  const { rows } = await sql<DeviceJudgedAs>`
    select device_id as "deviceId", device.model_version_id as "modelVersionId", ${judgedAs} as "judgedAs", serial
    from device left join ${seenVersions(organisationId)} as version using (organisation_id, device_id)
    where device.organisation_id = ${organisationId} and device.scope = 'inScope'
      and (device_id = any(${deviceIds}::uuid[]) or ${judgedAs} && ${modelVersionIds}::integer[])
    order by device_id`.execute(trx.query)
  return rows
}

/** Maker, model and version of each model version that some devices are judged as; a device that nothing names has none. */
export async function namesJudgedBy(
  trx: Transaction,
  organisationId: OrganisationId,
  deviceIds: readonly DeviceId[],
): Promise<DeviceAs[]> {
  const { rows } = await sql<DeviceAs>`
    select device_id as "deviceId", named.maker, named.model, named.version
    from (
      select device_id, unnest(${judgedAs}) as model_version_id
      from device left join ${seenVersions(organisationId)} as version using (organisation_id, device_id)
      where device.organisation_id = ${organisationId} and device_id = any(${deviceIds}::uuid[])
    ) as judged
    join readable_model_version as named using (model_version_id)
    order by device_id, model_version_id`.execute(trx.query)
  return rows
}
