import { createHash } from 'node:crypto'
import type { DeviceId, OrganisationId, Sbom, SbomHeader } from '../model/index.ts'
import { mergeSboms, writers } from '../sbom/index.ts'
import type { MergedSbom, SourceDocument, WriterId } from '../sbom/index.ts'
import { bytesOfSbom, fileOfSbom, headersOfSboms, inOrganisation, sliceOfModelVersions } from '../store/index.ts'
import type { Organisation, Store } from '../store/index.ts'
import type { NomenclatureAsked } from './diff-sboms.ts'
import { FlowError } from './error.ts'
import { openReadingRoom } from './read-apart.ts'

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
 * came, so nothing is lost that the store does not look at. Throws `notFound`, and `refused` where a document cannot be read again.
 */
export async function exportSbom(store: Store, options: ExportSbomOptions): Promise<ExportedSbom> {
  const writer = writers.find(({ id }) => id === options.as) ?? writers[0]
  const { name, root, headers } = await nomenclatureOf(store, options.organisation, options.what)
  const read: { readonly header: SbomHeader; readonly sbom: Sbom }[] = []
  for (const header of headers) read.push({ header, sbom: await readAgain(store, header, options) })
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
  }
  return {
    fileName: `${name.replace(/[^\p{L}\p{N}.-]+/gu, '-')}.${writer.ending}`,
    mediaType: writer.mediaType,
    components: sbom.components.length,
    pieces: writer.write(sbom, frame),
  }
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
      const header = (await headersOfSboms(trx, [what.sbomId])).get(what.sbomId)
      if (header === undefined)
        throw new FlowError(
          'notFound',
          `no SBOM ${what.sbomId} that this organisation may read; look it up in the list of SBOMs`,
        )
      return { name: `sbom-${what.sbomId}`, root: { ...nothing, type: 'device', name: '' }, headers: [header] }
    }
    const { modelVersionId } = what
    const [row] = await sliceOfModelVersions(trx, { organisationId, modelVersionId }, { limit: 1, after: undefined })
    if (row === undefined)
      throw new FlowError(
        'notFound',
        `no model version ${modelVersionId} in this organisation; look it up in the list of models`,
      )
    const headers = await headersOfSboms(trx, row.sbomIds)
    const { maker, model, version } = row
    return {
      name: [maker, model, version].filter((part) => part !== null).join(' '),
      root: { ...nothing, type: 'device', name: model, manufacturer: maker, ...(version === null ? {} : { version }) },
      headers: row.sbomIds.flatMap((id) => headers.get(id) ?? []),
    }
  })
}

/** Large documents are read one after the other, each in a thread of its own. */
const readApart = openReadingRoom()
const pieceBytes = 8 * 1024 * 1024

async function readAgain(
  store: Store,
  { sbomId, fileName, sha256 }: SbomHeader,
  { organisation: { organisationId }, signal }: ExportSbomOptions,
): Promise<Sbom> {
  const bytes = await bytesOf(store, organisationId, sbomId)
  const target = { deviceId: '' as DeviceId } // what it describes is known
  const prepared = await readApart({ organisationId, bytes, target, ...(signal === undefined ? {} : { signal }) })
  if (!('is' in prepared)) return prepared.sbom
  const words = `SBOM ${sbomId} (${fileName ?? sha256}) cannot be read again and exported: ${prepared.because}; its document itself can be had as it came`
  throw new FlowError('refused', words)
}

async function bytesOf(store: Store, organisationId: OrganisationId, sbomId: number): Promise<Uint8Array> {
  return inOrganisation(store, organisationId, async (trx) => {
    const file = await fileOfSbom(trx, sbomId)
    const pieces: Buffer[] = []
    if (file === undefined) return Buffer.alloc(0)
    for (let offset = 0; offset < file.sizeBytes; offset += pieceBytes)
      pieces.push(await bytesOfSbom(trx, file.sbomId, { offset, length: pieceBytes }))
    return Buffer.concat(pieces)
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
