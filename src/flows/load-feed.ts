import { openFeed, feeds as allFeeds } from '../feeds/index.ts'
import type { Feed, FeedProgress, FeedRecord } from '../feeds/index.ts'
import type { ExploitedFlaw, ExploitPrediction, PackageKey, ProductLifecycle } from '../model/index.ts'
import {
  addPackageKeys,
  beginLoad,
  closeUnstated,
  endLoad,
  inKnowledge,
  keysOfAdvisories,
  noteFeedLoad,
  packageKeyIds,
  replaceExploitedFlaws,
  replaceLifecycles,
  replacePredictions,
  stageExploitedFlaws,
  stagePredictions,
  untilAborted,
  writeAdvisories,
  writeDocuments,
} from '../store/index.ts'
import { toStored } from './advisory-documents.ts'
import type { AdvisoryLoad, FreshAdvisory, Store, Transaction } from '../store/index.ts'

const BATCH = 1_000

export interface LoadFeedOptions {
  /** A file or a folder of one feed. */
  readonly path: string
  /** The feed it must be; absent: whichever its content shows. */
  readonly feed?: string
  /** Where it came from, for the record; the path when absent. */
  readonly source?: string
  /** Which files below a folder are read, by their names there. */
  readonly isWanted?: (name: string) => boolean
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: FeedProgress) => void
  readonly onSkipped?: (name: string) => void
}

export interface FeedLoaded {
  readonly feed: string
  readonly records: number
  readonly changed: number
}

/**
 * Reads a feed from a file or folder and puts it in the place of what is stored, in one transaction: a feed that is truncated or
 * malformed throws and changes nothing. Findings follow with the next rematch.
 */
export async function loadFeed(given: Store, options: LoadFeedOptions): Promise<FeedLoaded> {
  const store = untilAborted(given, options.signal)
  const expected: readonly Feed[] =
    options.feed === undefined ? allFeeds : allFeeds.filter((feed) => feed.id === options.feed)
  const { path, signal, onProgress, onSkipped, isWanted } = options
  const opened = await openFeed({
    path,
    feeds: expected,
    ...(isWanted === undefined ? {} : { isWanted }),
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(onSkipped === undefined ? {} : { onSkipped }),
  })
  return inKnowledge(store, async (trx) => {
    const load = await beginLoad(trx, opened.feed.id)
    const loading = new Loading({ store, trx, load, onSkipped })
    await loading.take(opened.records)
    const { records, changed, editionAt } = await loading.finish()
    await noteFeedLoad(trx, { feed: opened.feed.id, records, changed, source: options.source ?? path, editionAt })
    return { feed: opened.feed.id, records, changed }
  })
}

type DocumentRead = Extract<FeedRecord, { is: 'document' }>

interface LoadingParts {
  readonly store: Store
  readonly trx: Transaction
  readonly load: AdvisoryLoad
  readonly onSkipped: ((name: string) => void) | undefined
}

/** The life of one load: records come in batches, and at the end all of them take effect together. */
class Loading {
  readonly #store: Store
  readonly #trx: Transaction
  readonly #load: AdvisoryLoad
  readonly #onSkipped: ((name: string) => void) | undefined
  #documents = new Map<string, DocumentRead>()
  #advisories: FreshAdvisory[] = []
  #exploited: ExploitedFlaw[] = []
  #predictions: ExploitPrediction[] = []
  /** Some hundred products: they are written together. */
  readonly #lifecycles: ProductLifecycle[] = []
  readonly #kinds = new Set<FeedRecord['is']>()
  #records = 0
  #editionAt: string | undefined

  constructor({ store, trx, load, onSkipped }: LoadingParts) {
    this.#onSkipped = onSkipped
    this.#store = store
    this.#trx = trx
    this.#load = load
  }

  /** Reads on while the database takes the batch before: at most two batches are held. */
  async take(records: AsyncIterable<FeedRecord>): Promise<void> {
    let writing = Promise.resolve()
    try {
      for await (const record of records) {
        this.#add(record)
        if (this.#held() < BATCH) continue
        await writing
        writing = this.#write()
        writing.catch(() => undefined) // told by the await above, or by the one below
      }
    } finally {
      await writing
    }
    await this.#write()
  }

  #add(record: FeedRecord): void {
    this.#kinds.add(record.is)
    switch (record.is) {
      case 'advisory':
        this.#advisories.push(record)
        break
      case 'document':
        this.#addDocument(record)
        break
      case 'leftOut':
        this.#onSkipped?.(`${record.name}: ${record.because}`)
        return
      case 'exploited':
        this.#exploited.push(record.flaw)
        break
      case 'prediction':
        this.#predictions.push(record.prediction)
        break
      case 'lifecycle':
        this.#lifecycles.push(record.lifecycle)
        break
      case 'edition':
        this.#editionAt = record.publishedAt
        return
    }
    this.#records += 1
  }

  /** Of two revisions in one load the later one counts. */
  #addDocument(record: DocumentRead): void {
    const before = this.#documents.get(record.document.key)?.document.currentReleaseAt ?? ''
    if ((record.document.currentReleaseAt ?? '') >= before) this.#documents.set(record.document.key, record)
  }

  #held(): number {
    return this.#documents.size + this.#advisories.length + this.#exploited.length + this.#predictions.length
  }

  async #write(): Promise<void> {
    const [batch, exploited, predictions] = [this.#advisories, this.#exploited, this.#predictions]
    const documents = this.#documents
    this.#documents = new Map()
    this.#advisories = []
    this.#exploited = []
    this.#predictions = []
    if (documents.size > 0) batch.push(...(await this.#writeDocuments([...documents.values()])))
    if (batch.length > 0) {
      const keys = await this.#idsOf(keysOfAdvisories(batch))
      await writeAdvisories(this.#trx, this.#load, { batch, keys })
    }
    if (exploited.length > 0) await stageExploitedFlaws(this.#trx, exploited)
    if (predictions.length > 0) await stagePredictions(this.#trx, predictions)
  }

  /** Returns the advisories of those documents that no later revision stands in the way of. */
  async #writeDocuments(documents: readonly DocumentRead[]): Promise<readonly FreshAdvisory[]> {
    const { older, revised } = await writeDocuments(this.#trx, documents.map(toStored))
    const advisories = documents.flatMap((each) => (older.has(each.document.key) ? [] : each.advisories))
    await closeUnstated(this.#trx, this.#load, {
      documents: revised,
      keys: advisories.map(({ advisory }) => advisory.key),
    })
    return advisories
  }

  /**
   * New keys are added in a transaction of their own: names that nothing refers to do no harm, and a long load would otherwise keep everyone
   * waiting who needs one of them.
   */
  async #idsOf(keys: ReadonlySet<PackageKey>): Promise<ReadonlyMap<PackageKey, number>> {
    const known = await packageKeyIds(this.#trx, keys)
    const missing = new Set([...keys].filter((key) => !known.has(key)))
    if (missing.size === 0) return known
    const added = await inKnowledge(this.#store, async (trx) => addPackageKeys(trx, missing))
    return new Map([...known, ...added])
  }

  async finish(): Promise<{ records: number; changed: number; editionAt: string | undefined }> {
    await endLoad(this.#trx, this.#load)
    let { changed } = this.#load
    if (this.#kinds.has('exploited')) changed += await replaceExploitedFlaws(this.#trx)
    if (this.#kinds.has('prediction')) changed += await replacePredictions(this.#trx)
    if (this.#lifecycles.length > 0) changed += await replaceLifecycles(this.#trx, this.#lifecycles)
    return { records: this.#records, changed, editionAt: this.#editionAt }
  }
}
