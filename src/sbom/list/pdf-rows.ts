import type { TextLine } from '../pdf/lines.ts'

/** A row of a table as it stands on a page; `line` counts the lines below the headers of the page. */
export interface PdfRow {
  readonly page: number
  readonly line: number
  readonly cells: readonly string[]
  readonly problem?: string
}

/** Lines nearer than so many sizes of their letters are those of one paragraph. */
const closeLines = 1.35
/** A table whose rows stand so far apart shows by the distance alone which lines belong to one row. */
const farRows = 1.45

/**
 * Makes rows of the lines below the headers. A line goes on with the row above it when its first column is empty, or when it stands much
 * nearer to it than rows do. A text across the columns is no row: it is kept apart.
 */
export function joinLines(lines: readonly TextLine[], edges: readonly number[]): PdfRow[] {
  const spread = rowsStandApart(lines)
  const rows: { page: number; line: number; cells: string[]; problem?: string }[] = []
  let above: TextLine | undefined
  for (const [index, line] of lines.entries()) {
    const { page } = line
    const cells = cellsOf(line, edges)
    const last = rows.at(-1)
    if (cells === undefined) {
      const text = line.segments.map((segment) => segment.text).join(' ')
      rows.push({ page, line: index + 1, cells: [text], problem: 'it is text across the columns, no row of the table' })
    } else if (last !== undefined && last.problem === undefined && goesOn(line, above, { cells, spread }))
      addTo(last.cells, cells)
    else rows.push({ page, line: index + 1, cells })
    above = line
  }
  return rows
}

function goesOn(
  line: TextLine,
  above: TextLine | undefined,
  { cells, spread }: { cells: readonly string[]; spread: boolean },
): boolean {
  if (above === undefined || above.page !== line.page) return false
  const gap = (line.y - above.y) / line.size
  if (gap > 3) return false
  return cells[0] === '' || (spread && gap <= closeLines)
}

/** True when most lines that fill several columns stand far from the line above. */
function rowsStandApart(lines: readonly TextLine[]): boolean {
  const gaps: number[] = []
  for (const [index, line] of lines.entries()) {
    const above = lines[index - 1]
    if (above === undefined || above.page !== line.page || line.segments.length < 2) continue
    gaps.push((line.y - above.y) / line.size)
  }
  const far = gaps.filter((gap) => gap >= farRows).length
  return far > 0 && far * 2 >= gaps.length
}

/** Texts by column; undefined when a text reaches far into a column that is not its own and stands alone. */
function cellsOf({ segments }: TextLine, edges: readonly number[]): string[] | undefined {
  const cells: string[] = Array.from({ length: edges.length + 1 }, () => '')
  for (const { from, to, text } of segments) {
    const column = edges.filter((edge) => edge <= from + 1).length
    const next = edges[column]
    if (segments.length === 1 && next !== undefined && to > next + 20) return undefined
    const before = cells[column] ?? ''
    cells[column] = before === '' ? text : `${before} ${text}`
  }
  return cells
}

/** A word that was cut to fit goes on without a space: an identifier or a digest has none, and a hyphen ends the cut half. */
function addTo(cells: string[], more: readonly string[]): void {
  for (const [column, text] of more.entries()) {
    const before = cells[column] ?? ''
    const isOneWord =
      /^(?:pkg:|cpe:)\S+$/i.test(before) || (/^[0-9a-f]{16,}$/i.test(before) && /^[0-9a-f]+$/i.test(text))
    if (text !== '') cells[column] = before === '' ? text : `${before}${isOneWord ? '' : ' '}${text}`
  }
}
