import { manyFields, readHeader } from './headers.ts'
import type { HeaderMeaning } from './headers.ts'
import type { AssetField, Column } from './importer.ts'
import { readRecords } from './csv-records.ts'
import type { TextLine } from './text-lines.ts'

const separators = [';', ',', '\t'] as const
/** Titles, dates and empty lines above the headers of real exports take fewer lines. */
const maxTitleLines = 30

/** Fields of which one at least tells a device from its neighbours. */
export const identityFields = [
  'assetTag',
  'udi',
  'serial',
  'macs',
  'ips',
  'hostName',
] as const satisfies readonly AssetField[]

/** Where the headers of a list stand and what they mean. */
export interface Layout {
  readonly separator: string
  readonly headerLine: number
  /** Columns up to the last one with a header. */
  readonly columns: readonly Omit<Column, 'filledLines'>[]
}

/** Finds separator and header line together: the first line of the file's head in which the most columns are understood. */
export function findLayout(
  head: readonly TextLine[],
  given: ReadonlyMap<string, AssetField | undefined>,
): Layout | undefined {
  let best: Layout | undefined
  for (const separator of separators) {
    for (const record of readRecords(head, separator)) {
      if (record.line > maxTitleLines) break
      if (record.is === 'broken') continue
      const layout = { separator, headerLine: record.line, columns: readColumns(record.cells, given) }
      if (isHeaderLine(layout) && understood(layout) > (best === undefined ? 0 : understood(best))) best = layout
    }
  }
  return best
}

/** One meaning per column; of two columns for one field the better named is read, and MAC and IP columns are read together. */
function readColumns(
  headers: readonly string[],
  given: ReadonlyMap<string, AssetField | undefined>,
): Layout['columns'] {
  const last = headers.findLastIndex((header) => header.trim() !== '')
  const read = headers.slice(0, last + 1).map((written, index) => {
    const header = written.replace(/\s+/g, ' ').trim()
    return {
      position: index + 1,
      header,
      meaning: given.has(header) ? undefined : readHeader(header),
      field: given.get(header),
    }
  })
  return read.map(({ position, header, meaning, field }) => {
    if (given.has(header)) return { position, header, by: 'given', ...(field === undefined ? {} : { field }) }
    if (meaning === undefined) return { position, header, by: 'unknown' }
    const isTaken = !manyFields.has(meaning.field) && read.some((other) => isBetter(other, position, meaning))
    return isTaken ? { position, header, by: 'repeated' } : { position, header, by: meaning.by, field: meaning.field }
  })
}

function isBetter(
  other: {
    readonly position: number
    readonly meaning: HeaderMeaning | undefined
    readonly field: AssetField | undefined
  },
  position: number,
  { field, rank }: HeaderMeaning,
): boolean {
  if (other.position === position) return false
  if (other.field === field) return true
  if (other.meaning?.field !== field) return false
  return other.meaning.rank < rank || (other.meaning.rank === rank && other.position < position)
}

function isHeaderLine({ columns }: Layout): boolean {
  const fields = new Set(columns.map((column) => column.field))
  return fields.size >= 2 && identityFields.some((field) => fields.has(field))
}

function understood({ columns }: Layout): number {
  return columns.filter((column) => column.field !== undefined).length
}
