import { sql } from 'kysely'
import type { DeviceId, ObservedIdentity, ObservedLink, ObservedVersion, OrganisationId } from '../model/index.ts'
import { copyRows, toJson } from './copy.ts'
import type { Transaction } from './transaction.ts'

/** A device on the network with what it is compared by, and how it stood to the inventory until now. */
export interface IdentityRow extends ObservedIdentity {
  readonly model: string | null
  readonly deviceKind: string | null
  readonly isClinical: boolean
  readonly isTold: boolean
  readonly versions: readonly ObservedVersion[]
  readonly standing: string
  readonly deviceId: DeviceId | null
  /** JSON. */
  readonly match: string
}

/** Every device on the network of an organisation, as it is compared with its inventory. */
export async function readIdentities(trx: Transaction, organisationId: OrganisationId): Promise<IdentityRow[]> {
  const { rows } = await sql<IdentityRow>`
    select observed_id as "observedId", kind, anchors, serial_keys as "serialKeys", macs, host_names as "hostNames", ae_titles as "aeTitles", maker, model,
      device_kind as "deviceKind", is_clinical as "isClinical", is_told as "isTold", versions, standing, device_id as "deviceId", match::text as match,
      (select each->>'deviceId' from jsonb_array_elements(match) as each where each->>'rule' = 'made' limit 1) as "madeDeviceId"
    from observed_device
    where organisation_id = ${organisationId}
    order by observed_id`.execute(trx.query)
  return rows
}

/** What some devices on the network tell that a device of the inventory can be made of. */
export interface MadeOfRow {
  readonly observedId: string
  readonly maker: string | null
  readonly model: string | null
  readonly serial: string | null
  readonly hostName: string | null
  readonly aeTitle: string | null
  readonly operatingSystem: string | null
  readonly udi: string | null
  readonly macs: readonly string[]
  readonly ips: readonly string[]
  readonly roles: readonly string[]
}

export async function readToMake(
  trx: Transaction,
  organisationId: OrganisationId,
  ids: readonly string[],
): Promise<MadeOfRow[]> {
  if (ids.length === 0) return []
  const best = (field: string) => sql`facts->${field}->'values'->0->>'value'`
  const { rows } = await sql<MadeOfRow>`
    select observed_id as "observedId", maker, model, serial, host_names[1] as "hostName", ae_titles[1] as "aeTitle",
      ${best('operatingSystem')} as "operatingSystem", ${best('udi')} as udi, macs, ips,
      array(select each->>'value' from jsonb_array_elements(coalesce(facts->'role'->'values', '[]')) as each) as roles
    from observed_device
    where organisation_id = ${organisationId} and observed_id = any(${ids}::uuid[])
    order by observed_id`.execute(trx.query)
  return rows
}

/** Notes how devices on the network stand to the inventory. */
export async function writeLinks(
  trx: Transaction,
  organisationId: OrganisationId,
  links: readonly ObservedLink[],
): Promise<void> {
  if (links.length === 0) return
  await sql`create temporary table staged_link (observed_id uuid, standing text, device_id uuid, match jsonb) on commit drop`.execute(
    trx.query,
  )
  await copyRows(
    trx,
    'staged_link',
    ['observed_id', 'standing', 'device_id', 'match'],
    links.map(({ observedId, standing, deviceId, matches }) => [observedId, standing, deviceId, toJson(matches)]),
  )
  await sql`
    update observed_device
    set standing = staged.standing, device_id = staged.device_id, match = staged.match
    from staged_link staged
    where observed_device.organisation_id = ${organisationId} and observed_device.observed_id = staged.observed_id`.execute(
    trx.query,
  )
  await sql`drop table staged_link`.execute(trx.query)
}
