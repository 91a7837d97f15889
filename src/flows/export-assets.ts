import type { DeviceId, ExistingDevice } from '../model/index.ts'
import { writeEquipmentList } from '../reports/index.ts'
import type { EquipmentForm, Language, ListedDevice } from '../reports/index.ts'
import { existingDevices, inOrganisation, observedForList } from '../store/index.ts'
import type { ObservedForList, Organisation, Store } from '../store/index.ts'

export interface ExportAssetsOptions {
  readonly organisation: Organisation
  readonly form: EquipmentForm
  readonly language: Language
  readonly now: Date
}

/** A file to be handed on. */
export interface ExportedAssets {
  readonly fileName: string
  readonly mediaType: string
  readonly devices: number
  readonly pieces: Iterable<Uint8Array>
}

const mediaTypes: Readonly<Record<EquipmentForm, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** The whole inventory in the columns that an import reads, with what the network added beside them. */
export async function exportAssets(
  store: Store,
  { organisation: { organisationId }, form, language, now }: ExportAssetsOptions,
): Promise<ExportedAssets> {
  const { devices, observed } = await inOrganisation(store, organisationId, async (trx) => ({
    devices: await existingDevices(trx, organisationId),
    observed: await observedForList(trx, organisationId),
  }))
  const listed = beside(devices, observed)
  return {
    fileName: `equipment-${now.toISOString().slice(0, 10)}.${form}`,
    mediaType: mediaTypes[form],
    devices: devices.length,
    pieces: writeEquipmentList(listed, form, language),
  }
}

function* beside(devices: readonly ExistingDevice[], observed: readonly ObservedForList[]): Generator<ListedDevice> {
  const surely = new Map<DeviceId, ObservedForList[]>()
  const perhaps = new Set<DeviceId>()
  for (const each of observed) {
    if (each.standing === 'probable') for (const { deviceId } of each.match) perhaps.add(deviceId)
    if (each.standing !== 'matched' || each.deviceId === null) continue
    const others = surely.get(each.deviceId)
    if (others === undefined) surely.set(each.deviceId, [each])
    else others.push(each)
  }
  for (const { deviceId, ...device } of devices) {
    const seen = surely.get(deviceId) ?? []
    const inList = seen.length > 0 ? 'matched' : perhaps.has(deviceId) ? 'probable' : 'onlyInList'
    const standing = device.foundBy === 'network' ? 'onlyOnNetwork' : inList
    yield { ...device, standing, ...(seen.length === 0 ? {} : { seen: togetherOf(seen) }) }
  }
}

/** A device with several interfaces is seen as several. */
function togetherOf(seen: readonly ObservedForList[]): NonNullable<ListedDevice['seen']> {
  const all = (told: (each: ObservedForList) => readonly string[]): readonly string[] => [
    ...new Set(seen.flatMap(told)),
  ]
  return {
    versions: all(({ softwareVersion }) => (softwareVersion === null ? [] : [softwareVersion])),
    macs: all(({ macs }) => macs),
    ips: all(({ ips }) => ips),
    hostNames: all(({ hostNames }) => hostNames),
    aeTitles: all(({ aeTitles }) => aeTitles),
    lastSeenAt: seen.map(({ lastSeenAt }) => lastSeenAt).reduce((a, b) => (a > b ? a : b)),
  }
}
