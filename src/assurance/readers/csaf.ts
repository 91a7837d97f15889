import { isCsaf, readCsaf } from '../../csaf/index.ts'
import type { CsafDocument, CsafVulnerability, StatusList } from '../../csaf/index.ts'
import type { Statement, StatementSource, StatementStatus } from '../../model/index.ts'
import { namedIn } from '../csaf/products.ts'
import { remediesOf } from '../csaf/remedies.ts'
import { flatUntilMost } from '../fields.ts'
import type { Fields, Reading } from '../fields.ts'
import { justificationLabels } from '../labels.ts'
import type { Stated, StatementReader } from '../reader.ts'
import { roleOfText } from '../roles.ts'

/** CSAF 2.0 and 2.1 of any profile: `product_status`, with the flags, threats and remediations of each product. */
export const csaf: StatementReader = {
  id: 'csaf',
  format: 'CSAF',
  source: 'https://docs.oasis-open.org/csaf/csaf/v2.0/os/csaf-v2.0-os.html#45-profile-5-vex',
  recognises: isCsaf,
  read,
}

function read(reading: Reading, fields: Fields): Stated {
  const csafReading = readCsaf(fields)
  if (csafReading.is === 'notCsaf') {
    reading.lost('/', csafReading.because)
    return { source: { format: 'CSAF', formatVersion: '' }, statements: [] }
  }
  const { document } = csafReading
  for (const { severity, place, message, test } of document.problems) {
    const words = test === undefined ? message : `${message} (CSAF test ${test})`
    if (severity === 'lost') reading.lost(place, words)
    else reading.doubt(place, words)
  }
  const statements = flatUntilMost(document.vulnerabilities, (flaw) => statementsOf(reading, document, flaw))
  return { source: sourceOf(document), statements }
}

function sourceOf({ csafVersion, publisher, tracking }: CsafDocument): StatementSource {
  const role = roleOfText(publisher.category)
  return {
    format: 'CSAF',
    formatVersion: csafVersion,
    documentId: tracking.id,
    revision: tracking.version,
    author: publisher.name,
    ...(role === undefined ? {} : { role }),
    ...(tracking.currentReleaseAt === undefined ? {} : { issuedAt: tracking.currentReleaseAt }),
  }
}

/** What each list says. `unknown` (2.1): who should know does not, which is no better than an investigation. */
const statusOfList: Readonly<Record<StatusList, StatementStatus>> = {
  first_affected: 'affected',
  known_affected: 'affected',
  last_affected: 'affected',
  known_not_affected: 'notAffected',
  first_fixed: 'fixed',
  fixed: 'fixed',
  under_investigation: 'underInvestigation',
  unknown: 'underInvestigation',
}

function statementsOf(reading: Reading, document: CsafDocument, flaw: CsafVulnerability): Statement[] {
  const named = [flaw.cve, ...flaw.otherIds.map(({ text }) => text)].filter((name) => name !== undefined)
  const [vulnerability = `${document.tracking.id} #${flaw.index + 1}`, ...aliases] = named
  nameFaults(reading, document, flaw)
  const reasons = reasonsIn(flaw)
  return [...flaw.standings].flatMap(([productId, { lists }]) => {
    const product = document.products.get(productId)
    if (product === undefined) return []
    const statuses = new Set(lists.map((list) => statusOfList[list]))
    return [...statuses].map((status): Statement => ({
      status,
      vulnerability,
      aliases,
      ...namedIn(document, product),
      ...reasonsOf(reading, reasons, { productId, status }),
      ...(document.tracking.currentReleaseAt === undefined ? {} : { statedAt: document.tracking.currentReleaseAt }),
      place: `${flaw.place}/product_status`,
    }))
  })
}

/** What CSAF demands of a flaw in a VEX document, and of any whose products a question should find. */
function nameFaults(
  reading: Reading,
  { category }: CsafDocument,
  { cve, otherIds, standings, place }: CsafVulnerability,
): void {
  const isVex = category === 'csaf_vex'
  if (cve === undefined && otherIds.length === 0 && (isVex || standings.size > 0))
    reading.doubt(
      place,
      'the vulnerability has neither a CVE nor another id; it goes by its place in the document (CSAF test 6.1.27.8)',
    )
  if (isVex && standings.size === 0)
    reading.lost(place, 'the vulnerability has no product status, so nothing is stated of it (CSAF test 6.1.27.7)')
}

/** What a document says of the products of one flaw, by product. */
interface Reasons {
  readonly place: string
  readonly labels: ReadonlyMap<string, string>
  readonly impacts: ReadonlyMap<string, string>
  readonly remedies: ReturnType<typeof remediesOf>
}

function reasonsIn(flaw: CsafVulnerability): Reasons {
  const labels = new Map<string, string>()
  const impacts = new Map<string, string>()
  for (const { label, productIds } of flaw.flags)
    for (const id of productIds) if (!labels.has(id)) labels.set(id, label)
  for (const { category, details, productIds } of flaw.threats)
    for (const id of productIds) if (category === 'impact' && !impacts.has(id)) impacts.set(id, details)
  return { place: flaw.place, labels, impacts, remedies: remediesOf(flaw) }
}

interface About {
  readonly productId: string
  readonly status: StatementStatus
}

function reasonsOf(
  reading: Reading,
  { place, labels, impacts, remedies }: Reasons,
  { productId, status }: About,
): Pick<Statement, 'justification' | 'impact' | 'action' | 'remediation'> {
  const label = labels.get(productId)
  const justification = label === undefined ? undefined : justificationLabels[label]
  const impact = impacts.get(productId)
  if (status === 'notAffected' && justification === undefined && impact === undefined)
    reading.doubt(
      place,
      `"${productId}" is not affected without a flag or an impact statement, so that does not count (CSAF test 6.1.27.9)`,
    )
  const remedy = remedies.get(productId)
  if (status === 'affected' && remedy === undefined)
    reading.doubt(place, `"${productId}" is affected, and nothing says what to do (CSAF test 6.1.27.10)`)
  return {
    ...(justification === undefined || status !== 'notAffected' ? {} : { justification }),
    ...(impact === undefined ? {} : { impact }),
    ...(remedy === undefined || status !== 'affected' ? {} : remedy),
  }
}
