import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { foldWords, makerKey, modelKey } from '../model/index.ts'
import type { DeviceId, ExistingDevice, OrganisationId } from '../model/index.ts'
import { copyRows } from './copy.ts'
import type { CopyValue } from './copy.ts'
import { isOfMaker, isOfModel, likeText } from './fleet.ts'
import type { FleetFilter } from './fleet.ts'
import type { Transaction } from './transaction.ts'
import { closing } from './vulnerabilities.ts'

/** A device as it is to be: all its facts, not only those that change. */
export interface DeviceToStore extends ExistingDevice {
  /** 0: no model can be told. */
  readonly modelVersionId: number
}

/** A device as an answer shows it. Absent facts are null. */
export interface DeviceRow {
  readonly deviceId: DeviceId
  readonly modelVersionId: number
  readonly scope: 'inScope' | 'scrapped' | 'noSoftware'
  readonly assetTag: string | null
  readonly serial: string | null
  readonly maker: string | null
  readonly model: string | null
  readonly softwareVersion: string | null
  readonly versionSource: string | null
  readonly versionSeenAt: string | null
  readonly site: string | null
  readonly ward: string | null
  readonly room: string | null
  readonly hostName: string | null
  readonly macs: readonly string[]
  readonly ips: readonly string[]
  /** `network`: seen there and in no list so far; null of a past day on which nobody asked. */
  readonly foundBy: 'list' | 'network' | null
}

const texts = {
  asset_tag: 'assetTag',
  udi: 'udi',
  serial: 'serial',
  maker: 'maker',
  supplier: 'supplier',
  model: 'model',
  family: 'family',
  software_version: 'softwareVersion',
  operating_system: 'operatingSystem',
  site: 'site',
  ward: 'ward',
  room: 'room',
  host_name: 'hostName',
  ae_title: 'aeTitle',
  in_service_on: 'inServiceOn',
  scrapped_on: 'scrappedOn',
  version_source: 'versionSource',
  version_seen_at: 'versionSeenAt',
} as const satisfies Record<string, keyof ExistingDevice>
const textColumns = Object.keys(texts) as (keyof typeof texts)[]
const columns = [
  'organisation_id',
  'device_id',
  'model_version_id',
  'scope',
  'maker_key',
  'model_key',
  'site_key',
  'ward_key',
  ...textColumns,
  'macs',
  'ips',
  'status',
  'has_software',
  'found_by',
]

/** Keeps other imports of the same organisation out until the transaction ends. */
export async function lockFleet(trx: Transaction, organisationId: OrganisationId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${organisationId}, 0))`.execute(trx.query)
}

/** The whole inventory of an organisation, to plan an import against. */
export async function existingDevices(trx: Transaction, organisationId: OrganisationId): Promise<ExistingDevice[]> {
  const { rows } = await sql<Record<string, unknown>>`
    select * from device where organisation_id = ${organisationId} order by device_id`.execute(trx.query)
  return rows.map(toExisting)
}

function toExisting(row: Record<string, unknown>): ExistingDevice {
  const facts = textColumns.flatMap((column) => (row[column] === null ? [] : [[texts[column], row[column]]]))
  const device = {
    ...Object.fromEntries(facts),
    deviceId: row['device_id'],
    macs: row['macs'],
    ips: row['ips'],
    status: row['status'],
    hasSoftware: row['has_software'],
    foundBy: row['found_by'],
  }
  return device as ExistingDevice
}

/**
 * Writes devices, new or changed; what they were before goes to their history, and the kept counts follow in the same statement.
 * Inserts of many rows into a fleet table name a conflict even where none can be: without one Citus copies, and row policies refuse COPY.
 */
export async function writeDevices(
  trx: Transaction,
  organisationId: OrganisationId,
  devices: readonly DeviceToStore[],
): Promise<void> {
  if (devices.length === 0) return
  await sql`create temporary table staged_device (like device including defaults) on commit drop`.execute(trx.query)
  await copyRows(
    trx,
    'staged_device',
    columns,
    devices.map((device) => toRow(organisationId, device)),
  )
  const list = sql.join(columns.map((column) => sql.ref(column)))
  const updates = sql.join(columns.slice(2).map((column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`))
  await sql`
    with old as materialized (
      select device.* from device join staged_device staged using (organisation_id, device_id)
      where device.organisation_id = ${organisationId}
    ),
    past as (
      insert into device_history (organisation_id, device_id, model_version_id, scope, device, valid_from, valid_to)
      select organisation_id, device_id, model_version_id, scope, to_jsonb(old) - 'place', valid_from, ${closing('old')} from old
      on conflict (organisation_id, device_id, valid_to) do nothing
    ),
    written as (
      insert into device (${list}, valid_from)
      select ${list}, now() from staged_device
      on conflict (organisation_id, device_id) do update set ${updates}, valid_from = excluded.valid_from
    ),
    moved as (
      select model_version_id, scope, sum(devices)::integer as devices
      from (
        select model_version_id, scope, 1 as devices from staged_device
        union all
        select model_version_id, scope, -1 from old
      ) as each
      group by model_version_id, scope
      having sum(devices) <> 0
    )
    insert into device_count (organisation_id, model_version_id, scope, devices)
    select ${organisationId}::uuid, model_version_id, scope, devices from moved
    on conflict (organisation_id, model_version_id, scope) do update set devices = device_count.devices + excluded.devices`.execute(
    trx.query,
  )
}

function toRow(organisationId: OrganisationId, device: DeviceToStore): CopyValue[] {
  const scope = device.status === 'scrapped' ? 'scrapped' : device.hasSoftware ? 'inScope' : 'noSoftware'
  const { maker, model, site, ward } = device
  return [
    organisationId,
    device.deviceId,
    device.modelVersionId,
    scope,
    maker === undefined ? null : makerKey(maker),
    model === undefined ? null : modelKey(model, maker),
    site === undefined ? null : foldWords(site),
    ward === undefined ? null : foldWords(ward),
    ...textColumns.map((column) => device[texts[column]]),
    device.macs,
    device.ips,
    device.status,
    device.hasSoftware,
    device.foundBy,
  ]
}

/** The columns of a `DeviceRow`, of a relation like `device`. */
export const shownOfDevice = sql`device_id as "deviceId", model_version_id as "modelVersionId", scope, asset_tag as "assetTag", serial, maker, model,
  software_version as "softwareVersion", version_source as "versionSource", version_seen_at as "versionSeenAt", site, ward, room,
  host_name as "hostName", macs, ips, found_by as "foundBy"`

/** Fact of a device by which it is asked for. `any` is every one of them at once, with maker and model. */
export type DeviceFactAsked = 'serial' | 'tag' | 'ip' | 'mac' | 'host' | 'maker' | 'model' | 'any'

/** SQL condition: the device is the one asked for. Serial numbers and asset tags are compared without spaces, dashes and case. */
export function testOfFact({ asOf }: FleetFilter, fact: DeviceFactAsked, value: string): RawBuilder<unknown> {
  const isNow = asOf === undefined // what a device was looked up by is not kept for past days
  const mac = value
    .toLowerCase()
    .replace(/[^0-9a-f]/g, '')
    .replace(/(..)(?=.)/g, '$1:')
  const tests = {
    serial: sql`${isNow ? sql`serial_key` : sql`without_separators(serial)`} = without_separators(${value})`,
    tag: sql`${isNow ? sql`asset_tag_key` : sql`without_separators(asset_tag)`} = without_separators(${value})`,
    ip: sql`ips @> array[${value.toLowerCase()}]`,
    mac: sql`macs @> array[${mac}]`,
    host: sql`lower(host_name) = lower(${value}) or lower(host_name) like lower(${likeText(value)}) || '.%'`,
    maker: isOfMaker(value),
    model: isOfModel(value),
  }
  if (fact !== 'any') return tests[fact]
  const each = Object.values(tests).map((test) => sql`(${test})`)
  return sql.join(each, sql` or `)
}
