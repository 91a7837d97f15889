import { sql } from 'kysely'
import type { DeviceId, OrganisationId, Slice } from '../model/index.ts'
import { toJson } from './copy.ts'
import type { PlacedDevice } from './device-pages.ts'
import { shownOfDevice } from './devices.ts'
import type { Transaction } from './transaction.ts'

export type RemediationState = 'notRemediated' | 'inProgress' | 'done'

/** What a person said was done. `modelVersionId` is 0 where it is said of one device; `deviceId` is absent where it is said of a model version. */
export interface RemediationToStore {
  readonly documentKey: string
  readonly flaw: string
  readonly modelVersionId: number
  readonly deviceId?: DeviceId
  readonly state: RemediationState
  readonly note: string
  readonly author: string
  /** Of the document that they had before them. */
  readonly version: string
  /** What the document asked to be done, one text for each remedy. */
  readonly remedies: readonly string[]
}

export interface RemediationRow extends RemediationToStore {
  /** ISO 8601. */
  readonly setAt: string
}

const nobody = '00000000-0000-0000-0000-000000000000'

/** Adds what was said; what was said before stays in the history. */
export async function addRemediation(
  trx: Transaction,
  organisationId: OrganisationId,
  said: RemediationToStore,
): Promise<void> {
  await sql`
    insert into advisory_remediation (organisation_id, document_key, flaw, model_version_id, device_id, state, note, author, version, remedies)
    values (${organisationId}, ${said.documentKey}, ${said.flaw}, ${said.modelVersionId}, ${said.deviceId ?? nobody}::uuid, ${said.state},
      ${said.note}, ${said.author}, ${said.version}, ${toJson(said.remedies)}::jsonb)`.execute(trx.query)
}

/** The latest that was said of each flaw of some documents, for each model version and device; a device's row has the model version it is of now. */
export async function remediationsOf(
  trx: Transaction,
  organisationId: OrganisationId,
  documentKeys: readonly string[],
): Promise<RemediationRow[]> {
  const { rows } = await sql<RemediationRow & { deviceId: DeviceId | null }>`
    select said."documentKey", said.flaw, coalesce(device.model_version_id, said.model_version_id) as "modelVersionId",
      nullif(said.device_id, ${nobody}::uuid) as "deviceId", said.state, said.note, said.author, said.version, said.remedies,
      to_char(said.set_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "setAt"
    from (
      select distinct on (document_key, flaw, model_version_id, device_id) *, document_key as "documentKey"
      from advisory_remediation
      where organisation_id = ${organisationId} and document_key = any(${documentKeys}::text[])
      order by document_key, flaw, model_version_id, device_id, set_at desc
    ) as said
    left join device on device.organisation_id = ${organisationId} and device.device_id = said.device_id
    order by said."documentKey", said.flaw, said.model_version_id, said.device_id`.execute(trx.query)
  return rows.map(({ deviceId, ...row }) => (deviceId === null ? row : { ...row, deviceId }))
}

/** The devices in scope that are of some model versions or were seen to be, in the order of lists. */
export async function sliceOfDevicesOf(
  trx: Transaction,
  {
    organisationId,
    modelVersionIds,
  }: { readonly organisationId: OrganisationId; readonly modelVersionIds: readonly number[] },
  { limit, after }: Slice,
): Promise<PlacedDevice[]> {
  const isAfter = after === undefined ? sql`true` : sql`place > ${after[0]}::text`
  const { rows } = await sql<PlacedDevice>`
    with seen as materialized (
      select device_id
      from device_version
      where organisation_id = ${organisationId} and valid_to = 'infinity' and model_version_id = any(${modelVersionIds}::integer[])
    )
    select ${shownOfDevice}, place
    from device
    where organisation_id = ${organisationId} and scope = 'inScope' and ${isAfter}
      and (model_version_id = any(${modelVersionIds}::integer[]) or device_id in (select device_id from seen))
    order by place
    limit ${limit}`.execute(trx.query)
  return rows
}
