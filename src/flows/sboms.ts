import type { OrganisationId, Page, PageAsked, SbomHeader, SbomId } from '../model/index.ts'
import {
  bytesOfSbom,
  describedBy,
  fileOfSbom,
  findSbomById,
  headersOfSboms,
  inOrganisation,
  problemsOfSbom,
  signaturesOfSbom,
  sliceOfSboms,
} from '../store/index.ts'
import type {
  ModelVersionNames,
  Organisation,
  SbomFile,
  SbomRow,
  SbomSignature,
  Store,
  Transaction,
} from '../store/index.ts'
import { FlowError } from './error.ts'
import { notAsItCame } from './judge-signatures.ts'
import { pageOf, sliceOf } from './page.ts'
import { withoutNulls } from './without-nulls.ts'
import type { WithoutNulls } from './without-nulls.ts'

/** An SBOM and how many components and problems are in it. */
export type SbomSummary = WithoutNulls<SbomRow>

export interface ListSbomsOptions {
  readonly organisation: Organisation
  readonly page: PageAsked
  /** Also those that were taken back. */
  readonly alsoRetired?: boolean
  /** Only those that describe, or described, this model version. */
  readonly modelVersionId?: number
}

/** The SBOMs that an organisation supplied or may read, the newest first. */
export async function listSboms(
  store: Store,
  { organisation, page, alsoRetired = false, modelVersionId }: ListSbomsOptions,
): Promise<Page<SbomSummary>> {
  const slice = sliceOf(page, ['integer'])
  const rows = await inOrganisation(store, organisation.organisationId, async (trx) =>
    sliceOfSboms(trx, slice, { alsoRetired, modelVersionId }),
  )
  return pageOf(rows, page, { placeOf: (row) => [row.sbomId], toItem: withoutNulls })
}

export interface SbomDetail extends Omit<SbomSummary, 'problems'> {
  readonly describes: readonly WithoutNulls<ModelVersionNames>[]
  /** Each signature: what it covers (a JSON pointer, empty for the whole document), and what it proves. */
  readonly signatures: readonly SbomSignature[]
  /** In the order of the document. */
  readonly problems: readonly { readonly where: string; readonly what: string }[]
}

/** An SBOM: what it describes, and what could not be kept of it. Throws `notFound`. */
export async function readSbom(store: Store, organisation: Organisation, sbomId: number): Promise<SbomDetail> {
  const { organisationId } = organisation
  return inOrganisation(store, organisationId, async (trx) => {
    const sbom = isId(sbomId) ? await findSbomById(trx, sbomId) : undefined
    if (sbom === undefined) throw noSbom(sbomId)
    const described = await describedBy(trx, organisationId, sbom.sbomId)
    const problems = await problemsOfSbom(trx, sbom.sbomId)
    const { signatures, isIntact } = await signaturesOfSbom(trx, sbom.sbomId)
    return {
      ...withoutNulls(sbom),
      ...(isIntact ? {} : { signature: notAsItCame }),
      signatures,
      describes: described.map(withoutNulls),
      problems: problems.map(({ place, message }) => ({ where: place, what: message })),
    }
  })
}

export interface SbomDocument extends WithoutNulls<SbomFile> {
  /** The document as it came, piece by piece. */
  readonly bytes: AsyncIterable<Uint8Array>
}

/** An SBOM as it came. Throws `notFound`. */
export async function documentOf(store: Store, organisation: Organisation, sbomId: number): Promise<SbomDocument> {
  const { organisationId } = organisation
  const file = isId(sbomId)
    ? await inOrganisation(store, organisationId, async (trx) => fileOfSbom(trx, sbomId))
    : undefined
  if (file === undefined) throw noSbom(sbomId)
  return { ...withoutNulls(file), bytes: piecesOf(store, organisationId, file) }
}

/** Small beside the 300 MB that a server may take, and few enough that a compressed document is not unpacked too often. */
const pieceBytes = 8 * 1024 * 1024

/** Each piece in a transaction of its own, so that a slow reader holds none open. */
async function* piecesOf(
  store: Store,
  organisationId: OrganisationId,
  { sbomId, sizeBytes }: { readonly sbomId: SbomId; readonly sizeBytes: number },
): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < sizeBytes; offset += pieceBytes) {
    yield await inOrganisation(store, organisationId, async (trx) =>
      bytesOfSbom(trx, sbomId, { offset, length: pieceBytes }),
    )
  }
}

/** What an SBOM that the organisation may read says of itself. Throws `notFound`. */
export async function headerOf(trx: Transaction, sbomId: number): Promise<SbomHeader> {
  const header = (await headersOfSboms(trx, [sbomId])).get(sbomId)
  if (header === undefined) throw noSbom(sbomId)
  return header
}

function isId(id: number): boolean {
  return Number.isInteger(id) && id > 0 && id < 2 ** 31
}

export function noSbom(sbomId: number): FlowError {
  return new FlowError('notFound', `no SBOM ${sbomId} that this organisation may read; look it up in the list of SBOMs`)
}
