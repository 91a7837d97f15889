import { recordsOf } from './containers/records.ts'
import { listSources, type Sources } from './containers/sources.ts'
import { openAhead, unpack } from './containers/unpack.ts'
import { FeedError } from './feed-error.ts'
import type { Feed, FeedRecord, RawRecord } from './feed.ts'

export interface FeedProgress {
  /** Bytes of the files as they lie on the disk, packed or not. */
  readonly bytesRead: number
  readonly bytesTotal: number
  readonly records: number
}

export interface OpenFeedOptions<F extends Feed> {
  /** A file, or a folder whose files all belong to one feed. */
  readonly path: string
  /** The feeds that it may be: all of them, or the one that is expected. */
  readonly feeds: readonly F[]
  /** Which files below a folder are read, by their names there; all of them when absent. What it leaves out is told to nobody. */
  readonly isWanted?: (name: string) => boolean
  readonly signal?: AbortSignal
  /** Called after each chunk. */
  readonly onProgress?: (progress: FeedProgress) => void
  /** Called with the name of each file in a folder or archive that is not read: its name or its first record is that of no feed, or it is a link out of the folder. */
  readonly onSkipped?: (name: string) => void
}

export interface OpenFeed<F extends Feed> {
  readonly feed: F
  /** To be read to its end, or ended by the signal. Only then is it sure that the whole feed is well. */
  readonly records: AsyncGenerator<FeedRecord>
}

/**
 * Opens a feed and tells which it is from its content: JSON, NDJSON or CSV, plain or packed with gzip, Zstandard or zip, whatever the names.
 * Memory stays that of a chunk and a record. Throws `FeedError` with its place, here or while the records are read, and the reason of an aborted signal.
 */
export async function openFeed<F extends Feed>(options: OpenFeedOptions<F>): Promise<OpenFeed<F>> {
  const { files, skipped } = await listSources(options.path)
  const { isWanted = () => true } = options
  const sources = { files: files.filter(({ name }) => isWanted(name)), skipped }
  for (const name of sources.skipped) options.onSkipped?.(name)
  const [only] = sources.files.length === 1 ? sources.files : []
  const batches = knownFiles(readBatches(sources, options), { ...options, only: only?.name })
  for await (const batch of { [Symbol.asyncIterator]: () => ({ next: () => batches.next() }) }) {
    const first = batch.find((raw) => raw.form !== 'envelope' || isKnown(options.feeds, raw))
    if (first === undefined) continue
    const feed = recognise(options.feeds, first)
    return { feed, records: parseBatches(feed, batch, batches) }
  }
  throw nothingToRead(options.path)
}

type Batches = AsyncGenerator<readonly RawRecord[], void, undefined>

async function* readBatches<F extends Feed>(sources: Sources, options: OpenFeedOptions<F>): Batches {
  const bytesTotal = sources.files.reduce((sum, file) => sum + file.sizeBytes, 0)
  const { signal, onProgress, onSkipped } = options
  let bytesRead = 0
  let records = 0
  const onBytes = (bytes: number): void => {
    bytesRead += bytes
  }
  const unpackOptions = { onBytes, ...(signal && { signal }), ...(onSkipped && { onSkipped }) }
  for (const opened of openAhead(sources.files)) {
    for await (const text of unpack(opened, unpackOptions)) {
      for await (const batch of recordsOf(text)) {
        yield batch
        signal?.throwIfAborted()
        records += batch.length
        onProgress?.({ bytesRead, bytesTotal, records })
      }
    }
  }
}

/** In a folder or archive, a file that is no feed at all (a schema, a list of what changed) is left out and named; `only`: the file that was given by itself. */
async function* knownFiles<F extends Feed>(
  batches: Batches,
  { feeds, onSkipped, only }: OpenFeedOptions<F> & { readonly only: string | undefined },
): Batches {
  const skipped = new Set<string>()
  let file: string | undefined
  for await (const batch of batches) {
    const known = batch.filter((raw) => {
      const isFirst = raw.at.file !== file && raw.form !== 'envelope'
      if (isFirst) file = raw.at.file
      if (isFirst && file !== only && !isKnown(feeds, raw) && !skipped.has(raw.at.file)) {
        skipped.add(raw.at.file)
        onSkipped?.(raw.at.file)
      }
      return !skipped.has(raw.at.file)
    })
    if (known.length > 0) yield known
  }
}

async function* parseBatches(
  feed: Feed,
  first: readonly RawRecord[],
  more: Batches,
): AsyncGenerator<FeedRecord, void, undefined> {
  let file: string | undefined
  try {
    for (let batch: readonly RawRecord[] | undefined = first; batch !== undefined; batch = await nextOf(more)) {
      for (const raw of batch) {
        if (raw.at.file !== file && !isKnown([feed], raw)) {
          if (raw.form === 'envelope') continue // its telling members may stand behind the list
          throw otherFeed(feed, raw)
        }
        file = raw.at.file
        const record = feed.parse(raw)
        if (record !== undefined) yield record
      }
    }
  } finally {
    await more.return()
  }
}

async function nextOf(batches: Batches): Promise<readonly RawRecord[] | undefined> {
  const { done, value } = await batches.next()
  return done === true ? undefined : value
}

function isKnown(feeds: readonly Feed[], raw: RawRecord): boolean {
  return feeds.some((feed) => feed.recognises(raw))
}

function recognise<F extends Feed>(feeds: readonly F[], raw: RawRecord): F {
  const feed = feeds.find((candidate) => candidate.recognises(raw))
  if (feed !== undefined) return feed
  throw new FeedError({
    code: 'unknownFormat',
    place: raw.at.file,
    because: `its first record is none of: ${feeds.map((candidate) => candidate.id).join(', ')}`,
    remedy: 'check that this is the file you meant, and that it is the current form of the feed',
  })
}

function otherFeed(feed: Feed, raw: RawRecord): FeedError {
  return new FeedError({
    code: 'unknownFormat',
    place: raw.at.file,
    because: `its first record is not ${feed.id}, which the files before it are`,
    remedy: 'import each feed from a folder of its own',
  })
}

function nothingToRead(path: string): FeedError {
  return new FeedError({
    code: 'unknownFormat',
    place: path,
    because: 'it holds no record of a feed',
    remedy: 'give a file or folder with .json, .ndjson, .csv, .gz, .zst or .zip files of one feed',
  })
}
