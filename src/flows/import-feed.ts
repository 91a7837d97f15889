import { FeedError, unpackMirror, verifyFolder } from '../feeds/index.ts'
import type { FolderVerified } from '../feeds/index.ts'
import { inKnowledge, noteProvider, pinnedKeys } from '../store/index.ts'
import type { Store } from '../store/index.ts'
import { loadFeed } from './load-feed.ts'
import type { FeedLoaded, LoadFeedOptions } from './load-feed.ts'

export interface ImportFeedOptions extends LoadFeedOptions {
  readonly now: () => Date
  /** Believe new keys of a provider that is known. */
  readonly acceptsKeys?: boolean
}

/** What an import did, and what the hashes and signatures beside its files said. */
export interface FeedImported extends FeedLoaded {
  /** Absent when nothing lay beside the files that could be checked. */
  readonly verified?: Pick<FolderVerified, 'checked' | 'unknownKey' | 'rejected' | 'problems'> & {
    /** Fingerprints of the keys that counted. */
    readonly keys: readonly string[]
  }
}

/**
 * Loads a feed from a file, folder or archive. Where `.sha512`, `.sha256` or `.asc` lie beside its files (a copy of a CSAF provider), they are checked
 * before anything is parsed, and what is not right is left out and told.
 */
export async function importFeed(store: Store, options: ImportFeedOptions): Promise<FeedImported> {
  const mirror = await unpackMirror(options.path, options.signal)
  try {
    return await importVerified(store, { ...options, source: options.source ?? options.path, path: mirror.path })
  } finally {
    await mirror.remove()
  }
}

async function importVerified(store: Store, options: ImportFeedOptions): Promise<FeedImported> {
  const { path, now, signal, acceptsKeys = false, onSkipped, isWanted = () => true, ...rest } = options
  const verified = await verifyFolder(path, { now: now(), signal }, async (metadata) => ({
    pinned: await inKnowledge(store, async (trx) => pinnedKeys(trx, metadata?.canonical_url)),
    acceptsChange: acceptsKeys,
  }))
  const { provider, rejected, checked, unknownKey, problems } = verified
  if (provider !== undefined) await note(store, provider, problems)
  const bad = new Set(rejected.map(({ name }) => name))
  const isChecked = checked + unknownKey + rejected.length > 0
  const loaded = await loadFeed(store, {
    ...rest,
    path,
    isWanted: (name) => isWanted(name) && !bad.has(name) && !(isChecked && isPage(name, onSkipped)),
    ...(signal === undefined ? {} : { signal }),
    onSkipped: (name) => (isChecked && isBeside(name) ? undefined : onSkipped?.(name)),
  }).catch((error: unknown) => {
    throw nothingLeft(path, rejected, error)
  })
  const keys = (provider?.keys ?? []).map(({ fingerprint }) => fingerprint)
  return isChecked ? { ...loaded, verified: { checked, unknownKey, rejected, problems, keys } } : loaded
}

/** Where the reader found nothing because all was rejected, that is what is to be told. */
function nothingLeft(place: string, rejected: FolderVerified['rejected'], cause: unknown): unknown {
  const [first] = rejected
  if (first === undefined || !(cause instanceof FeedError) || cause.code !== 'unknownFormat') return cause
  const because = `${rejected.length} files were rejected and none is left, such as ${first.name} (${first.because}: ${first.detail})`
  return new FeedError({
    code: 'malformed',
    place,
    because,
    remedy: 'nothing was changed; copy the files again, or ask their provider',
    cause,
  })
}

/** A mirror's read-me is no feed, however it ends. */
function isPage(name: string, onSkipped: ImportFeedOptions['onSkipped']): boolean {
  const isMarkdown = /\.md$/i.test(name)
  if (isMarkdown) onSkipped?.(name)
  return isMarkdown
}

function isBeside(name: string): boolean {
  return /\.(?:sha512|sha256|asc)$|(?:^|[/\\])(?:index\.txt|changes\.csv|provider-metadata\.json)$/i.test(name)
}

async function note(
  store: Store,
  { metadata, keys }: NonNullable<FolderVerified['provider']>,
  problems: readonly string[],
): Promise<void> {
  const { canonical_url: url, role, publisher } = metadata
  const { name, namespace } = publisher
  await inKnowledge(store, async (trx) => noteProvider(trx, { url, name, namespace, role, keys, problems }))
}
