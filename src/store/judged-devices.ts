import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { DeviceId, OrganisationId } from '../model/index.ts'
import { deviceVersions, judgedAs } from './device-versions.ts'
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

/** SQL: the same as `judgedAs`, of a device beside its row of `seenVersions` as `version`. */
const judgedAsSeen = sql`coalesce(version.instead, device.model_version_id || array_remove(version.seen, device.model_version_id))`

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
      select counted.model_version_id, counted.devices
      from ${seenVersions(organisationId)} as version join device using (organisation_id, device_id)
      cross join lateral (
        select unnest(array_remove(coalesce(version.instead, version.seen), device.model_version_id)) as model_version_id, 1 as devices
        union all
        select device.model_version_id, -1 where device.model_version_id <> all(version.instead)
      ) as counted
      where device.organisation_id = ${organisationId} and device.scope = 'inScope'
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
      select device.model_version_id, ${judgedAsSeen} as judged_as, count(*)::integer as devices
      from ${seenVersions(organisationId)} as version join device using (organisation_id, device_id)
      where device.organisation_id = ${organisationId} and device.scope = 'inScope'
      group by device.model_version_id, judged_as
    ),
    usual as (
      select model_version_id, array[model_version_id] as judged_as, sum(devices)::integer as devices
      from (
        select model_version_id, devices from device_count where organisation_id = ${organisationId} and scope = 'inScope'
        union all
        select model_version_id, -devices from apart
      ) as each
      group by model_version_id
    )
    select model_version_id as "modelVersionId", judged_as as "judgedAs", devices
    from (select * from apart union all select * from usual) as each
    where devices > 0 and exists (select from unnest(judged_as) as one where one in (select unnest(${modelVersionIds}::integer[])))
    order by model_version_id, judged_as`.execute(trx.query)
  return rows
}

/** The devices in scope that are of one of these model versions or were seen to be, or are these themselves, each with what it is judged as. */
export async function devicesJudgedAs(
  trx: Transaction,
  organisationId: OrganisationId,
  {
    modelVersionIds,
    deviceIds,
  }: { readonly modelVersionIds: readonly number[]; readonly deviceIds: readonly DeviceId[] },
): Promise<DeviceJudgedAs[]> {
  if (modelVersionIds.length + deviceIds.length === 0) return []
  const isSeenAs = sql`device_id in (
    select device_id from device_version
    where organisation_id = ${organisationId} and valid_to = 'infinity' and model_version_id = any(${modelVersionIds}::integer[])
  )`
  const isOne = sql`(device_id = any(${deviceIds}::uuid[]) or model_version_id = any(${modelVersionIds}::integer[]) or ${isSeenAs})`
  return readJudged(trx, organisationId, sql`scope = 'inScope' and ${isOne}`)
}

/** Devices and their versions are read apart: joined, a table that has no statistics yet would be read once for each device. */
async function readJudged(
  trx: Transaction,
  organisationId: OrganisationId,
  isMeant: RawBuilder<unknown>,
): Promise<DeviceJudgedAs[]> {
  const { rows } = await sql<Omit<DeviceJudgedAs, 'judgedAs'>>`
    select device_id as "deviceId", model_version_id as "modelVersionId", serial
    from device
    where organisation_id = ${organisationId} and ${isMeant}
    order by device_id`.execute(trx.query)
  const deviceIds = rows.map(({ deviceId }) => deviceId)
  const versions = Map.groupBy(await deviceVersions(trx, { organisationId }, deviceIds), ({ deviceId }) => deviceId)
  return rows.map((row) => ({ ...row, judgedAs: judgedAs(row.modelVersionId, versions.get(row.deviceId) ?? []) }))
}

/** Maker, model and version of each model version that some devices are judged as; a device that nothing names has none. */
export async function namesJudgedBy(
  trx: Transaction,
  organisationId: OrganisationId,
  deviceIds: readonly DeviceId[],
): Promise<DeviceAs[]> {
  const devices = await readJudged(trx, organisationId, sql`device_id = any(${deviceIds}::uuid[])`)
  const ids = [...new Set(devices.flatMap((device) => device.judgedAs))]
  const { rows } = await sql<Omit<DeviceAs, 'deviceId'> & { readonly modelVersionId: number }>`
    select model_version_id as "modelVersionId", maker, model, version
    from readable_model_version
    where model_version_id = any(${ids}::integer[])`.execute(trx.query)
  const names = new Map(rows.map(({ modelVersionId, ...name }) => [modelVersionId, name]))
  return devices.flatMap(({ deviceId, judgedAs: some }) =>
    some.flatMap((id) => {
      const name = names.get(id)
      return name === undefined ? [] : [{ deviceId, ...name }]
    }),
  )
}
