import { judgeQuality, missesOf, readSbom } from '../sbom/index.ts'
import type { ListHints } from '../sbom/index.ts'
import { makerKey } from '../model/index.ts'
import type {
  ChecklistId,
  ComponentCheck,
  ComponentQuality,
  Page,
  PageAsked,
  Problem,
  Sbom,
  SbomQuality,
} from '../model/index.ts'
import { describedBy, inOrganisation } from '../store/index.ts'
import type { Organisation, Store } from '../store/index.ts'
import { acceptedOfMaker } from './component-lists.ts'
import { FlowError } from './error.ts'
import { pageFrom, startOf } from './counted-pages.ts'
import { openReadingRoom } from './read-apart.ts'
import { withPdf } from './read-pdf.ts'
import type { SbomRefused } from './prepare-sbom.ts'
import { documentOf } from './sboms.ts'

export type FileQuality =
  | {
      readonly is: 'judged'
      readonly sbom: Sbom
      readonly quality: SbomQuality
      readonly misses: readonly ComponentQuality[]
    }
  | { readonly is: 'refused'; readonly because: string; readonly problems: readonly Problem[] }

/** Holds a file beside checklists and stores nothing. */
export async function qualityOfFile(
  bytes: Uint8Array,
  { against, hints }: { readonly against: readonly ChecklistId[]; readonly hints?: ListHints },
): Promise<FileQuality> {
  const given = await withPdf({ bytes, ...(hints === undefined ? {} : { hints }) })
  if ('is' in given) return given
  const reading = readSbom(bytes, given.hints === undefined ? {} : { hints: given.hints })
  if (reading.is === 'notRead') return { is: 'refused', because: reading.because, problems: reading.problems }
  const { sbom } = reading
  return { is: 'judged', sbom, quality: judgeQuality(sbom, against), misses: missesOf(sbom, against) }
}

export interface QualityAsked {
  readonly organisation: Organisation
  readonly sbomId: number
  readonly against: readonly ChecklistId[]
}

/** A stored SBOM beside checklists, line by line; the document is read anew as it came. Throws `notFound` and `refused`. */
export async function qualityOfSbom(
  store: Store,
  asked: QualityAsked,
): Promise<SbomQuality & { readonly sbomId: number }> {
  const sbom = await readStored(store, asked)
  return { sbomId: asked.sbomId, ...judgeQuality(sbom, asked.against) }
}

/** The components of a stored SBOM of which checklists miss something, in the order of the document. Throws as `qualityOfSbom` does, and `cursorInvalid`. */
export async function missesOfSbom(
  store: Store,
  { page, checks, ...asked }: QualityAsked & { readonly page: PageAsked; readonly checks?: readonly ComponentCheck[] },
): Promise<Page<ComponentQuality>> {
  const from = startOf(page)
  const all = missesOf(await readStored(store, asked), asked.against)
  return pageFrom(from, checks === undefined ? all : onlyOf(all, checks), page)
}

function onlyOf(all: readonly ComponentQuality[], checks: readonly ComponentCheck[]): ComponentQuality[] {
  return all.flatMap((one) => {
    const misses = one.misses.filter(({ check }) => checks.includes(check))
    return misses.length === 0 ? [] : [{ ...one, misses }]
  })
}

/** Large documents are read in a thread, one after the other. */
const prepare = openReadingRoom()
/** What a stored document describes is known already, and plays no part here. */
const asStored = { maker: 'stored', model: 'stored', version: 'stored' }

async function readStored(store: Store, { organisation, sbomId }: QualityAsked): Promise<Sbom> {
  const { organisationId } = organisation
  const file = await documentOf(store, organisation, sbomId)
  const pieces: Uint8Array[] = []
  for await (const piece of file.bytes) pieces.push(piece)
  const hints = file.format === 'list' ? await hintsOf(store, organisation, file.sbomId) : undefined
  const given = await withPdf({ bytes: Buffer.concat(pieces), ...(hints === undefined ? {} : { hints }) })
  const read = 'is' in given ? given : await prepare({ ...given, organisationId, target: asStored })
  if ('is' in read) throw notRead(read)
  return read.sbom
}

async function hintsOf(
  store: Store,
  { organisationId }: Organisation,
  sbomId: Parameters<typeof describedBy>[2],
): Promise<ListHints> {
  return inOrganisation(store, organisationId, async (trx) => {
    const [described] = await describedBy(trx, organisationId, sbomId)
    const key = described === undefined ? '' : makerKey(described.maker)
    return { choices: [], accepted: await acceptedOfMaker(trx, organisationId, key) }
  })
}

function notRead({ because }: SbomRefused): FlowError {
  return new FlowError('refused', because)
}
