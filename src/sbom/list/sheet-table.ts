import type { Sheet } from '../../tables/index.ts'
import { isBlank } from './table.ts'
import type { Table, TableRow } from './table.ts'

/** Each sheet of a workbook as a table. */
export function tablesOfWorkbook(sheets: readonly Sheet[]): readonly Table[] {
  return sheets.map((sheet) => {
    const where = `sheet "${sheet.name.slice(0, 60)}"`
    return { where, rows: () => rowsOf(sheet, where) }
  })
}

function* rowsOf({ rows }: Sheet, where: string): Generator<TableRow> {
  for (const row of rows) {
    const { number, cells, numbers } = row
    if (!isBlank(row)) yield { place: `${where}, row ${number}`, cells, numbers }
  }
}
