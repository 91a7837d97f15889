import { makerKey, modelKey, versionKey } from '../model/index.ts'
import type { AssetRow, DeviceId, ExistingDevice } from '../model/index.ts'
import { serialKey, tagKey } from './duplicates.ts'
import type { AssetField } from './importer.ts'
import { normaliseSerial } from './serials.ts'
import { comparableUdi, deviceOfUdi } from './udi-names.ts'

type Value = string | boolean | readonly string[] | undefined

/** One fact of a device that the list tells otherwise. `from` is undefined when it was not known. */
export interface FieldChange {
  readonly field: AssetField
  readonly from: Value
  readonly to: Value
}

export interface PlannedChange {
  readonly deviceId: DeviceId
  readonly row: AssetRow
  readonly changes: readonly FieldChange[]
}

/** A row that is kept apart, since nobody can say which device it is. */
export interface ImportConflict {
  readonly row: AssetRow
  readonly devices: readonly DeviceId[]
  /** What happened and what to do. */
  readonly because: string
}

/** What an import would do. Every row is in `added`, `changed`, `unchanged` or `conflicts`; nothing is ever deleted. */
export interface ImportPlan {
  readonly added: readonly AssetRow[]
  readonly changed: readonly PlannedChange[]
  readonly unchanged: readonly DeviceId[]
  /** Devices that the list does not name. They stay as they are. */
  readonly absent: readonly DeviceId[]
  readonly conflicts: readonly ImportConflict[]
}

/** How a field is compared where spellings of one thing differ; every other field is compared as written. */
const comparable: Partial<Record<AssetField, (text: string, maker?: string) => string>> = {
  udi: comparableUdi,
  serial: normaliseSerial,
  maker: makerKey,
  supplier: makerKey,
  model: modelKey,
  softwareVersion: versionKey,
}

const comparedFields: readonly AssetField[] = [
  'assetTag',
  'udi',
  'serial',
  'maker',
  'supplier',
  'model',
  'family',
  'softwareVersion',
  'operatingSystem',
  'site',
  'ward',
  'room',
  'hostName',
  'aeTitle',
  'macs',
  'ips',
  'status',
  'hasSoftware',
  'inServiceOn',
  'scrappedOn',
]

/**
 * The dry run of an import: which devices a list adds, changes, leaves alone or does not name. A row is a known device by maker and serial
 * number, asset tag, MAC address or UDI; a fact that the list does not state is left alone.
 */
export function planImport(existing: readonly ExistingDevice[], rows: readonly AssetRow[]): ImportPlan {
  const find = indexDevices(existing)
  const lineOf = new Map<DeviceId, number>()
  const plan = {
    added: [] as AssetRow[],
    changed: [] as PlannedChange[],
    unchanged: [] as DeviceId[],
    conflicts: [] as ImportConflict[],
  }
  const named = new Set<DeviceId>()
  for (const row of rows) {
    const devices = find(row)
    for (const { deviceId } of devices) named.add(deviceId)
    const [device] = devices
    const because = conflictOf(row, devices, lineOf)
    if (because !== undefined) plan.conflicts.push({ row, devices: devices.map(({ deviceId }) => deviceId), because })
    else if (device === undefined) plan.added.push(row)
    else {
      lineOf.set(device.deviceId, row.line)
      const changes = compare(device, row)
      if (changes.length === 0) plan.unchanged.push(device.deviceId)
      else plan.changed.push({ deviceId: device.deviceId, row, changes })
    }
  }
  return { ...plan, absent: existing.map(({ deviceId }) => deviceId).filter((deviceId) => !named.has(deviceId)) }
}

/** Finds every device that one of a row's identifiers names. What several devices have in the place of a UDI names none. */
function indexDevices(existing: readonly ExistingDevice[]): (row: AssetRow) => ExistingDevice[] {
  const byKey = new Map<string, ExistingDevice[]>()
  for (const device of existing) {
    for (const key of keysOf(device)) {
      const known = byKey.get(key)
      if (known === undefined) byKey.set(key, [device])
      else known.push(device)
    }
  }
  return (row) => {
    const found = keysOf(row).map((key) => [key, byKey.get(key) ?? []] as const)
    return [
      ...new Set(found.flatMap(([key, devices]) => (key.startsWith('udi ') && devices.length > 1 ? [] : devices))),
    ]
  }
}

function keysOf(device: AssetRow | ExistingDevice): string[] {
  const serial = serialKey(device)
  const tag = tagKey(device)
  return [
    ...(serial === undefined ? [] : [`serial ${serial}`]),
    ...(tag === undefined ? [] : [`tag ${tag}`]),
    ...device.macs.map((mac) => `mac ${mac}`),
    ...keysOfUdi(device.udi),
  ]
}

function keysOfUdi(udi: string | undefined): string[] {
  const named = udi === undefined ? undefined : deviceOfUdi(udi)
  return named === undefined ? [] : [`udi ${named}`]
}

function conflictOf(
  row: AssetRow,
  devices: readonly ExistingDevice[],
  lineOf: ReadonlyMap<DeviceId, number>,
): string | undefined {
  const [device] = devices
  if (device === undefined) return undefined
  if (devices.length > 1) {
    return `line ${row.line} names ${devices.length} known devices by its serial number, asset tag, MAC address or UDI; correct the one that is wrong`
  }
  const earlier = lineOf.get(device.deviceId)
  if (earlier !== undefined) return `lines ${earlier} and ${row.line} both name this device; keep one of the two`
  const isSameTag = tagKey(row) !== undefined && tagKey(row) === tagKey(device)
  if (!isSameTag && differs(serialKey(row), serialKey(device))) {
    return `line ${row.line} has the MAC address or UDI of a known device but another serial number; say which of the two is right`
  }
  return undefined
}

function differs(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && a !== b
}

function compare(device: ExistingDevice, row: AssetRow): FieldChange[] {
  return comparedFields.flatMap((field) => {
    const from: Value = device[field]
    const to: Value = row[field]
    if (to === undefined || to === from || (Array.isArray(to) && to.length === 0)) return []
    if ((row.assumed as readonly AssetField[]).includes(field)) return []
    return form(field, from, device.maker) === form(field, to, row.maker ?? device.maker) ? [] : [{ field, from, to }]
  })
}

/** A value in the form in which it is compared. */
function form(field: AssetField, value: Value, maker: string | undefined): string {
  if (typeof value !== 'string')
    return JSON.stringify(Array.isArray(value) ? value.toSorted((a, b) => (a < b ? -1 : 1)) : (value ?? ''))
  return comparable[field]?.(value, maker) ?? value
}
