import type { Component, ListColumn, ListUnderstood, RowLeft, Sbom, SbomFormat } from '../../model/index.ts'
import { readText } from '../../tables/index.ts'
import type { Reading } from '../fields.ts'
import { assignRefs } from '../refs.ts'
import { findLayout } from './layout.ts'
import type { Layout, ListHints } from './layout.ts'
import { harmlessFields } from './names.ts'
import { readRow } from './row.ts'
import { headOf, isBlank, rowText } from './table.ts'
import type { Table, TableRow } from './table.ts'

/** What is shown of a list. */
const shown = { left: 200, sample: 20, sampleToConfirm: 500, columns: 200 }

/** A table of a file that was understood. */
export interface FoundTable {
  readonly table: Table
  readonly layout: Layout
}

export interface Found {
  readonly best: FoundTable
  readonly others: ListUnderstood['otherTables']
}

/** The table of a file that is a component list: the one of which most columns are understood, and why the others are not read. */
export function findTable(tables: Iterable<Table>, hints: ListHints): Found | undefined {
  const found: FoundTable[] = []
  const others: { where: string; because: string }[] = []
  for (const table of tables) {
    const head = headOf(table)
    const layout = findLayout(head, hints)
    if (layout !== undefined) found.push({ table, layout })
    else if (head.length > 0) others.push({ where: table.where, because: 'no column of it says what a component is' })
  }
  const [best, ...rest] = found.toSorted((a, b) => weightOf(b) - weightOf(a))
  if (best === undefined) return undefined
  const because = `it is a table too, but ${best.table.where} says more; add it as a file of its own`
  return { best, others: [...others, ...rest.map(({ table }) => ({ where: table.where, because }))] }
}

/** A table with headers goes before one without. */
function weightOf({ layout: { columns, headers } }: FoundTable): number {
  const read = columns.filter(({ field }) => field !== undefined).length
  return read + (headers === undefined ? 0 : 100)
}

/** Reads a table as a component list. It describes nothing but its rows, and never claims to be complete. */
export function toSbom(reading: Reading, { best, others }: Found, encoding: SbomFormat['encoding']): Sbom {
  const rows = readRows(reading, best)
  const understood = understoodOf(best, rows, others)
  const isGuessed = understood.guesses.length > 0 || encoding === 'pdf'
  const list = isGuessed ? understood : { ...understood, sample: understood.sample.slice(0, shown.sample) }
  for (const { where, because } of others) reading.problems.lost('/', `${where} is not read: ${because}`)
  return {
    format: { name: 'list', version: '', encoding },
    authors: [],
    tools: [],
    components: rows.components,
    relations: [],
    completeness: [],
    problems: reading.problems.list(),
    list,
  }
}

interface Rows {
  readonly components: readonly Component[]
  readonly left: readonly RowLeft[]
  readonly leftTotal: number
  readonly sample: readonly (readonly string[])[]
  /** By column, in how many rows it holds something. */
  readonly filled: readonly number[]
}

function readRows(reading: Reading, { table, layout }: FoundTable): Rows {
  const refs = assignRefs(reading)
  const components: Component[] = []
  const left: RowLeft[] = []
  const sample: (readonly string[])[] = []
  const filled = layout.columns.map(() => 0)
  let leftTotal = 0
  for (const row of rowsBelow(table, layout)) {
    if (components.length >= reading.limits.components) {
      reading.problems.gap(row.place, `the list has more than ${reading.limits.components} rows; the rest is left out`)
      break
    }
    const ref = refs.claim(undefined, { place: row.place, key: 'row' })
    const read = row.problem === undefined ? readRow(reading, row, layout.columns, ref) : { because: row.problem }
    if ('component' in read) {
      components.push(read.component)
      countFilled(filled, row)
      if (sample.length < shown.sampleToConfirm) sample.push(row.cells.map((cell) => cell.trim().slice(0, 200)))
      continue
    }
    leftTotal += 1
    reading.problems.gap(row.place, `the row is left out: ${read.because}`)
    if (left.length < shown.left) left.push({ place: row.place, text: rowText(row.cells), because: read.because })
  }
  return { components, left, leftTotal, sample, filled }
}

/** Rows that repeat the headers, as every page of a printed table does, say nothing new. */
function* rowsBelow(table: Table, { rowsAbove, headers }: Layout): Generator<TableRow> {
  const repeated = headers === undefined ? undefined : wordsOf(headers)
  let readable = 0
  for (const row of table.rows()) {
    const isReadable = row.problem === undefined
    if (isReadable) readable += 1
    if (isReadable ? readable <= rowsAbove : readable < rowsAbove) continue
    if (isReadable && (isBlank(row) || wordsOf(row) === repeated)) continue
    yield row
  }
}

function wordsOf({ cells }: TableRow): string {
  return cells
    .map((cell) => cell.trim())
    .join('\t')
    .trimEnd()
}

function countFilled(filled: number[], { cells }: TableRow): void {
  for (const [index, cell] of cells.entries())
    if (filled[index] !== undefined && readText(cell) !== undefined) filled[index] += 1
}

function understoodOf(
  { table, layout }: FoundTable,
  { components, left, leftTotal, sample, filled }: Rows,
  otherTables: ListUnderstood['otherTables'],
): ListUnderstood {
  const columns = layout.columns.map((column, index): ListColumn => ({ ...column, filledRows: filled[index] ?? 0 }))
  return {
    where: table.where,
    columns: columns.slice(0, shown.columns),
    rows: components.length,
    left,
    leftTotal,
    sample,
    otherTables,
    guesses: guessesIn(columns),
    ...(layout.headers === undefined ? {} : { headerPlace: layout.headers.place }),
  }
}

/** What nobody said and no known header says. A package URL or CPE says by itself what it is. */
function guessesIn(columns: readonly ListColumn[]): readonly string[] {
  const guesses = columns.flatMap(({ by, field, header, position }) => {
    if (field === undefined || harmlessFields.has(field)) return []
    const column = header === '' ? `column ${position}` : `column ${position}, "${header.slice(0, 60)}",`
    if (by === 'similar') return [`${column} is read as ${field}, since its header is nearly that`]
    if (by === 'content' && field !== 'purl' && field !== 'cpe')
      return [`${column} is read as ${field}, by what stands in it`]
    return []
  })
  const fields = new Set(columns.flatMap(({ field }) => field ?? []))
  const isChosen = columns.some(({ by }) => by === 'given' || by === 'remembered')
  if (!isChosen && !['version', 'purl', 'cpe'].some((field) => fields.has(field as never)))
    return [...guesses, 'no column is read as version, so no flaw with a range can be told']
  return guesses
}
