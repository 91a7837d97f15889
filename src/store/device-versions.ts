import { sql } from 'kysely'
import type { DeviceId, OrganisationId, VersionSeen } from '../model/index.ts'
import { toJson } from './copy.ts'
import type { FleetFilter } from './fleet.ts'
import type { Transaction } from './transaction.ts'
import { alive, closing } from './vulnerabilities.ts'

/** Another software version by which a device is judged than that of its list. */
export interface DeviceVersionRow {
  readonly deviceId: DeviceId
  /** Its model in that version. */
  readonly modelVersionId: number
  readonly version: string
  readonly declared: string | null
  /** `beside`: it gets the worse of both verdicts. */
  readonly stands: 'beside' | 'instead'
  /** Who told it, when. */
  readonly evidence: Omit<VersionSeen, 'version' | 'stands'>
}

/** One of them, with where the list says what it says; null where its list says something else by now, or nothing. */
export interface DeviceVersionTold extends DeviceVersionRow {
  readonly declaredSource: string | null
  /** ISO 8601. */
  readonly declaredAt: string | null
}

const columns = sql`device_id::uuid as "deviceId", model_version_id::integer as "modelVersionId", version::text as version, declared::text as declared,
  stands::text as stands, evidence::jsonb as evidence`

/** The versions by which devices are judged besides, or instead of, that of their list; of all, or of some. */
export async function deviceVersions(
  trx: Transaction,
  { organisationId, asOf }: Pick<FleetFilter, 'organisationId' | 'asOf'>,
  deviceIds?: readonly DeviceId[],
): Promise<DeviceVersionRow[]> {
  if (deviceIds?.length === 0) return []
  const isMeant = deviceIds === undefined ? sql`true` : sql`device_id = any(${deviceIds}::uuid[])`
  const { rows } = await sql<DeviceVersionRow>`
    select ${columns}
    from device_version
    where organisation_id = ${organisationId} and ${isMeant} and ${alive('device_version', asOf)}
    order by device_id, model_version_id`.execute(trx.query)
  return rows
}

/** The model versions by which a device is judged: that of its list with those that were seen besides, or the settled ones alone. */
export function judgedAs(
  modelVersionId: number,
  versions: readonly Pick<DeviceVersionRow, 'modelVersionId' | 'stands'>[],
): number[] {
  const settled = versions.filter(({ stands }) => stands === 'instead').map((version) => version.modelVersionId)
  const others = versions.map((version) => version.modelVersionId)
  return [...new Set(settled.length > 0 ? settled : [modelVersionId, ...others])]
}

/** The same of some devices, with where their list says what it says. */
export async function deviceVersionsTold(
  trx: Transaction,
  { organisationId, asOf }: Pick<FleetFilter, 'organisationId' | 'asOf'>,
  deviceIds: readonly DeviceId[],
): Promise<DeviceVersionTold[]> {
  if (deviceIds.length === 0) return []
  const { rows } = await sql<DeviceVersionTold>`
    select told.*, device.version_source as "declaredSource", device.version_seen_at as "declaredAt"
    from (
      select ${columns}
      from device_version
      where organisation_id = ${organisationId} and device_id = any(${deviceIds}::uuid[]) and ${alive('device_version', asOf)}
    ) as told
    left join device on device.organisation_id = ${organisationId} and device.device_id = told."deviceId" and device.software_version = told.declared
    order by told."deviceId", told."modelVersionId"`.execute(trx.query)
  return rows
}

/**
 * Closes the versions that hold no longer, and keeps those that hold now. A model version that no device has by its list gets a kept count of
 * nought, so that it is among those that the organisation's answers know.
 */
export async function writeDeviceVersions(
  trx: Transaction,
  organisationId: OrganisationId,
  { closed, opened }: { readonly closed: readonly DeviceVersionRow[]; readonly opened: readonly DeviceVersionRow[] },
): Promise<void> {
  if (closed.length > 0)
    await sql`
      update device_version set valid_to = ${closing('device_version')}
      from unnest(${closed.map(({ deviceId }) => deviceId)}::uuid[], ${closed.map(({ modelVersionId }) => modelVersionId)}::integer[])
        as gone (device_id, model_version_id)
      where device_version.organisation_id = ${organisationId} and device_version.valid_to = 'infinity'
        and device_version.device_id = gone.device_id and device_version.model_version_id = gone.model_version_id`.execute(
      trx.query,
    )
  if (opened.length === 0) return
  await sql`
    insert into device_version (organisation_id, device_id, model_version_id, version, declared, stands, evidence)
    select ${organisationId}::uuid, "deviceId", "modelVersionId", version, declared, stands, evidence
    from jsonb_to_recordset(${toJson(opened)}::jsonb)
      as opened ("deviceId" uuid, "modelVersionId" integer, version text, declared text, stands text, evidence jsonb)
    on conflict (organisation_id, device_id, model_version_id, valid_to) do update
    set version = excluded.version, declared = excluded.declared, stands = excluded.stands, evidence = excluded.evidence`.execute(
    trx.query,
  )
  const ids = [...new Set(opened.map(({ modelVersionId }) => modelVersionId))]
  await sql`
    insert into device_count (organisation_id, model_version_id, scope, devices)
    select ${organisationId}::uuid, model_version_id, 'inScope', 0 from unnest(${ids}::integer[]) as asked (model_version_id)
    on conflict (organisation_id, model_version_id, scope) do nothing`.execute(trx.query)
}
