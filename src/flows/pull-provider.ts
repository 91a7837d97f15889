import { rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { FeedError, fetchDocuments, openProvider, realPatience } from '../feeds/index.ts'
import type { Fetch, OpenProvider, ProviderProgress, PulledDocument, Reach, VerifiedDocument } from '../feeds/index.ts'
import { inKnowledge, noteDocuments, noteProvider, pinnedKeys, providedDocuments } from '../store/index.ts'
import type { ProvidedDocument, Store } from '../store/index.ts'
import { loadFeed } from './load-feed.ts'

/** So many documents are loaded with one transaction; a pull that breaks off goes on behind the last of them. */
const BATCH = 500

export interface PullProviderOptions {
  /** A domain, or the address of a provider-metadata.json. */
  readonly provider: string
  /** Where documents lie until they are loaded. */
  readonly folder: string
  readonly fetch: Fetch
  readonly resolve?: Reach['resolve']
  readonly now: () => Date
  /** Also private addresses, and http to them. */
  readonly allowsPrivate?: boolean
  /** Believe new keys of a provider that is known. */
  readonly acceptsKeys?: boolean
  readonly signal?: AbortSignal
  readonly patience?: Reach['patience']
  readonly onProgress?: (progress: ProviderProgress) => void
}

/** A document that was not taken, with its reason: a word, and a sentence. */
export interface DocumentRejected {
  readonly url: string
  readonly because: string
  readonly detail: string
}

/** What came of a pull from one provider. */
export interface ProviderPulled {
  readonly feed: 'csaf'
  readonly provider: string
  readonly name: string
  readonly role: string
  /** Fingerprints of the keys that count, and whether they were believed just now. */
  readonly keys: readonly string[]
  readonly isFirstUse: boolean
  /** In all indexes together. */
  readonly listed: number
  readonly records: number
  readonly changed: number
  readonly unsigned: number
  readonly rejected: readonly DocumentRejected[]
  /** Listed and not fetched, since the provider refused too often; the next pull goes on. */
  readonly left: number
  readonly problems: readonly string[]
}

/**
 * Fetches what is new at a CSAF provider. Each document is verified by hash and signature before anybody parses it, and those that are not right are
 * listed with their reason. Throws `FeedError` when the provider cannot be found.
 */
export async function pullProvider(store: Store, options: PullProviderOptions): Promise<ProviderPulled> {
  const { signal, acceptsKeys = false, allowsPrivate = false, resolve, patience = realPatience, fetch, now } = options
  const reach: Reach = { fetch, resolve, allowsPrivate, patience, now, signal }
  let url = options.provider
  const provider = await openProvider(options.provider, reach, async (found) => {
    url = found
    return inKnowledge(store, async (trx) => ({
      pinned: await pinnedKeys(trx, found),
      documents: await providedDocuments(trx, found),
      acceptsChange: acceptsKeys,
    }))
  })
  await note(store, provider)
  const tally: Tally = { records: 0, changed: 0, unsigned: 0, settled: 0, rejected: [] }
  const folder = join(options.folder, 'csaf-provider')
  await rm(folder, { recursive: true, force: true })
  const onProgress = options.onProgress
  const documents = fetchDocuments({ provider, reach, folder, ...(onProgress === undefined ? {} : { onProgress }) })
  for await (const batch of batchesOf(documents)) await take(store, { provider: url, batch, folder, signal }, tally)
  await rm(folder, { recursive: true, force: true })
  const { metadata, keys, listed, problems } = provider
  return {
    feed: 'csaf',
    provider: url,
    name: metadata.publisher.name,
    role: metadata.role,
    keys: keys.keys.map(({ fingerprint }) => fingerprint),
    isFirstUse: keys.isFirstUse,
    listed,
    records: tally.records,
    changed: tally.changed,
    unsigned: tally.unsigned,
    rejected: tally.rejected,
    left: provider.wanted.length - tally.settled,
    problems,
  }
}

async function note(store: Store, { url, metadata, keys, problems }: OpenProvider): Promise<void> {
  const { role, publisher } = metadata
  const { name, namespace } = publisher
  await inKnowledge(store, async (trx) => noteProvider(trx, { url, name, namespace, role, keys: keys.keys, problems }))
}

async function* batchesOf(documents: AsyncIterable<PulledDocument>): AsyncGenerator<PulledDocument[]> {
  let batch: PulledDocument[] = []
  for await (const document of documents) {
    batch.push(document)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

interface Tally {
  records: number
  changed: number
  unsigned: number
  settled: number
  readonly rejected: DocumentRejected[]
}

interface Batch {
  readonly provider: string
  readonly batch: readonly PulledDocument[]
  readonly folder: string
  readonly signal: AbortSignal | undefined
}

/** Loads what was verified, then notes it: what is noted is loaded. */
async function take(store: Store, { provider, batch, folder, signal }: Batch, tally: Tally): Promise<void> {
  const verified = batch.filter((each) => each.is === 'verified')
  const unread = await load(store, { provider, verified, folder, signal }, tally)
  const rejected = batch.filter((each) => each.is === 'rejected')
  for (const { path } of verified) await rm(path, { force: true })
  const notes = [
    ...verified.filter(({ url }) => !unread.has(url)).map(toNote),
    ...[...rejected, ...verified.flatMap((each) => unread.get(each.url) ?? [])].map(toRejectedNote),
  ]
  await inKnowledge(store, async (trx) => noteDocuments(trx, provider, notes))
  tally.settled += batch.length
  tally.unsigned += verified.filter(({ signature }) => signature.is !== 'valid').length
  tally.rejected.push(
    ...notes.flatMap(({ url, because, detail }) => (because === null ? [] : [{ url, because, detail: detail ?? '' }])),
  )
}

interface RejectedNow extends DocumentRejected {
  readonly releasedAt: string | undefined
}

interface ToLoad extends Omit<Batch, 'batch'> {
  readonly verified: readonly VerifiedDocument[]
}

/**
 * All together; when that is refused each alone, so that one that is no CSAF document does not stop the others. Gives those that could not be read:
 * a reader that passes over a file says so, and that is not the same as taken.
 */
async function load(store: Store, asked: ToLoad, tally: Tally): Promise<ReadonlyMap<string, RejectedNow>> {
  const { verified, folder } = asked
  const unread = new Map<string, RejectedNow>()
  const notRead = ({ url, releasedAt }: VerifiedDocument, detail: string): void =>
    void unread.set(url, { url, releasedAt, because: 'notRead', detail })
  if (verified.length === 0) return unread
  try {
    const passedOver = await loadAt(store, { ...asked, path: folder }, tally)
    for (const each of verified)
      if (passedOver.has(relative(folder, each.path))) notRead(each, 'it is no CSAF document')
    return unread
  } catch (error) {
    if (!(error instanceof FeedError)) throw error
  }
  for (const each of verified) {
    try {
      await loadAt(store, { ...asked, path: each.path }, tally)
    } catch (error) {
      if (!(error instanceof FeedError)) throw error
      notRead(each, error.message.replaceAll(folder, ''))
    }
  }
  return unread
}

/** Loads one document, or those of the folder; names what the reader passed over. */
async function loadAt(
  store: Store,
  { provider, verified, folder, signal, path }: ToLoad & { readonly path: string },
  tally: Tally,
): Promise<ReadonlySet<string>> {
  const names = new Set(verified.map((each) => relative(folder, each.path)))
  const passedOver = new Set<string>()
  const loaded = await loadFeed(store, {
    path,
    feed: 'csaf',
    source: provider,
    onSkipped: (name) => passedOver.add(name),
    ...(path === folder ? { isWanted: (name: string) => names.has(name) } : {}), // others are on their way already
    ...(signal === undefined ? {} : { signal }),
  })
  tally.records += loaded.records
  tally.changed += loaded.changed
  return passedOver
}

function toNote({ url, releasedAt, sha256, signature }: VerifiedDocument): ProvidedDocument {
  return { url, releasedAt: releasedAt ?? null, state: 'verified', sha256, signature, because: null, detail: null }
}

function toRejectedNote({ url, releasedAt, because, detail }: RejectedNow): ProvidedDocument {
  const short = detail.slice(0, 1000)
  return {
    url,
    releasedAt: releasedAt ?? null,
    state: 'rejected',
    sha256: null,
    signature: null,
    because,
    detail: short,
  }
}
