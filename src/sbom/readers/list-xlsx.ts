import { findTable, toSbom } from '../list/bom.ts'
import { noHints } from '../list/layout.ts'
import { tablesOfWorkbook } from '../list/sheet-table.ts'
import type { SbomReader } from '../reader.ts'

/** A component list in a sheet of an Excel workbook. */
export const listXlsx = {
  id: 'list-xlsx',
  format: 'component list in Excel',
  source: 'https://ecma-international.org/publications-and-standards/standards/ecma-376/',
  recognises: (content, hints = noHints) =>
    content.is === 'workbook' && findTable(tablesOfWorkbook(content.sheets), hints) !== undefined,
  read: (reading, content) => {
    const found =
      content.is === 'workbook' ? findTable(tablesOfWorkbook(content.sheets), reading.hints ?? noHints) : undefined
    return found && toSbom(reading, found, 'xlsx')
  },
} as const satisfies SbomReader
