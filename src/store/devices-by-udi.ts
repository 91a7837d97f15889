import { sql } from 'kysely'
import type { OrganisationId } from '../model/index.ts'
import { shownOfDevice } from './devices.ts'
import type { DeviceRow } from './devices.ts'
import { likeText } from './fleet.ts'
import type { Transaction } from './transaction.ts'

/** What a UDI names. */
export interface NamedByUdi {
  /** Without the zeros at its head, which lists lose. */
  readonly deviceIdentifier: string
  /** Absent: it names a model alone. */
  readonly serial?: string
}

export interface DeviceOfUdi extends DeviceRow {
  readonly udi: string | null
}

/** Each UDI of a fleet with the maker that its list gives it, in the order of both. */
export async function makersOfUdis(
  trx: Transaction,
  organisationId: OrganisationId,
): Promise<{ readonly udi: string; readonly maker: string }[]> {
  const { rows } = await sql<{ udi: string; maker: string }>`
    select distinct udi, maker
    from device
    where organisation_id = ${organisationId} and found_by = 'list' and udi is not null and maker is not null
    order by udi, maker
    limit ${mostListed}`.execute(trx.query)
  return rows
}

/** More devices than any organisation has. */
const mostListed = 1_000_000
const mostFound = 200

/** Devices that have this serial number, then those in whose UDI the device identifier stands, at most 200. */
export async function devicesOfUdi(
  trx: Transaction,
  organisationId: OrganisationId,
  { deviceIdentifier, serial }: NamedByUdi,
): Promise<DeviceOfUdi[]> {
  const hasSerial = serial === undefined ? sql`false` : sql`serial_key = without_separators(${serial})`
  const { rows } = await sql<DeviceOfUdi>`
    select ${shownOfDevice}, udi
    from device
    where organisation_id = ${organisationId} and (${hasSerial} or udi like ${`%${likeText(deviceIdentifier)}%`})
    order by (${hasSerial}) is true desc, device_id
    limit ${mostFound}`.execute(trx.query)
  return rows
}
