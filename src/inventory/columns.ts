import { manyFields, readHeader } from './headers.ts'
import type { AssetField, Column } from './importer.ts'
import { findHeaders, headerCandidates } from '../tables/index.ts'
import type { NamedColumn, TextLine } from '../tables/index.ts'

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
  const rules = {
    read: readHeader,
    many: manyFields,
    given: ({ header }: { readonly header: string }) => (given.has(header) ? { field: given.get(header) } : undefined),
  }
  const found = findHeaders(headerCandidates(head, { separators, lastLine: maxTitleLines }), rules, isHeaderLine)
  if (found === undefined) return undefined
  const { candidate, columns } = found
  return { separator: candidate.separator, headerLine: candidate.line, columns }
}

function isHeaderLine(columns: readonly NamedColumn<AssetField>[]): boolean {
  const fields = new Set(columns.map((column) => column.field))
  return fields.size >= 2 && identityFields.some((field) => fields.has(field))
}
