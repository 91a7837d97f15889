import type { AssetRow } from '../model/index.ts'
import { readText } from '../tables/index.ts'
import { readDate, readFlag, readIdentifier, readIps, readMacs, readStatus, readUdiCell } from './cells.ts'
import type { Reading } from './cells.ts'
import { saysNoSoftware } from './headers.ts'
import { identityFields } from './columns.ts'
import type { AssetField, AssetProblem, Column } from './importer.ts'
import { normaliseSerial } from './serials.ts'
import { deviceOfUdi, readWrittenUdi } from './udi-names.ts'

type Draft = { -readonly [Field in keyof AssetRow]?: AssetRow[Field] }

/** Longer texts are no name and no number of anything, and cannot be searched. */
const maxFieldChars = 500
const maxListChars = 4000

/** A row, what was doubtful in it, and why it is none when it is not. */
export interface RowReading {
  readonly row?: AssetRow
  readonly problems: readonly AssetProblem[]
  readonly rejectedBecause?: string
}

/** Makes a row of a line's cells. A cell that cannot be read is a problem and counts as empty; a line that identifies no device is rejected. */
export function readRow(
  line: number,
  cells: readonly string[],
  columns: readonly Pick<Column, 'position' | 'header' | 'field'>[],
  today: string,
): RowReading {
  if (cells.length < columns.length) return rejected(tooFew(cells.length, columns.length))
  if (cells.slice(columns.length).some((cell) => readText(cell) !== undefined)) return rejected(tooMany(columns.length))
  const draft: Draft = {}
  const problems: AssetProblem[] = []
  for (const { position, header, field } of columns) {
    const text = readText(cells[position - 1] ?? '')
    if (field === undefined || text === undefined) continue
    if (text.length > (field === 'macs' || field === 'ips' ? maxListChars : maxFieldChars)) {
      problems.push({ line, header, message: tooLong(text) })
      continue
    }
    for (const message of fill(draft, field, text, header)) problems.push({ line, header, message })
  }
  problems.push(...takeSerial(draft, line))
  const rejectedBecause = anonymous(draft)
  if (rejectedBecause !== undefined) return { problems, rejectedBecause }
  return { row: finish(draft, line, today), problems }
}

/** A UDI with a serial number tells it where the list does not; where both tell one, the list's stands, and the difference is told. */
function takeSerial(draft: Draft, line: number): AssetProblem[] {
  const { serial } = draft.udi === undefined ? {} : (readWrittenUdi(draft.udi) ?? {})
  if (serial === undefined) return []
  if (draft.serial === undefined) {
    draft.serial = serial
    return []
  }
  if (normaliseSerial(draft.serial) === normaliseSerial(serial)) return []
  const message = `the UDI says serial number ${serial}, and the list ${draft.serial}, which is taken; look at the device's label`
  return [{ line, message }]
}

/** Why a line names no device; undefined when it does. */
function anonymous(draft: Draft): string | undefined {
  const telling = identityFields.filter((field) => draft[field] !== undefined)
  if (telling.length === 0)
    return 'nothing tells this device from another; add its asset tag, serial number, MAC, IP, host name or UDI'
  const ofModel = draft.udi !== undefined && deviceOfUdi(draft.udi) === undefined
  if (telling.length === 1 && ofModel)
    return 'its UDI names a model and no single device; add its asset tag, serial number, MAC, IP or host name'
  return undefined
}

function rejected(rejectedBecause: string): RowReading {
  return { problems: [], rejectedBecause }
}

function tooLong(text: string): string {
  return `“${text.slice(0, 40)}…” has ${text.length} characters, at most ${maxFieldChars} are kept; check whether a quotation mark is missing`
}

function tooFew(cells: number, columns: number): string {
  return `the line has ${cells} cells where the headers have ${columns}; put the missing separators back`
}

function tooMany(columns: number): string {
  return `the line has text beyond the last of ${columns} headers; put cells that hold the separator in quotation marks`
}

/** Puts a cell's text into its field; returns what is wrong with it. */
function fill(draft: Draft, field: AssetField, text: string, header: string): string[] {
  switch (field) {
    case 'assetTag':
    case 'serial':
      return keep(readIdentifier(text), (value) => (draft[field] = value))
    case 'udi':
      return keep(readUdiCell(text), (value) => (draft.udi = value))
    case 'macs':
    case 'ips':
      return (field === 'macs' ? readMacs(text) : readIps(text)).flatMap((reading) =>
        keep(reading, (value) => (draft[field] = [...new Set([...(draft[field] ?? []), value])])),
      )
    case 'inServiceOn':
      return keep(readDate(text), (value) => (draft.inServiceOn = value))
    case 'scrappedOn':
      return fillScrapped(draft, text)
    case 'status':
      return keep(readStatus(text), (value) => (draft.status = value))
    case 'hasSoftware':
      return keep(readFlag(text), (value) => (draft.hasSoftware = saysNoSoftware(header) ? !value : value))
    case 'maker':
    case 'supplier':
    case 'model':
    case 'family':
    case 'softwareVersion':
    case 'operatingSystem':
    case 'site':
    case 'ward':
    case 'room':
    case 'hostName':
    case 'aeTitle':
      draft[field] = text
      return []
  }
}

/** A column `réformé` holds days in some lists and yes or no in others. */
function fillScrapped(draft: Draft, text: string): string[] {
  const flag = readFlag(text)
  if (flag === undefined || 'problem' in flag) return keep(readDate(text), (value) => (draft.scrappedOn = value))
  if (flag.value) draft.status = 'scrapped'
  return []
}

function keep<T>(reading: Reading<T>, put: (value: T) => void): string[] {
  if (reading === undefined) return []
  if ('problem' in reading) return [reading.problem]
  put(reading.value)
  return []
}

function finish(draft: Draft, line: number, today: string): AssetRow {
  const wasScrapped = draft.scrappedOn !== undefined && draft.scrappedOn <= today
  const status = draft.status ?? (wasScrapped ? 'scrapped' : 'inService')
  const assumed: AssetRow['assumed'][number][] = []
  if (draft.status === undefined && !wasScrapped) assumed.push('status')
  if (draft.hasSoftware === undefined) assumed.push('hasSoftware')
  return {
    ...draft,
    line,
    macs: draft.macs ?? [],
    ips: draft.ips ?? [],
    status,
    hasSoftware: draft.hasSoftware ?? true,
    assumed,
  }
}
