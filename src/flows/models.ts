import type { OrganisationId, Page, PageAsked, SbomHeader } from '../model/index.ts'
import { headersOfSboms, inOrganisation, sliceOfModelVersions } from '../store/index.ts'
import type { ModelVersionRow, Organisation, Store, Transaction } from '../store/index.ts'
import { FlowError } from './error.ts'
import { pageOf, sliceOf } from './page.ts'
import { plainText } from './plain-text.ts'
import { withoutNulls } from './without-nulls.ts'

/** A model version: how many devices in scope are judged by it, as their list says or as was seen of them, and which SBOMs describe it. */
export interface Model {
  readonly modelVersionId: number
  readonly maker: string
  readonly model: string
  readonly version?: string
  readonly devices: number
  /** Live ones, oldest first. */
  readonly sboms: readonly SbomHeader[]
}

export interface ListModelsOptions {
  readonly organisation: Organisation
  /** Words, or parts of words, of maker, model and version; all must be there. */
  readonly text?: string
  readonly page: PageAsked
}

/** The model versions of an organisation's fleet and those that SBOMs in its audience describe, by maker, model and version. */
export async function listModels(
  store: Store,
  { organisation, text = '', page }: ListModelsOptions,
): Promise<Page<Model>> {
  const { organisationId } = organisation
  const slice = sliceOf(page, ['text', 'text', 'text', 'integer'])
  return inOrganisation(store, organisationId, async (trx) => {
    const rows = await sliceOfModelVersions(trx, { organisationId, text: plainText(text) }, slice)
    const toItem = await itemsWithSboms(trx, rows)
    const placeOf = (row: ModelVersionRow) => [row.maker, row.model, row.version, row.modelVersionId]
    return pageOf(rows, page, { placeOf, toItem })
  })
}

/** A model version that the organisation may see. Throws `notFound`. */
export async function readModel(
  store: Store,
  { organisationId }: Organisation,
  modelVersionId: number,
): Promise<Model> {
  return inOrganisation(store, organisationId, async (trx) => {
    const row = await modelVersionOf(trx, organisationId, modelVersionId)
    return (await itemsWithSboms(trx, [row]))(row)
  })
}

/** A model version that the organisation may see, as it is kept. Throws `notFound`. */
export async function modelVersionOf(
  trx: Transaction,
  organisationId: OrganisationId,
  modelVersionId: number,
): Promise<ModelVersionRow> {
  const [row] = await sliceOfModelVersions(trx, { organisationId, modelVersionId }, { limit: 1, after: undefined })
  if (row === undefined) throw noModelVersion(modelVersionId)
  return row
}

export function noModelVersion(modelVersionId: number): FlowError {
  return new FlowError(
    'notFound',
    `no model version ${modelVersionId} in this organisation; look it up in the list of models`,
  )
}

async function itemsWithSboms(
  trx: Transaction,
  rows: readonly ModelVersionRow[],
): Promise<(row: ModelVersionRow) => Model> {
  const headers = await headersOfSboms(trx, [...new Set(rows.flatMap((row) => row.sbomIds))])
  return ({ sbomIds, ...row }) => ({
    ...withoutNulls(row),
    sboms: sbomIds.flatMap((sbomId) => headers.get(sbomId) ?? []),
  })
}
