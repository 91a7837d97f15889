import type { AcceptedColumns, ColumnChoice, ListColumn, ListField } from '../../model/index.ts'
import { findHeaders, holdsHeaders, isMeant, readColumns } from '../../tables/index.ts'
import type { HeaderRules, NamedColumn } from '../../tables/index.ts'
import type { PdfText } from '../pdf/extract.ts'
import { fits, guessByContent } from './guess.ts'
import { identityFields, manyFields, readHeader, tellsDevices } from './names.ts'
import type { TableRow } from './table.ts'

/** What is known of the columns of a list before it is read. */
export interface ListHints {
  /** What a person says of them. */
  readonly choices: readonly ColumnChoice[]
  /** What was accepted for earlier lists of the same maker, the first that fits is taken. */
  readonly accepted?: readonly AcceptedColumns[]
  /** The texts of the document, when it is a PDF: they are taken out of it in a thread of its own. */
  readonly pdf?: PdfText
}

export const noHints: ListHints = { choices: [] }

export type LaidColumn = Omit<ListColumn, 'filledRows'>

/** Where the headers of a table stand, and what its columns hold. */
export interface Layout {
  /** Rows of the head that stand above the first component: titles and headers. */
  readonly rowsAbove: number
  readonly headers?: TableRow
  readonly columns: readonly LaidColumn[]
}

/** Titles and empty rows above the headers of real lists take fewer rows. */
const lastTitleRow = 40
/** Wider tables have no headers that are looked for: each cell is compared with some hundred names. */
const mostColumns = 200

/** Understands the columns of a table by its first rows; undefined when it is no component list. */
export function findLayout(head: readonly TableRow[], hints: ListHints): Layout | undefined {
  if (head.length === 0) return undefined
  const isChosen = hints.choices.length > 0
  for (const accepted of isChosen ? [] : (hints.accepted ?? [])) {
    const known = byAccepted(head, accepted)
    if (known !== undefined) return known
  }
  return byHeaders(head, hints) ?? byChosenHeaders(head, hints) ?? byContent(head, hints)
}

function byAccepted(head: readonly TableRow[], { headers, fields }: AcceptedColumns): Layout | undefined {
  const index = head.slice(0, lastTitleRow).findIndex(({ cells }) => holdsHeaders(cells, headers))
  const row = head[index]
  if (row === undefined) return undefined
  const columns = headers.map((_, place): LaidColumn => {
    const field = fields[place]
    const header = tidy(row.cells[place] ?? '')
    const position = place + 1
    return field === undefined || field === null
      ? { position, header, by: 'remembered' }
      : { position, header, by: 'remembered', field }
  })
  return { rowsAbove: index + 1, headers: row, columns }
}

function byHeaders(head: readonly TableRow[], { choices }: ListHints): Layout | undefined {
  const rows = head.slice(0, lastTitleRow).filter(({ cells }) => cells.length <= mostColumns)
  const found = findHeaders(rows, rulesOf(choices), (columns) => isHeaderRow(columns, choices))
  if (found === undefined || tellsDevices(found.candidate.cells)) return undefined
  return { rowsAbove: head.indexOf(found.candidate) + 1, headers: found.candidate, columns: found.columns.map(toLaid) }
}

function toLaid(column: NamedColumn<ListField>): LaidColumn {
  return column
}

function rulesOf(choices: readonly ColumnChoice[]): HeaderRules<ListField> {
  return {
    read: readHeader,
    many: manyFields,
    given: ({ position, header }) => {
      const choice = choices.find(({ column }) => isMeant(column, position, header))
      if (choice !== undefined) return { field: choice.field === 'none' ? undefined : choice.field }
      return undefined
    },
  }
}

/** Two columns are understood, and one of them says what a row is; or a person said so of one by its header. */
function isHeaderRow(columns: readonly NamedColumn<ListField>[], choices: readonly ColumnChoice[]): boolean {
  const fields = new Set(columns.flatMap(({ field }) => field ?? []))
  if (![...fields].some((field) => identityFields.has(field))) return false
  const named = columns.filter(({ by }) => by === 'named' || by === 'similar').length
  const givenByHeader = columns.some(
    ({ by, header }) => by === 'given' && choices.some(({ column }) => isMeant(column, 0, header)),
  )
  return givenByHeader || (named > 0 && fields.size >= 2)
}

/** Nobody knows the names of the columns, but a person named one that stands there. */
function byChosenHeaders(head: readonly TableRow[], { choices }: ListHints): Layout | undefined {
  const named = choices.filter(({ column }) => typeof column === 'string')
  if (named.length === 0) return undefined
  const index = head
    .slice(0, lastTitleRow)
    .findIndex(({ cells }) => named.every(({ column }) => cells.some((cell) => isMeant(column, 0, tidy(cell)))))
  const row = head[index]
  if (row === undefined) return undefined
  return { rowsAbove: index + 1, headers: row, columns: readColumns(row.cells, rulesOf(choices)) }
}

/** Columns by what stands in them. A first row that looks otherwise than all below it is one of headers that nobody knows. */
function byContent(head: readonly TableRow[], { choices }: ListHints): Layout | undefined {
  const rows = head.filter(({ cells }) => cells.length <= mostColumns)
  const guessed = guessByContent(rows.length > 3 ? rows.slice(1) : rows)
  const positions = new Map(
    choices.flatMap(({ column, field }) => (typeof column === 'number' ? [[column, field] as const] : [])),
  )
  const [first] = rows
  if (first === undefined || tellsDevices(first.cells)) return undefined
  const hasHeaders = [...guessed].some(([column, field]) => !fits(field, first.cells[column] ?? ''))
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0)
  const taken = new Set([...positions.values()].filter((field) => field !== 'none' && !manyFields.has(field)))
  const columns = Array.from({ length: width }, (_, index): LaidColumn => {
    const position = index + 1
    const header = hasHeaders ? tidy(first.cells[index] ?? '') : ''
    const chosen = positions.get(position)
    if (chosen !== undefined)
      return chosen === 'none' ? { position, header, by: 'given' } : { position, header, by: 'given', field: chosen }
    const field = guessed.get(index)
    if (field === undefined) return { position, header, by: 'unknown' }
    return taken.has(field) ? { position, header, by: 'repeated' } : { position, header, by: 'content', field }
  })
  if (!isList(columns, rows.length)) return undefined
  return { rowsAbove: hasHeaders ? head.indexOf(first) + 1 : 0, columns, ...(hasHeaders ? { headers: first } : {}) }
}

/** By content alone a table is a list when a column of it holds identifiers or, with three rows at least, names beside versions. */
function isList(columns: readonly LaidColumn[], rows: number): boolean {
  const fields = columns.flatMap(({ field }) => field ?? [])
  if (columns.some(({ by, field }) => by === 'given' && field !== undefined && identityFields.has(field))) return true
  return fields.includes('purl') || fields.includes('cpe') || (fields.includes('name') && rows >= 3)
}

function tidy(header: string): string {
  return header.replace(/\s+/g, ' ').trim()
}
