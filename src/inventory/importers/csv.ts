import { setImmediate } from 'node:timers/promises'
import type { AssetRow } from '../../model/index.ts'
import { findLayout } from '../columns.ts'
import type { Layout } from '../columns.ts'
import { readRecords, readText, shorten } from '../../tables/index.ts'
import type { CsvRecord, TextLine } from '../../tables/index.ts'
import { createDuplicateCheck } from '../duplicates.ts'
import type { AssetImporter, AssetList, AssetProblem, ReadOptions, Refusal, RejectedLine } from '../importer.ts'
import { readRow } from '../rows.ts'
import { detectEncoding, readLines } from '../text-lines.ts'
import type { TextEncoding } from '../text-lines.ts'

const maxLines = 1_000_000
const maxColumns = 200
const headLines = 100
/** Lets other work run between so many lines. */
const linesPerTurn = 2000

/** Delimited text as spreadsheets and maintenance software export it. It takes whatever no other importer recognises. */
export const csv: AssetImporter = {
  id: 'csv',
  source: 'https://www.rfc-editor.org/rfc/rfc4180',
  recognises: () => true,
  read,
}

async function read(bytes: Uint8Array, options: ReadOptions): Promise<AssetList | Refusal> {
  const encoding = detectEncoding(bytes)
  const layout = findLayout([...readLines(bytes, encoding).take(headLines)], options.columns ?? new Map())
  if (layout === undefined)
    return refused(
      'no line looks like headers; the list needs one line of column names such as N° inventaire; Fabricant; Modèle; N° de série',
    )
  if (layout.columns.length > maxColumns)
    return refused(
      `the list has ${layout.columns.length} columns, more than ${maxColumns}; keep those that describe devices`,
    )
  return readBelow(layout, encoding, readLines(bytes, encoding), options)
}

async function readBelow(
  layout: Layout,
  encoding: TextEncoding,
  lines: Iterable<TextLine>,
  options: ReadOptions,
): Promise<AssetList | Refusal> {
  const rows: AssetRow[] = []
  const rejected: RejectedLine[] = []
  const problems: AssetProblem[] = encoding.isDamaged ? [{ message: damagedText(encoding) }] : []
  const filled = layout.columns.map(() => 0)
  const findDuplicate = createDuplicateCheck()
  let records = 0
  for (const record of readRecords(linesBelow(lines, layout.headerLine), layout.separator)) {
    records += 1
    if (records > maxLines) return refused(`the list has more than ${maxLines} lines; import it in parts`)
    if (records % linesPerTurn === 0) await setImmediate()
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
  const { separator, headerLine } = layout
  return { is: 'list', encoding: encoding.name, separator, headerLine, columns, rows, rejected, problems }
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

function* linesBelow(lines: Iterable<TextLine>, headerLine: number): Generator<TextLine> {
  for (const line of lines) if (line.number > headerLine) yield line
}

function isEmpty(record: CsvRecord): boolean {
  return record.is === 'record' && record.cells.every((cell) => cell.trim() === '')
}

function countFilled(filled: number[], cells: readonly string[]): void {
  for (const [index, cell] of cells.entries()) {
    if (filled[index] !== undefined && readText(cell) !== undefined) filled[index] += 1
  }
}

function damagedText({ name }: TextEncoding): string {
  return `some characters are not ${name} and show as \ufffd; export the list again as UTF-8 if they matter`
}

function refused(because: string): Refusal {
  return { is: 'refused', because }
}
