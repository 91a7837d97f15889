import { createHash } from 'node:crypto'
import type { CorrectedAs, OrganisationId, Sbom, SbomHeader } from '../model/index.ts'
import { mergeSboms, writers } from '../sbom/index.ts'
import type { MergedSbom, SourceDocument, WriterId } from '../sbom/index.ts'
import { headersOfSboms, inOrganisation, inSnapshot } from '../store/index.ts'
import type { Organisation, Store } from '../store/index.ts'
import { correctorOf } from './correcting.ts'
import type { NomenclatureAsked } from './diff-sboms.ts'
import { FlowError } from './error.ts'
import { modelVersionOf } from './models.ts'
import { headerOf } from './sboms.ts'
import { storedSbom } from './stored-sbom.ts'

export interface ExportSbomOptions {
  readonly organisation: Organisation
  /** One SBOM, live or not, or a model version: all its live SBOMs put together. */
  readonly what: NomenclatureAsked
  readonly as: WriterId
  readonly now: Date
  /** Of Auscult. */
  readonly version: string
  readonly signal?: AbortSignal
}

/** A nomenclature as a file. */
export interface ExportedSbom {
  readonly fileName: string
  readonly mediaType: string
  readonly components: number
  /** The document, made as it is taken. */
  readonly pieces: Iterable<string>
}

/**
 * Writes an SBOM, or all SBOMs of a model version with what came from which, in a format that others read. It is made from the documents as they
 * came, so nothing is lost that the store does not look at. Throws `notFound`.
 */
export async function exportSbom(store: Store, options: ExportSbomOptions): Promise<ExportedSbom> {
  const writer = writers.find(({ id }) => id === options.as) ?? writers[0]
  const { name, root, headers } = await nomenclatureOf(store, options.organisation, options.what)
  const read: { readonly header: SbomHeader; readonly sbom: Sbom }[] = []
  const { organisationId } = options.organisation
  for (const header of headers)
    read.push({ header, sbom: await storedSbom(store, organisationId, header, options.signal) })
  const [first, ...others] = read
  if (first === undefined)
    throw new FlowError('notFound', `no SBOM describes ${name}, so there is nothing to export; add one first`)
  const parts = read.map(({ header, sbom }) => ({ key: `sbom${header.sbomId}`, sha256: header.sha256, sbom }))
  const { sbom, sourcesOf }: MergedSbom =
    others.length === 0 ? { sbom: first.sbom, sourcesOf: () => [] } : mergeSboms(root, parts)
  const writtenAt = options.now.toISOString()
  const frame = {
    name,
    documentId: toUuid([writer.id, writtenAt, ...headers.map(({ sha256 }) => sha256)].join(' ')),
    writtenAt,
    version: options.version,
    sources: read.map(toSource),
    sourcesOf,
    correctedOf: await correctionsIn(store, organisationId, { sbom, sbomIds: headers.map(({ sbomId }) => sbomId) }),
  }
  return {
    fileName: `${name.replace(/[^\p{L}\p{N}.-]+/gu, '-')}.${writer.ending}`,
    mediaType: writer.mediaType,
    components: sbom.components.length,
    pieces: writer.write(sbom, frame),
  }
}

/** What the organisation judges in the place of the components of an SBOM, by their refs. */
async function correctionsIn(
  store: Store,
  organisationId: OrganisationId,
  { sbom, sbomIds }: { readonly sbom: Sbom; readonly sbomIds: readonly number[] },
): Promise<(ref: string) => CorrectedAs | undefined> {
  const correct = await inSnapshot(store, organisationId, async (trx) => correctorOf(trx, sbomIds))
  const marks = new Map<string, CorrectedAs>()
  for (const component of sbom.components) {
    const { component: _judged, ...mark } = correct(component) ?? { corrections: [] }
    if (mark.corrections.length > 0) marks.set(component.ref, mark)
  }
  return (ref) => marks.get(ref)
}

interface Nomenclature {
  readonly name: string
  /** What holds the SBOMs where there are several. */
  readonly root: Parameters<typeof mergeSboms>[0]
  readonly headers: readonly SbomHeader[]
}

const nothing = {
  purls: [],
  cpes: [],
  swids: [],
  hashes: [],
  sourcePackages: [],
  licences: [],
  deployed: true,
} as const

async function nomenclatureOf(
  store: Store,
  { organisationId }: Organisation,
  what: NomenclatureAsked,
): Promise<Nomenclature> {
  return inOrganisation(store, organisationId, async (trx) => {
    if ('sbomId' in what) {
      const header = await headerOf(trx, what.sbomId)
      return { name: `sbom-${what.sbomId}`, root: { ...nothing, type: 'device', name: '' }, headers: [header] }
    }
    const row = await modelVersionOf(trx, organisationId, what.modelVersionId)
    const headers = await headersOfSboms(trx, row.sbomIds)
    const { maker, model, version } = row
    return {
      name: [maker, model, version].filter((part) => part !== null).join(' '),
      root: { ...nothing, type: 'device', name: model, manufacturer: maker, ...(version === null ? {} : { version }) },
      headers: row.sbomIds.flatMap((id) => headers.get(id) ?? []),
    }
  })
}

function toSource({ header, sbom }: { readonly header: SbomHeader; readonly sbom: Sbom }): SourceDocument {
  const { sha256, fileName, format } = header
  return {
    sha256,
    format,
    ...(fileName === undefined ? {} : { fileName }),
    ...(sbom.documentId === undefined ? {} : { documentId: sbom.documentId }),
    ...(sbom.createdAt === undefined ? {} : { statedAt: sbom.createdAt }),
  }
}

/** A UUID that stands for a text. Source: RFC 9562 §5.8. */
function toUuid(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  )
}
