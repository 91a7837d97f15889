import { createHash } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { unreadable } from '../containers/sources.ts'
import { FeedError } from '../feed-error.ts'
import { get } from './get.ts'
import { listDocuments } from './indexes.ts'
import { providerKeys } from './keys.ts'
import type { Pins, ProviderKeys } from './keys.ts'
import { atOnce, maxDocumentBytes, maxFailuresInRow, maxSmallBytes } from './limits.ts'
import { findMetadata } from './metadata.ts'
import type { FoundMetadata, ProviderMetadata } from './metadata.ts'
import type {
  KnownDocument,
  ListedDocument,
  PulledDocument,
  ProviderProgress,
  Reach,
  RejectedBecause,
} from './provider.ts'
import { verifyDocument } from './verify-document.ts'
import type { Demands, DocumentToVerify } from './verify-document.ts'

/** A provider that was found, its keys, and which of its documents are to be fetched. */
export interface OpenProvider extends FoundMetadata {
  readonly keys: ProviderKeys
  /** Newer than what is known, or rejected the last time; the oldest first, so that what was broken off goes on. */
  readonly wanted: readonly ListedDocument[]
  readonly listed: number
}

/** What was known of a provider by the address of its metadata. */
export interface KnownProvider extends Pins {
  readonly documents: readonly KnownDocument[]
}

/** Finds a provider, settles its keys and reads its indexes. `known` tells what was taken of the provider whose metadata lies at an address; what the metadata says of its own address is not believed. Throws `FeedError`. */
export async function openProvider(
  provider: string,
  reach: Reach,
  known: (url: string) => Promise<KnownProvider>,
): Promise<OpenProvider> {
  const found = await findMetadata(provider, reach)
  const before = await known(found.url)
  const keys = await providerKeys(found.metadata, before, reach)
  const { documents, problems } = await listDocuments(found.metadata, reach)
  const taken = new Map(before.documents.map((each) => [each.url, each]))
  const wanted = documents.filter((each) => isWanted(each, taken.get(each.url)))
  wanted.sort((a, b) => compare(a.releasedAt ?? '', b.releasedAt ?? '') || compare(a.url, b.url))
  return {
    ...found,
    keys,
    wanted,
    listed: documents.length,
    problems: [...found.problems, ...keys.problems, ...problems],
  }
}

function isWanted({ releasedAt }: ListedDocument, known: KnownDocument | undefined): boolean {
  if (known === undefined || !known.isVerified || known.releasedAt === null || releasedAt === undefined) return true
  return Date.parse(releasedAt) > Date.parse(known.releasedAt)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}

export interface FetchDocuments {
  readonly provider: OpenProvider
  readonly reach: Reach
  /** Where verified documents go. */
  readonly folder: string
  readonly onProgress?: (progress: ProviderProgress) => void
}

/**
 * Fetches the wanted documents, four at a time, and gives each as soon as it is settled: verified and lying in the folder, or rejected with its
 * reason. Ends early when the provider refuses ten in a row.
 */
export async function* fetchDocuments(asked: FetchDocuments): AsyncGenerator<PulledDocument, void, undefined> {
  const { provider, reach, onProgress } = asked
  const total = provider.wanted.length
  const running: Promise<PulledDocument>[] = []
  let [next, done, failures] = [0, 0, 0]
  while ((next < total && failures < maxFailuresInRow) || running.length > 0) {
    reach.signal?.throwIfAborted()
    for (let free = atOnce - running.length; free > 0 && next < total; free -= 1) {
      if (failures >= maxFailuresInRow) break
      const one = fetchOne(asked, provider.wanted[next] as ListedDocument)
      one.catch(() => undefined) // told when its turn comes
      running.push(one)
      next += 1
    }
    const settled = await running.shift()
    if (settled === undefined) return
    failures = settled.is === 'rejected' && settled.because === 'notReachable' ? failures + 1 : 0
    done += 1
    onProgress?.({ done, total })
    yield settled
  }
}

async function fetchOne({ provider, reach, folder }: FetchDocuments, listed: ListedDocument): Promise<PulledDocument> {
  const { url, releasedAt } = listed
  const rejected = (because: RejectedBecause, detail: string): PulledDocument => ({
    is: 'rejected',
    url,
    releasedAt,
    because,
    detail,
  })
  try {
    const document = await download(listed, reach)
    if (document === 'absent') return rejected('notReachable', 'the index names it, and it is not there')
    const verification = await verifyDocument(document, demandsOf(provider, reach.now()))
    if (verification.is === 'rejected') return { ...verification, url, releasedAt }
    const path = join(folder, nameOf(url))
    await put(path, document.bytes)
    const sha256 = createHash('sha256').update(document.bytes).digest('hex')
    return { ...verification, url, path, releasedAt, sha256 }
  } catch (error) {
    reach.signal?.throwIfAborted()
    if (!(error instanceof FeedError) || error.code === 'unreadable') throw error
    return rejected(reasons[error.code] ?? 'notReachable', error.message)
  }
}

const reasons: Readonly<Partial<Record<FeedError['code'], RejectedBecause>>> = {
  tooLarge: 'tooLarge',
  malformed: 'notAllowed',
}

/** A provider that has keys, or says that it is a trusted one, signs and hashes everything. */
export function demandsOf(
  { metadata, keys }: { readonly metadata: ProviderMetadata; readonly keys: Pick<ProviderKeys, 'keys'> },
  now: Date,
): Demands {
  const names = metadata.public_openpgp_keys?.length ?? 0 // named and not to be had is no reason to take documents unsigned
  const isTrusted = metadata.role === 'csaf_trusted_provider'
  return { keys: keys.keys, needsHash: isTrusted, needsSignature: isTrusted || keys.keys.length > 0 || names > 0, now }
}

/** The document, and what stands beside it: where the index says, else by its name. */
async function download(
  { url, hashUrls, signatureUrl }: ListedDocument,
  reach: Reach,
): Promise<DocumentToVerify | 'absent'> {
  const bytes = await get({ url, maxBytes: maxDocumentBytes }, reach)
  if (bytes === 'absent') return 'absent'
  const beside = async (address: string): Promise<Uint8Array | undefined> => {
    const small = await get({ url: address, maxBytes: maxSmallBytes }, reach)
    return small === 'absent' ? undefined : small
  }
  const hashUrl = (extension: string): string | undefined =>
    hashUrls.find((each) => each.toLowerCase().endsWith(extension))
  const sha512 = await beside(hashUrl('.sha512') ?? `${url}.sha512`)
  const sha256 =
    sha512 === undefined || hashUrl('.sha256') !== undefined
      ? await beside(hashUrl('.sha256') ?? `${url}.sha256`)
      : undefined
  return { bytes, sha512, sha256, signature: await beside(signatureUrl ?? `${url}.asc`) }
}

/** A name of its own for each address, that says the year and the document. */
function nameOf(url: string): string {
  const digest = createHash('sha256').update(url).digest('hex').slice(0, 12)
  const name = (URL.parse(url)?.pathname.split('/').at(-1) ?? '')
    .toLowerCase()
    .replace(/[^+\-a-z0-9.]+/g, '_')
    .slice(-150)
  return join(digest.slice(0, 2), `${digest}-${name.endsWith('.json') ? name : `${name}.json`}`)
}

async function put(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(`${path}.part`, bytes, { flush: true })
    await rename(`${path}.part`, path)
  } catch (cause) {
    throw unreadable(path, cause)
  }
}
