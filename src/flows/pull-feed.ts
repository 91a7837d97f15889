import { join } from 'node:path'
import { feeds, pullFeed as pullFiles } from '../feeds/index.ts'
import type { FeedId, Fetch, PulledFile, PullProgress, Reach } from '../feeds/index.ts'
import { downloadsOf, inKnowledge, noteDownload, noteFeedUnchanged } from '../store/index.ts'
import type { Store } from '../store/index.ts'
import { loadFeed } from './load-feed.ts'
import type { FeedLoaded, LoadFeedOptions } from './load-feed.ts'

export interface PullFeedOptions extends Omit<LoadFeedOptions, 'path' | 'feed' | 'source'> {
  readonly feed: FeedId
  /** Addresses instead of the feed's own. */
  readonly urls?: readonly string[]
  /** Where downloads go. */
  readonly folder: string
  readonly fetch: Fetch
  /** Addresses of a host, to tell private ones; absent when a proxy resolves names. */
  readonly resolve?: Reach['resolve']
  readonly now: () => Date
  readonly onDownload?: (progress: PullProgress) => void
}

/**
 * Fetches a feed and takes in each file that is new, one transaction a file. What the server says is unchanged is neither sent nor
 * loaded again. Ends with what was loaded; an unchanged feed gives an empty list.
 */
export async function pullFeed(store: Store, options: PullFeedOptions): Promise<FeedLoaded[]> {
  const feed = feeds.find((each) => each.id === options.feed)
  if (feed === undefined) throw new Error(`no feed is named ${options.feed}`)
  const urls = options.urls ?? feed.urls(options.now())
  const before = (await inKnowledge(store, async (trx) => downloadsOf(trx, urls))) as PulledFile[]
  const { fetch, resolve, now, signal, onProgress, onSkipped, onDownload } = options
  const loaded: FeedLoaded[] = []
  const pulled = pullFiles({
    feed,
    urls,
    folder: join(options.folder, feed.id),
    fetch,
    resolve,
    now,
    before,
    ...(signal === undefined ? {} : { signal }),
    ...(onDownload === undefined ? {} : { onProgress: onDownload }),
  })
  for await (const { file, isNew } of pulled) {
    if (isNew) {
      loaded.push(
        await loadFeed(store, {
          path: file.path,
          feed: feed.id,
          source: file.url,
          ...(signal === undefined ? {} : { signal }),
          ...(onProgress === undefined ? {} : { onProgress }),
          ...(onSkipped === undefined ? {} : { onSkipped }),
        }),
      )
    }
    await inKnowledge(store, async (trx) => {
      if (!isNew) await noteFeedUnchanged(trx, feed.id, file.url)
      await noteDownload(trx, file.url, file)
    })
  }
  return loaded
}
