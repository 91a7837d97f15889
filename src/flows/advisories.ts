import type { AdvisoryDocument, Page, PageAsked } from '../model/index.ts'
import { documentsOf, findDocuments, inSnapshot, sliceOfDocuments } from '../store/index.ts'
import type { Organisation, Store, Transaction, WholeDocument } from '../store/index.ts'
import { fleetsOf } from './advisory-fleet.ts'
import type { AdvisoryFleet } from './advisory-fleet.ts'
import { FlowError } from './error.ts'
import { pageOf, sliceOf } from './page.ts'
import { plainText } from './plain-text.ts'
import { withoutNulls } from './without-nulls.ts'

const noFleet: AdvisoryFleet = { verdicts: {}, states: {}, unmatched: [] }

/** An advisory in a list, with how much of the organisation's fleet it may reach. */
export interface AdvisorySummary {
  readonly key: string
  readonly trackingId: string
  readonly title: string
  readonly publisher: string
  readonly version: string
  readonly releasedAt?: string
  readonly flaws: readonly string[]
  readonly fleet: AdvisoryFleet
}

export interface ListAdvisoriesOptions {
  readonly organisation: Organisation
  /** Part of an id, a title or a flaw's identifier. */
  readonly text?: string
  readonly page: PageAsked
}

/** The advisories as they stand now, newest first. */
export async function listAdvisories(
  store: Store,
  { organisation, text = '', page }: ListAdvisoriesOptions,
): Promise<Page<AdvisorySummary>> {
  const { organisationId } = organisation
  const slice = sliceOf(page, ['integer', 'integer'])
  return inSnapshot(store, organisationId, async (trx) => {
    const rows = await sliceOfDocuments(trx, { text: plainText(text) }, slice)
    const shown = rows.slice(0, page.limit)
    const documents = await documentsOf(
      trx,
      shown.map(({ documentId }) => documentId),
    )
    const fleets = await fleetsOf(trx, organisationId, documents)
    return pageOf(rows, page, {
      placeOf: (row) => [row.place, row.documentId],
      toItem: ({ documentId, place: _place, ...row }) => ({
        ...withoutNulls(row),
        fleet: fleets.get(documentId) ?? noFleet,
      }),
    })
  })
}

/** An advisory with what it says of the organisation's fleet. */
export interface AdvisoryDetail {
  readonly document: AdvisoryDocument
  readonly fleet: AdvisoryFleet
}

/** One advisory by its key (`cisa/ICSMA-21-187-01`) or tracking id. Throws `notFound`. */
export async function readAdvisory(store: Store, organisation: Organisation, id: string): Promise<AdvisoryDetail> {
  return inSnapshot(store, organisation.organisationId, async (trx) => {
    const whole = await documentNamed(trx, id)
    const fleets = await fleetsOf(trx, organisation.organisationId, [whole])
    return { document: whole.document, fleet: fleets.get(whole.documentId) ?? noFleet }
  })
}

/** The document of this key or tracking id. Throws `notFound` where there is none, or several publishers have one. */
export async function documentNamed(trx: Transaction, id: string): Promise<WholeDocument> {
  const found = await findDocuments(trx, plainText(id))
  const exact = found.find(({ document }) => document.key === id) ?? (found.length === 1 ? found[0] : undefined)
  if (exact !== undefined) return exact
  const keys = found.map(({ document }) => document.key).join(', ')
  throw new FlowError(
    'notFound',
    found.length === 0
      ? `no advisory ${id.slice(0, 100)}; look it up in the list of advisories`
      : `several advisories are called ${id.slice(0, 100)}; name one of: ${keys}`,
  )
}
