import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { unreadable } from '../containers/sources.ts'
import type { Feed } from '../feed.ts'
import type { Resolve } from '../private-address.ts'
import { refused, type Fetch } from './request.ts'
import { pullFile, type PulledFile } from './pull-file.ts'
import { realPatience, type Patience } from './retry.ts'

export interface PullProgress {
  readonly url: string
  /** Place of this file among those of the pull, from 1. */
  readonly file: number
  readonly files: number
  readonly bytesRead: number
  readonly bytesTotal: number | undefined
}

export interface PullOptions {
  readonly feed: Feed
  /** Addresses instead of the feed's own: a mirror, or other ecosystems. */
  readonly urls?: readonly string[]
  /** Where the files go; it is made when missing, and holds nothing else. */
  readonly folder: string
  /** Reaches the network; goes through a proxy when it was made so. */
  readonly fetch: Fetch
  /** Addresses of a host, to tell private ones; absent when a proxy resolves names. */
  readonly resolve?: Resolve
  readonly now: () => Date
  /** What the last pull gave, so that unchanged files are not sent again. */
  readonly before?: readonly PulledFile[]
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: PullProgress) => void
  readonly patience?: Patience
}

export interface Pulled {
  readonly file: PulledFile
  /** False when its content is that of the last pull. */
  readonly isNew: boolean
}

/**
 * Fetches the files of a feed one after another into a folder, each told of as soon as it is there: conditionally, continued where it broke off,
 * tried again with growing pauses. Throws `FeedError` with the address; what was told of before it stays good.
 */
export async function* pullFeed(options: PullOptions): AsyncGenerator<Pulled, void, undefined> {
  const { feed, folder, fetch, resolve, now, signal, onProgress, patience = realPatience } = options
  const urls = [...new Set(options.urls ?? feed.urls(now()))]
  const names = fileNames(urls)
  await makeFolder(folder)
  for (const [index, url] of urls.entries()) {
    signal?.throwIfAborted()
    const path = join(folder, names.get(url) ?? fileName(url))
    const before = options.before?.find((file) => file.url === url)
    const place = { url, file: index + 1, files: urls.length }
    const onBytes = (bytesRead: number, bytesTotal: number | undefined): void =>
      onProgress?.({ ...place, bytesRead, bytesTotal })
    const file = await pullFile({ url, path, before, fetch, resolve, now, patience, signal, onBytes })
    yield { file, isNew: file.sha256 !== before?.sha256 }
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
  } catch (cause) {
    throw unreadable(folder, cause)
  }
}

/** A name of its own for each address; two that would share one begin with a digest of theirs. */
function fileNames(urls: readonly string[]): ReadonlyMap<string, string> {
  const plain = urls.map(fileName)
  return new Map(
    urls.map((url, index) => {
      const name = plain[index] ?? ''
      const isShared = plain.indexOf(name) !== plain.lastIndexOf(name)
      return [url, isShared ? `${createHash('sha256').update(url).digest('hex').slice(0, 8)}-${name}` : name]
    }),
  )
}

/** `Debian-all.zip`: the last two parts of the address. */
function fileName(url: string): string {
  const address = URL.parse(url)
  if (address === null || !['http:', 'https:'].includes(address.protocol)) {
    throw refused(url, 'it is no http or https address', 'correct the address')
  }
  const parts = [address.host, ...address.pathname.split('/')].filter((part) => part !== '').slice(-2)
  return parts
    .join('-')
    .replace(/[^\w.-]+/g, '_')
    .slice(-200)
}
