import type { SbomReader } from '../reader.ts'
import { toSbom } from '../spdx/document.ts'
import { isSpdxWorkbook, readSheets } from '../spdx/sheets.ts'

/** The spreadsheet of SPDX 2.2 and 2.3, as .xlsx; 2.0 and 2.1 by the same rules, with a doubt. */
export const spdxXlsx = {
  id: 'spdx-xlsx',
  format: 'SPDX spreadsheet',
  source: 'https://spdx.github.io/spdx-spec/v2.3/conformance/#44-standard-data-format-requirements',
  recognises: (content) => content.is === 'workbook' && isSpdxWorkbook(content.sheets),
  read: (reading, content) => {
    if (content.is !== 'workbook') return undefined
    const { fields, placeOf } = readSheets(reading, content.sheets)
    return toSbom({ ...reading, placeOf }, fields, 'xlsx')
  },
} as const satisfies SbomReader
