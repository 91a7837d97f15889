import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { foldWords } from '../model/index.ts'
import type { DeviceId, OrganisationId, Slice } from '../model/index.ts'
import type { PlacedDevice } from './device-pages.ts'
import { shownOfDevice } from './devices.ts'
import type { DeviceRow } from './devices.ts'
import { devicesOf, likeText } from './fleet.ts'
import type { FleetFilter } from './fleet.ts'
import type { Transaction } from './transaction.ts'

/** What narrows a list of devices beside what narrows a fleet. */
export interface DeviceFilter extends FleetFilter {
  /** Part of a tag, serial number, host name or address, or words of maker and model. */
  readonly text?: string
  /** Only those in scope that nothing on the network surely is. */
  readonly isUnseen?: true
}

/** Devices of a fleet in their order, in scope or not. */
export async function sliceOfDevices(
  trx: Transaction,
  fleet: DeviceFilter,
  { limit, after }: Slice,
): Promise<PlacedDevice[]> {
  const isAfter = after === undefined ? sql`true` : sql`place > ${after[0]}::text`
  const { rows } = await sql<PlacedDevice>`
    select ${shownOfDevice}, place
    from ${devicesOf(fleet)} as device
    where ${holdsText(fleet.text)} and ${isUnseen(fleet)} and ${isAfter}
    order by place
    limit ${limit}`.execute(trx.query)
  return rows
}

/** The devices of these ids; the list of what they may be is short. */
export async function findDevices(
  trx: Transaction,
  organisationId: OrganisationId,
  deviceIds: readonly DeviceId[],
): Promise<DeviceRow[]> {
  if (deviceIds.length === 0) return []
  const { rows } = await sql<DeviceRow>`
    select ${shownOfDevice} from device
    where organisation_id = ${organisationId} and device_id = any(${[...new Set(deviceIds)]}::uuid[])
    order by place
    limit 10000`.execute(trx.query)
  return rows
}

/** One device of an organisation. */
export async function findDevice(
  trx: Transaction,
  organisationId: OrganisationId,
  deviceId: DeviceId,
): Promise<DeviceRow | undefined> {
  const { rows } = await sql<DeviceRow>`
    select ${shownOfDevice} from device where organisation_id = ${organisationId} and device_id = ${deviceId}`.execute(
    trx.query,
  )
  return rows[0]
}

function isUnseen({ organisationId, isUnseen: isAsked }: DeviceFilter): RawBuilder<unknown> {
  if (isAsked === undefined) return sql`true`
  return sql`(
    scope = 'inScope' and not exists (
      select from observed_device as seen
      where seen.organisation_id = ${organisationId} and seen.device_id = device.device_id and seen.standing = 'matched'
    )
  )`
}

function holdsText(text: string | undefined): RawBuilder<unknown> {
  if (text === undefined || text.trim() === '') return sql`true`
  const part = `%${likeText(text.trim().toLowerCase())}%`
  const joined = text.replace(/[\s/_.-]/g, '').toUpperCase()
  const number = joined === '' ? part : `%${likeText(joined)}%`
  return sql`(
    ${isNamed(text)} or asset_tag_key like ${number} or serial_key like ${number} or host_key like ${part}
    or array_to_string(ips, ' ') like ${part} or array_to_string(macs, ' ') like ${part}
  )`
}

/** Words of maker and model, whatever their accents and their case. */
function isNamed(text: string): RawBuilder<unknown> {
  const words = foldWords(text)
  return words === '' ? sql`false` : sql`concat_ws('-', maker_key, model_key) like ${`%${likeText(words)}%`}`
}
