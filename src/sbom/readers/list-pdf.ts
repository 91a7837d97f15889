import { isPdf } from '../pdf/extract.ts'
import { findTable, toSbom } from '../list/bom.ts'
import { tablesOfPdf } from '../list/pdf-table.ts'
import type { Component } from '../../model/index.ts'
import type { SbomReader } from '../reader.ts'

const guess =
  'rows and columns are put together from where the words stand on the pages; compare the table with the file before it counts'

/** A component list as a table of a PDF, whose texts were taken out before (`hints.pdf`). It always has to be confirmed. */
export const listPdf = {
  id: 'list-pdf',
  format: 'table in a PDF',
  source: 'https://pdfa.org/resource/iso-32000-2/',
  recognises: (content, hints) =>
    content.is === 'binary' &&
    isPdf(content.bytes) &&
    hints?.pdf !== undefined &&
    findTable(tablesOfPdf(hints.pdf, hints), hints) !== undefined,
  read: (reading, _content) => {
    const { hints, problems } = reading
    const found = hints?.pdf && findTable(tablesOfPdf(hints.pdf, hints), hints)
    if (found === undefined) return undefined
    for (const fault of hints?.pdf?.faults ?? []) problems.gap('/', fault)
    const sbom = toSbom(reading, found, 'pdf')
    if (sbom.list === undefined) return sbom
    return { ...sbom, list: { ...sbom.list, guesses: [guess, ...bareRows(sbom.components), ...sbom.list.guesses] } }
  },
} as const satisfies SbomReader

/** Where rows stand as close as lines, the second line of a name looks like a row of its own. */
function bareRows(components: readonly Component[]): readonly string[] {
  const bare = components.filter(
    ({ version, purls, cpes, hashes }) => version === undefined && purls.length + cpes.length + hashes.length === 0,
  )
  if (bare.length === 0 || bare.length === components.length) return []
  const names = bare.slice(0, 5).map(({ name }) => `"${name.slice(0, 60)}"`)
  return [
    `${bare.length} rows have neither version nor identifier (${names.join(', ')}); if they are second lines of the row above, ask the maker for the list as CSV`,
  ]
}
