import { makersOf } from '../csaf/index.ts'
import { makerKey } from '../model/index.ts'
import type { AdvisoryDocument, Page, PageAsked } from '../model/index.ts'
import {
  documentsOf,
  findDocuments,
  inOrganisation,
  ownModelVersions,
  remediationsOf,
  sliceOfDocuments,
} from '../store/index.ts'
import type { Organisation, OwnModelVersion, Store, Transaction, WholeDocument } from '../store/index.ts'
import { judgeAsset } from './advisory-judgement.ts'
import { fleetOfAdvisory } from './advisory-fleet.ts'
import type { AdvisoryFleet, ModelJudged } from './advisory-fleet.ts'
import { FlowError } from './error.ts'
import { pageOf, sliceOf } from './page.ts'
import { plainText } from './plain-text.ts'
import { withoutNulls } from './without-nulls.ts'

/** More model versions of some makers than any hospital has. */
export const maxModelVersions = 20_000

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
  return inOrganisation(store, organisationId, async (trx) => {
    const rows = await sliceOfDocuments(trx, { text: plainText(text) }, slice)
    const shown = rows.slice(0, page.limit)
    const documents = await documentsOf(
      trx,
      shown.map(({ documentId }) => documentId),
    )
    const fleets = await fleetsOf(trx, organisation, documents)
    return pageOf(rows, page, {
      placeOf: (row) => [row.place, row.documentId],
      toItem: ({ documentId, place: _place, ...row }) => ({
        ...withoutNulls(row),
        fleet: fleets.get(documentId) ?? noFleet,
      }),
    })
  })
}

const noFleet: AdvisoryFleet = { verdicts: {}, states: {}, unmatched: [] }

async function fleetsOf(
  trx: Transaction,
  organisation: Organisation,
  documents: readonly WholeDocument[],
): Promise<ReadonlyMap<number, AdvisoryFleet>> {
  const { organisationId } = organisation
  const makers = new Set(documents.flatMap(({ document }) => makersIn(document)))
  const models = await ownModelVersions(trx, organisationId, { makerKeys: [...makers], limit: maxModelVersions })
  const said = await remediationsOf(
    trx,
    organisationId,
    documents.map(({ document }) => document.key),
  )
  return new Map(
    documents.map(({ documentId, document }) => {
      const ofDocument = said.filter(({ documentKey }) => documentKey === document.key)
      return [documentId, fleetOfAdvisory(document, judgeModels(document, models), { models, said: ofDocument })]
    }),
  )
}

/** The makers that the products of a document may be of, folded. */
export function makersIn({ products }: AdvisoryDocument): readonly string[] {
  return [...new Set(products.map(({ maker }) => maker ?? ''))].flatMap((maker) =>
    makersOf(maker).map((named) => makerKey(named.maker)),
  )
}

/** The model versions that a document names, with what it says of each. */
export function judgeModels(document: AdvisoryDocument, models: readonly OwnModelVersion[]): readonly ModelJudged[] {
  const makers = new Set(makersIn(document))
  return models.flatMap((own) => {
    if (!makers.has(own.makerKey)) return []
    const judged = judgeAsset(document, withoutNulls({ maker: own.maker, model: own.model, version: own.version }))
    return judged.met.length === 0 ? [] : [{ ...own, judged }]
  })
}

/** An advisory with what it says of the organisation's fleet. */
export interface AdvisoryDetail {
  readonly document: AdvisoryDocument
  readonly fleet: AdvisoryFleet
}

/** One advisory by its key (`cisa/ICSMA-21-187-01`) or tracking id. Throws `notFound`. */
export async function readAdvisory(store: Store, organisation: Organisation, id: string): Promise<AdvisoryDetail> {
  return inOrganisation(store, organisation.organisationId, async (trx) => {
    const whole = await documentNamed(trx, id)
    const fleets = await fleetsOf(trx, organisation, [whole])
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
