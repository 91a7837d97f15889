import type { ExistingDevice } from '../model/index.ts'
import { toCsvLine } from './csv.ts'
import type { Language } from './exporter.ts'
import { equipmentWords } from './words/equipment.ts'
import type { ListedField, ListedStanding } from './words/equipment.ts'
import { writeWorkbook } from './xlsx.ts'

/** Forms in which the equipment list is written. */
export const equipmentForms = ['csv', 'xlsx'] as const
export type EquipmentForm = (typeof equipmentForms)[number]

/** A device as the list tells of it, with what the network added. */
export interface ListedDevice extends Omit<ExistingDevice, 'deviceId'> {
  readonly standing: ListedStanding
  /** Absent: nothing on the network surely is it. */
  readonly seen?: {
    readonly versions: readonly string[]
    readonly macs: readonly string[]
    readonly ips: readonly string[]
    readonly hostNames: readonly string[]
    readonly aeTitles: readonly string[]
    /** ISO 8601. */
    readonly lastSeenAt: string
  }
}

/**
 * The equipment list in the columns that the import reads, followed by what the network added. As CSV with the separator that spreadsheets of
 * the language expect, and with what they would take for a formula made harmless; as a workbook with texts alone.
 */
export function* writeEquipmentList(
  devices: Iterable<ListedDevice>,
  form: EquipmentForm,
  language: Language,
): Generator<Uint8Array> {
  const rows = rowsOf(devices, language)
  if (form === 'xlsx') return yield* writeWorkbook(equipmentWords[language].sheet, rows)
  const separator = language === 'fr' ? ';' : ','
  yield Buffer.from('\u{feff}') // without it spreadsheets take UTF-8 for windows-1252
  for (const row of rows) yield Buffer.from(toCsvLine(row, separator))
}

function* rowsOf(devices: Iterable<ListedDevice>, language: Language): Generator<readonly string[]> {
  const { fields, added } = equipmentWords[language]
  yield [...Object.values(fields), ...Object.values(added)]
  for (const device of devices) {
    const listed = Object.keys(fields).map((field) => cellOf(device, field as ListedField, language))
    yield [...listed, ...addedOf(device, language)]
  }
}

function cellOf(device: ListedDevice, field: ListedField, language: Language): string {
  const { statuses, flags } = equipmentWords[language]
  if (field === 'status') return statuses[device.status]
  if (field === 'hasSoftware') return device.hasSoftware ? flags.yes : flags.no
  if (field === 'macs' || field === 'ips') return device[field].join(' ')
  return device[field] ?? ''
}

/** In the order of the words. */
function addedOf({ standing, foundBy, versionSource, seen }: ListedDevice, language: Language): readonly string[] {
  const words = equipmentWords[language]
  return [
    versionSource ?? '',
    words.standings[standing],
    words.foundBy[foundBy],
    ...[seen?.versions, seen?.macs, seen?.ips, seen?.hostNames, seen?.aeTitles].map((texts) => texts?.join(' ') ?? ''),
    seen?.lastSeenAt ?? '',
  ]
}
