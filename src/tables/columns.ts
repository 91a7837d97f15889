import { readRecords } from './csv-records.ts'
import type { TextLine } from './csv-records.ts'
import type { ColumnChoice } from '../model/index.ts'
import { foldHeader } from './headers.ts'
import type { HeaderMeaning } from './headers.ts'

/** How one column of a list was understood by its header. */
export interface NamedColumn<Field extends string> {
  /** From 1. */
  readonly position: number
  /** As written, spaces joined; of a column without one, empty. */
  readonly header: string
  /** Absent: the column is not read. */
  readonly field?: Field
  /**
   * `named`: by a known name. `similar`: by a name that is nearly a known one. `given`: by the caller. `remembered`: as it was accepted for an
   * earlier list. `repeated`: another column tells the same better.
   */
  readonly by: 'named' | 'similar' | 'given' | 'remembered' | 'repeated' | 'unknown'
}

/** What is asked of a line of headers. */
export interface HeaderRules<Field extends string> {
  readonly read: (header: string) => HeaderMeaning<Field> | undefined
  /** Fields that several columns may fill together. */
  readonly many: ReadonlySet<Field>
  /** What the caller says of a column; `undefined` leaves it out, and a column that is absent here is read by its header. */
  readonly given: (column: { readonly position: number; readonly header: string }) => Stated<Field> | undefined
}

interface Stated<Field extends string> {
  readonly field: Field | undefined
  /** Absent: it is given now. */
  readonly by?: 'remembered'
}

/** Columns up to the last one with a header. One meaning per column; of two columns for one field the better named is read. */
export function readColumns<Field extends string>(
  headers: readonly string[],
  { read, many, given }: HeaderRules<Field>,
): readonly NamedColumn<Field>[] {
  const last = headers.findLastIndex((header) => header.trim() !== '')
  const columns = headers.slice(0, last + 1).map((written, index): Draft<Field> => {
    const header = written.replace(/\s+/g, ' ').trim()
    const position = index + 1
    const stated = given({ position, header })
    return { position, header, stated, meaning: stated === undefined ? read(header) : undefined }
  })
  return columns.map(({ position, header, stated, meaning }) => {
    if (stated !== undefined)
      return {
        position,
        header,
        by: stated.by ?? 'given',
        ...(stated.field === undefined ? {} : { field: stated.field }),
      }
    if (meaning === undefined) return { position, header, by: 'unknown' }
    const isTaken = !many.has(meaning.field) && columns.some((other) => isBetter(other, position, meaning))
    return isTaken ? { position, header, by: 'repeated' } : { position, header, by: meaning.by, field: meaning.field }
  })
}

/** Whether a person's word speaks of this column: by its position, or by its header however it is written. */
export function isMeant(column: ColumnChoice<string>['column'], position: number, header: string): boolean {
  if (column === position) return true
  return typeof column === 'string' && header !== '' && foldHeader(column) === foldHeader(header)
}

/** Whether a row holds these headers in this order, however they are written; empty cells after the last header do not count. */
export function holdsHeaders(cells: readonly string[], headers: readonly string[]): boolean {
  const filled = cells.slice(0, cells.findLastIndex((cell) => cell.trim() !== '') + 1)
  return (
    filled.length === headers.length && filled.every((cell, at) => foldHeader(cell) === foldHeader(headers[at] ?? ''))
  )
}

interface Draft<Field extends string> {
  readonly position: number
  readonly header: string
  readonly stated: Stated<Field> | undefined
  readonly meaning: HeaderMeaning<Field> | undefined
}

function isBetter<Field extends string>(
  other: Draft<Field>,
  position: number,
  { field, rank }: HeaderMeaning<Field>,
): boolean {
  if (other.position === position) return false
  if (other.stated?.field === field) return true
  if (other.meaning?.field !== field) return false
  return other.meaning.rank < rank || (other.meaning.rank === rank && other.position < position)
}

/** A line that may hold the headers of a list. */
export interface HeaderCandidate {
  readonly separator: string
  readonly line: number
  readonly cells: readonly string[]
}

/** The lines of a text's head as records, by each separator that it may have; lines after `lastLine` are not headers. */
export function* headerCandidates(
  head: readonly TextLine[],
  { separators, lastLine }: { readonly separators: readonly string[]; readonly lastLine: number },
): Generator<HeaderCandidate> {
  for (const separator of separators) {
    for (const record of readRecords(head, separator)) {
      if (record.line > lastLine) break
      if (record.is === 'record') yield { separator, line: record.line, cells: record.cells }
    }
  }
}

/** The first of the candidates in which the most columns are understood, of those that `isHeader` takes for headers. */
export function findHeaders<Candidate extends { readonly cells: readonly string[] }, Field extends string>(
  candidates: Iterable<Candidate>,
  rules: HeaderRules<Field>,
  isHeader: (columns: readonly NamedColumn<Field>[]) => boolean,
): { readonly candidate: Candidate; readonly columns: readonly NamedColumn<Field>[] } | undefined {
  let best: { candidate: Candidate; columns: readonly NamedColumn<Field>[]; understood: number } | undefined
  for (const candidate of candidates) {
    const columns = readColumns(candidate.cells, rules)
    const understood = columns.filter(({ field }) => field !== undefined).length
    if (understood > (best?.understood ?? 0) && isHeader(columns)) best = { candidate, columns, understood }
  }
  return best
}
