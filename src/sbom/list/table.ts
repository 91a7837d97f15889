import { readText } from '../../tables/index.ts'

/** One row of a table, wherever it came from; what cannot be read has a `problem` and no cells. */
export interface TableRow {
  /** Where a person finds it: `line 12`. */
  readonly place: string
  readonly cells: readonly string[]
  readonly problem?: string
  /** Columns, from 0, whose cell holds a number where a text may have been meant. */
  readonly numbers?: readonly number[]
}

/** A table of a file that may be a component list. */
export interface Table {
  /** Its name for a person: `sheet "Parts"`. */
  readonly where: string
  /** From the top each time; rows without any text are left out. */
  readonly rows: () => Iterable<TableRow>
}

/** Rows at the top of a table that are looked at to understand it. */
const headRows = 200

/** The first rows of a table that can be read. */
export function headOf(table: Table): readonly TableRow[] {
  const head: TableRow[] = []
  for (const row of table.rows()) {
    if (head.length >= headRows) break
    if (row.problem === undefined) head.push(row)
  }
  return head
}

/** True when no cell says anything. */
export function isBlank({ cells }: Pick<TableRow, 'cells'>): boolean {
  return cells.every((cell) => cell === '' || readText(cell) === undefined)
}

/** A row on one line for a person. */
export function rowText(cells: readonly string[]): string {
  const text = cells.map((cell) => cell.trim()).join(' | ')
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text
}

const longestText = 300
