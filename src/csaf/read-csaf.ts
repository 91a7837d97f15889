import type { CsafDocument, CsafVulnerability, Standing } from './document.ts'
import { collectProblems, entriesOf, entryOf, isFields, own } from './fields.ts'
import type { Entry, Problems } from './fields.ts'
import { readProductNames } from './groups.ts'
import { readHeader } from './header.ts'
import { collectProducts } from './product-tree.ts'
import { addRelationships } from './relationships.ts'
import { readVulnerability } from './vulnerability.ts'

/** A document, or why it is none. */
export type CsafReading =
  | { readonly is: 'csaf'; readonly document: CsafDocument }
  | { readonly is: 'notCsaf'; readonly because: string }

/** True when a JSON value has the shape of a CSAF document, valid or not. */
export function isCsaf(value: unknown): boolean {
  const document = isFields(value) ? own(value, 'document') : undefined
  return isFields(document) && (own(document, 'csaf_version') !== undefined || own(document, 'tracking') !== undefined)
}

/**
 * Reads a parsed CSAF 2.0 or 2.1 document as far as it can be read, valid or not; what is wrong stands in `problems`. It never throws.
 * What it says of products is never better than what every reading of it allows: contradictions and unsure products are marked.
 */
export function readCsaf(value: unknown): CsafReading {
  if (!isFields(value) || !isCsaf(value))
    return { is: 'notCsaf', because: 'it has no "document" with "csaf_version"; give a CSAF 2.0 or 2.1 file' }
  const problems = collectProblems()
  const root: Entry = { fields: value, place: '' }
  const header = readHeader(problems, root)
  if (!/^2\.[01]$/.test(header.csafVersion))
    problems.doubt('/document/csaf_version', `"${header.csafVersion}" is no version that is known; read as 2.0 or 2.1`)
  const tree = entryOf(problems, root, 'product_tree')
  const collection = collectProducts(problems, tree)
  addRelationships(problems, tree, collection)
  const names = readProductNames(problems, tree, collection)
  const read = entriesOf(problems, root, 'vulnerabilities').map((entry, index) =>
    readVulnerability(problems, { entry, index }, names),
  )
  const vulnerabilities = reconcileTwins(problems, read)
  const products = collection.products
  return { is: 'csaf', document: { ...header, products, vulnerabilities, problems: problems.list() } }
}

/** Test 6.1.23. What is said twice of one flaw is kept twice; a product that stands differently in the two is contradictory in both. */
function reconcileTwins(problems: Problems, read: readonly CsafVulnerability[]): readonly CsafVulnerability[] {
  const byCve = Map.groupBy(read, ({ cve, index }) => cve ?? index)
  return read.map((vulnerability) => {
    const { cve, index, place, standings } = vulnerability
    const twins = (byCve.get(cve ?? index) ?? []).filter((twin) => twin !== vulnerability)
    if (twins.length === 0) return vulnerability
    problems.doubt(place, `${cve} has several entries in this document`, '6.1.23')
    const reconciled = [...standings].map(([id, standing]): [string, Standing] => {
      const other = twins.find((twin) => twin.standings.has(id) && twin.standings.get(id)?.status !== standing.status)
      if (other === undefined) return [id, standing]
      problems.doubt(place, `${other.place} says something else of the product "${id}"`, '6.1.6')
      return [id, { ...standing, status: 'contradictory' }]
    })
    return { ...vulnerability, standings: new Map(reconciled) }
  })
}
