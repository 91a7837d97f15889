import { setImmediate } from 'node:timers/promises'
import type { AssetRow } from '../model/index.ts'
import { readText, shorten } from '../tables/index.ts'
import type { CsvRecord } from '../tables/index.ts'
import { unmetChoices } from './columns.ts'
import type { ColumnHints, Layout } from './columns.ts'
import { createDuplicateCheck } from './duplicates.ts'
import type { AssetList, AssetProblem, ReadOptions, Refusal, RejectedLine } from './importer.ts'
import { readRow } from './rows.ts'

const maxLines = 1_000_000
const maxColumns = 200
/** Lets other work run between so many lines. */
const linesPerTurn = 2000

/** Titles, dates and empty lines above the headers of real exports take fewer lines. */
export const maxTitleLines = 30

/** The hints among the options of a reading. */
export function hintsOf({ choices = [], accepted = [] }: ReadOptions): ColumnHints {
  return { choices, accepted }
}

/** The layout, where a list can be read by it; else why not, and what to do. */
export function orRefusal<Found extends Layout>(layout: Found | undefined, hints: ColumnHints): Found | Refusal {
  if (layout === undefined)
    return refused(
      'no line looks like headers; the list needs one line of column names such as N° inventaire; Fabricant; Modèle; N° de série',
    )
  const { length } = layout.columns
  if (length > maxColumns)
    return refused(`the list has ${length} columns, more than ${maxColumns}; keep those that describe devices`)
  const [unmet] = unmetChoices(layout, hints)
  if (unmet === undefined) return layout
  return refused(
    `the list has no column for ${unmet.slice(0, 100)}; write its header as it stands in the list, or its position from 1`,
  )
}

/** The file as a whole cannot be read: why, and what to do. */
export function refused(because: string): Refusal {
  return { is: 'refused', because }
}

/** The lines below the headers, and what the file told besides. */
export interface ListBelow {
  readonly layout: Layout
  readonly records: Iterable<CsvRecord>
  readonly problems: readonly AssetProblem[]
}

/** Reads the lines of a list one by one: each becomes a row or is kept apart, and none is lost. */
export async function readBelow(
  { layout, records, problems: told }: ListBelow,
  options: ReadOptions,
): Promise<Pick<AssetList, 'headerLine' | 'columns' | 'rows' | 'rejected' | 'problems'> | Refusal> {
  const rows: AssetRow[] = []
  const rejected: RejectedLine[] = []
  const problems = [...told]
  const filled = layout.columns.map(() => 0)
  const findDuplicate = createDuplicateCheck()
  let lines = 0
  for (const record of records) {
    lines += 1
    if (lines > maxLines) return refused(`the list has more than ${maxLines} lines; import it in parts`)
    if (lines % linesPerTurn === 0) await setImmediate()
    options.signal?.throwIfAborted()
    if (isEmpty(record)) continue
    const reading = readRecord(record, layout, options.today)
    const because = reading.because ?? findDuplicate(reading.row)
    if (because !== undefined) rejected.push({ line: record.line, text: shorten(record.text), problem: because })
    else if (reading.row !== undefined) rows.push(reading.row)
    problems.push(...reading.problems)
    if (record.is === 'record') countFilled(filled, record.cells)
  }
  const columns = layout.columns.map((column, index) => ({ ...column, filledLines: filled[index] ?? 0 }))
  return { headerLine: layout.header.line, columns, rows, rejected, problems }
}

type RecordReading =
  | { readonly row: AssetRow; readonly because?: undefined; readonly problems: readonly AssetProblem[] }
  | { readonly row?: undefined; readonly because: string; readonly problems: readonly AssetProblem[] }

function readRecord(record: CsvRecord, { columns }: Layout, today: string): RecordReading {
  if (record.is === 'broken') return { because: record.problem, problems: [] }
  const { row, problems, rejectedBecause } = readRow(record.line, record.cells, columns, today)
  if (row === undefined) return { because: rejectedBecause ?? 'the line cannot be read', problems }
  return { row, problems }
}

function isEmpty(record: CsvRecord): boolean {
  return record.is === 'record' && record.cells.every((cell) => cell.trim() === '')
}

function countFilled(filled: number[], cells: readonly string[]): void {
  for (const [index, cell] of cells.entries()) {
    if (filled[index] !== undefined && readText(cell) !== undefined) filled[index] += 1
  }
}
