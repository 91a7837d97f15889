import { findTable, toSbom } from '../list/bom.ts'
import { noHints } from '../list/layout.ts'
import { tablesOfText } from '../list/text-table.ts'
import type { SbomReader } from '../reader.ts'

/** A component list as delimited text. Declines whatever begins as a document of another kind, however broken. */
export const listCsv = {
  id: 'list-csv',
  format: 'component list in CSV',
  source: 'https://www.rfc-editor.org/rfc/rfc4180',
  recognises: (content, hints = noHints) =>
    content.is === 'text' &&
    !/^\s*[{[<%]/.test(content.text.slice(0, 1024)) &&
    findIn(content.text, hints) !== undefined,
  read: (reading, content) => {
    const found = content.is === 'text' ? findIn(content.text, reading.hints ?? noHints) : undefined
    return found && toSbom(reading, { ...found, others: [] }, 'csv')
  },
} as const satisfies SbomReader

/** The same text by another separator is no other table. */
function findIn(text: string, hints: typeof noHints): ReturnType<typeof findTable> {
  return findTable(tablesOfText(text), hints)
}
