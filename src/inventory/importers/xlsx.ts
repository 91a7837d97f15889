import { isWorkbook, readWorkbook } from '../../tables/index.ts'
import type { CsvRecord, Row, Sheet } from '../../tables/index.ts'
import { findLayout } from '../columns.ts'
import type { ColumnHints, HeaderLine, Layout } from '../columns.ts'
import type { AssetImporter, AssetList, AssetProblem, ReadOptions, Refusal } from '../importer.ts'
import { hintsOf, maxTitleLines, readBelow, orRefusal, refused } from '../list-lines.ts'

/** Digits that a spreadsheet keeps of a number; what comes after them was changed to 0 (ECMA-376-1 §18.3.1.96, IEEE 754). */
const keptDigits = 15
/** Notes on the workbook that are told one by one. */
const mostNotes = 100
const maxNameChars = 60

/** Excel workbooks (.xlsx, .xlsm). The first sheet with headers is read, and the others are named. Limits are those of `tables/workbook`. */
export const xlsx: AssetImporter = {
  id: 'xlsx',
  source: 'https://ecma-international.org/publications-and-standards/standards/ecma-376/',
  recognises: isWorkbook,
  read,
}

async function read(bytes: Uint8Array, options: ReadOptions): Promise<AssetList | Refusal> {
  const notes: AssetProblem[] = []
  const broken: string[] = []
  const note = (place: string, message: string): void => {
    if (notes.length < mostNotes) notes.push({ message: `${place}: ${message}` })
    else if (notes.length === mostNotes)
      notes.push({ message: 'the workbook has more faults of this kind; save it again' })
  }
  const broke = (place: string, message: string): void => void broken.push(`${place}: ${message}`)
  const sheets = readWorkbook({ lost: note, gap: note, broke }, bytes)
  if (sheets === undefined || broken[0] !== undefined)
    return refused(
      `the workbook cannot be read to its end (${broken[0] ?? 'damaged'}); nothing of it is taken. Save the sheet as "CSV UTF-8" and import that`,
    )
  const hints = hintsOf(options)
  const found = orRefusal(findSheet(sheets, hints), hints)
  if ('is' in found) return found
  const { sheet, ...layout } = found
  const whole = { ...layout, columns: [...layout.columns, ...columnsWithoutHeader(sheet, layout)] }
  const below = await readBelow(
    { layout: whole, records: recordsBelow(sheet, whole), problems: [...notes, ...doubtsOf(sheets, sheet, whole)] },
    options,
  )
  return 'is' in below ? below : { is: 'list', encoding: 'xlsx', sheet: sheet.name, ...below }
}

interface SheetLayout extends Layout {
  readonly sheet: Sheet
}

function findSheet(sheets: readonly Sheet[], hints: ColumnHints): SheetLayout | undefined {
  for (const sheet of sheets) {
    const head = sheet.rows.slice(0, maxTitleLines).map(({ number, cells }): HeaderLine => ({ line: number, cells }))
    const layout = findLayout(() => head, hints)
    if (layout !== undefined) return { sheet, ...layout }
  }
  return undefined
}

/** Columns beyond the last header in which something stands below: they are not read, and shown. */
function columnsWithoutHeader({ rows }: Sheet, { header, columns }: Layout): Layout['columns'] {
  const widest = rows.reduce(
    (most, { number, cells }) => (number > header.line ? Math.max(most, cells.length) : most),
    0,
  )
  const count = Math.max(0, widest - columns.length)
  return Array.from({ length: count }, (_, index) => ({
    position: columns.length + index + 1,
    header: '',
    by: 'unknown' as const,
  }))
}

function* recordsBelow({ rows }: Sheet, { header, columns }: Layout): Generator<CsvRecord> {
  for (const row of rows) {
    if (row.number <= header.line) continue
    const cells = columns.map((_, index) => textOf(row, index))
    yield { is: 'record', line: row.number, cells, text: row.cells.join(' | ') }
  }
}

/** A number of more digits than a spreadsheet keeps is written as such, so that nobody takes it for an identifier. */
function textOf({ cells, numbers }: Row, index: number): string {
  const text = cells[index] ?? ''
  const isCut = text.length > keptDigits && numbers.includes(index) && /^-?\d+$/.test(text)
  return isCut ? Number(text).toExponential() : text
}

/** What a person should know of the workbook as a whole. */
function doubtsOf(sheets: readonly Sheet[], read: Sheet, { header, columns }: Layout): AssetProblem[] {
  const others = sheets
    .filter((sheet) => sheet !== read && sheet.rows.length > 0)
    .map(({ name, rows }) => ({
      message: `sheet "${name.slice(0, maxNameChars)}" with ${rows.length} rows is not read, only "${read.name.slice(0, maxNameChars)}" is; save it as a workbook of its own to import it`,
    }))
  const versions = columns.filter(({ field }) => field === 'softwareVersion')
  return [...others, ...versions.flatMap((column) => doubtNumbers(read, header, column))]
}

function doubtNumbers({ rows }: Sheet, { line }: HeaderLine, column: Layout['columns'][number]): AssetProblem[] {
  const index = column.position - 1
  const doubtful = rows.filter(
    ({ number, cells, numbers }) => number > line && numbers.includes(index) && cells[index]?.includes('.') === true,
  )
  const [first] = doubtful
  if (first === undefined) return []
  const message = `${doubtful.length} versions are stored as numbers, the first in row ${first.number}, and 1.10 and 1.1 are the same number; check them, or format the column as text`
  return [{ header: column.header, message }]
}
