import { justificationLabels, labelOf } from '../labels.ts'
import type { StatementStatus } from '../../model/index.ts'
import { nameOfProduct, noAction } from '../writer.ts'
import type { StatementsToWrite, StatementWriter } from '../writer.ts'
import { productId, productTreeOf } from '../csaf/write-products.ts'

/** CSAF 2.0, profile 5 (`csaf_vex`). It has no word for a planned repair, an optional patch, or what protects from outside. */
export const csafWriter: StatementWriter = {
  id: 'csaf',
  format: 'CSAF 2.0 VEX',
  source: 'https://docs.oasis-open.org/csaf/csaf/v2.0/os/csaf-v2.0-os.html#45-profile-5-vex',
  mediaType: 'application/csaf+json',
  write,
}

function write(given: StatementsToWrite): object {
  const { publisher, writtenAt, documentUuid, statements } = given
  const flaws = Map.groupBy(statements, ({ vulnerability }) => vulnerability)
  return {
    document: {
      category: 'csaf_vex',
      csaf_version: '2.0',
      title: `Vulnerabilities in ${nameOfProduct(given)}`,
      publisher: { category: 'user', name: publisher.name, namespace: `urn:uuid:${publisher.uuid}` },
      tracking: {
        id: documentUuid,
        status: 'final',
        version: '1',
        initial_release_date: writtenAt,
        current_release_date: writtenAt,
        revision_history: [{ number: '1', date: writtenAt, summary: 'As known on that day.' }],
      },
    },
    product_tree: productTreeOf(given),
    vulnerabilities: [...flaws].map(([id, some]) => toFlaw(given, id, some)),
  }
}

const lists: Readonly<Record<StatementStatus, string>> = {
  affected: 'known_affected',
  notAffected: 'known_not_affected',
  fixed: 'fixed',
  underInvestigation: 'under_investigation',
}

/** CSAF 2.0 has five; those of 2.1 become the nearest that promises no more. */
const categories: Readonly<Record<string, string>> = {
  vendorFix: 'vendor_fix',
  optionalPatch: 'vendor_fix',
  mitigation: 'mitigation',
  workaround: 'workaround',
  fixPlanned: 'none_available',
  noFixPlanned: 'no_fix_planned',
  noneAvailable: 'none_available',
}

type Some = StatementsToWrite['statements']

function toFlaw(given: StatementsToWrite, id: string, some: Some): object {
  const named = some.map((each) => ({ ...each, productId: productId(given, each.component) }))
  const product_status = Object.fromEntries(
    Object.entries(lists).flatMap(([status, list]) => {
      const ids = named.filter((each) => each.status === status).map((each) => each.productId)
      return ids.length === 0 ? [] : [[list, [...new Set(ids)]]]
    }),
  )
  const flags = named.flatMap(({ justification, productId: of }) =>
    justification === undefined ? [] : [{ label: labelOf(justificationLabels, justification), product_ids: [of] }],
  )
  const threats = named.flatMap(({ impact, productId: of }) =>
    impact === undefined ? [] : [{ category: 'impact', details: impact, product_ids: [of] }],
  )
  const remediations = named.flatMap((each) => remediationsOf(each, each.productId))
  const others = [...new Set(named.flatMap(({ aliases }) => aliases))]
  const isCve = /^CVE-\d{4}-\d{4,}$/.test(id)
  const ids = (isCve ? others : [id, ...others]).map((text) => ({ system_name: systemOf(text), text }))
  return {
    ...(isCve ? { cve: id } : {}),
    ...(ids.length === 0 ? {} : { ids }),
    notes: [{ category: 'summary', text: `What is known of ${id} in ${nameOfProduct(given)}.` }],
    product_status,
    ...(flags.length === 0 ? {} : { flags }),
    ...(threats.length === 0 ? {} : { threats }),
    ...(remediations.length === 0 ? {} : { remediations }),
  }
}

/** Every affected product has one: test 6.1.27.10. */
function remediationsOf({ status, action, remediation, compensatingControl }: Some[number], of: string): object[] {
  if (status !== 'affected') return []
  const category =
    remediation === undefined ? (action === undefined ? 'none_available' : 'mitigation') : categories[remediation]
  const control =
    compensatingControl === undefined
      ? []
      : [{ category: 'mitigation', details: compensatingControl, product_ids: [of] }]
  const isControlAlone = control.length > 0 && action === undefined && remediation === undefined
  return [...(isControlAlone ? [] : [{ category, details: action ?? noAction, product_ids: [of] }]), ...control]
}

function systemOf(id: string): string {
  return id.includes('-') ? id.slice(0, id.indexOf('-')) : 'other'
}
