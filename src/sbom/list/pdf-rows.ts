import type { TextLine } from '../pdf/lines.ts'

/** A row of a table as it stands on a page; `line` counts the lines below the headers of the page. */
export interface PdfRow {
  readonly page: number
  readonly line: number
  readonly cells: string[]
  readonly problem?: string
}

/** How the lines below headers are divided. */
export interface Division {
  /** Where each column after the first begins. */
  readonly edges: readonly number[]
  /** The column, from 0, that says what a row is. */
  readonly nameColumn: number
}

/** Lines nearer than so many sizes of their letters are those of one paragraph. */
export const closeLines = 1.4
/** A table of which so many lines stand further from the line above shows by the distance alone which lines are one row. */
const shareOfFar = 0.15

/**
 * Adds the lines below headers to the rows of a table. Where rows stand apart, lines that stand close are one row; elsewhere a line goes on
 * with the row above it when the column that says what a row is is empty. So does a row without it at the head of a page. A text across
 * the columns is no row: it is kept apart.
 */
export function addLines(rows: PdfRow[], lines: readonly TextLine[], { edges, nameColumn }: Division): void {
  const isSpread = rowsStandApart(lines)
  for (const block of blocksOf(lines, isSpread)) {
    const [head] = block
    if (head === undefined) continue
    const { line, index } = head
    const cells = mergedCells(block, edges)
    if (cells === undefined) {
      const text = block.flatMap((each) => each.line.segments.map((segment) => segment.text)).join(' ')
      const problem = 'it is text across the columns, no row of the table'
      rows.push({ page: line.page, line: index + 1, cells: [text], problem })
      continue
    }
    const last = rows.at(-1)
    const gap = gapAbove(line, lines[index - 1])
    const goesOn = cells[nameColumn] === '' && (gap === undefined || (!isSpread && gap < 3))
    if (last !== undefined && last.line > 0 && last.problem === undefined && goesOn) addTo(last.cells, cells)
    else rows.push({ page: line.page, line: index + 1, cells })
  }
}

interface NumberedLine {
  readonly line: TextLine
  readonly index: number
}

/** Lines that are one row by the distance alone; each by itself where the distance says nothing. */
function blocksOf(lines: readonly TextLine[], isSpread: boolean): NumberedLine[][] {
  const blocks: NumberedLine[][] = []
  for (const [index, line] of lines.entries()) {
    const gap = gapAbove(line, lines[index - 1])
    const isClose = isSpread && gap !== undefined && gap <= closeLines
    const last = blocks.at(-1)
    if (isClose && last !== undefined) last.push({ line, index })
    else blocks.push([{ line, index }])
  }
  return blocks
}

function mergedCells(block: readonly NumberedLine[], edges: readonly number[]): string[] | undefined {
  const cells = edges.map(() => '').concat('')
  for (const { line } of block) {
    const more = cellsOf(line, edges)
    if (more === undefined) return undefined
    addTo(cells, more)
  }
  return cells
}

/** In sizes of the letters; undefined at the head of a page. */
function gapAbove(line: TextLine, above: TextLine | undefined): number | undefined {
  return above === undefined || above.page !== line.page ? undefined : (line.y - above.y) / line.size
}

/** True when some lines stand close and enough others stand far from the line above. */
function rowsStandApart(lines: readonly TextLine[]): boolean {
  const gaps = lines.flatMap((line, index) => gapAbove(line, lines[index - 1]) ?? [])
  const far = gaps.filter((gap) => gap > closeLines).length
  return far < gaps.length && far > 0 && far >= gaps.length * shareOfFar
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
    if (text !== '') cells[column] = before === '' ? text : `${before}${isOneWord(before, text) ? '' : ' '}${text}`
  }
}

function isOneWord(before: string, text: string): boolean {
  const isIdentifier = /^(?:pkg:|cpe:)\S+$/i.test(before)
  const isDigest = /^[0-9a-f]{16,}$/i.test(before) && /^[0-9a-f]+$/i.test(text)
  return isIdentifier || isDigest || (/[\p{L}\d]-$/u.test(before) && /^[\p{L}\d]/u.test(text))
}
