import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadFeed } from '../../src/flows/index.ts'
import type { Store } from '../../src/store/index.ts'
import { sharedFile, withoutSharedData } from '../../test/shared-data.ts'
import { madeUpNvd } from './made-up-feed.ts'
import type { Progress } from './progress.ts'

/** What the devices' software is matched against: the collected NVD and OSV, or so many made-up ranges. */
export type KnowledgeSource = { readonly is: 'collected' } | { readonly is: 'madeUp'; readonly ranges: number }

const MADE_UP_RANGES = 2_000_000

/** The collected feeds where they lie beside the repository. */
export function knowledgeAtHand(): KnowledgeSource {
  return withoutSharedData() === false ? { is: 'collected' } : { is: 'madeUp', ranges: MADE_UP_RANGES }
}

/** The files of the collected feeds, as `loadFeed` takes them. */
export const collectedFeeds = { osv: sharedFile('osv'), nvd: sharedFile('nvd/nvd-all.ndjson.zst') }

/** Loads the feeds by the flow that people use. */
export async function loadKnowledge(store: Store, source: KnowledgeSource, progress: Progress): Promise<void> {
  if (source.is === 'madeUp') {
    progress.step('made-up feed')
    await withMadeUpFeed(source.ranges, async (path) => loadFeed(store, { path, feed: 'nvd' }))
    return
  }
  for (const [name, path] of Object.entries(collectedFeeds)) {
    progress.step(`feed ${name}`, 100)
    await loadFeed(store, {
      path,
      onProgress: ({ bytesRead, bytesTotal }) => progress.done((100 * bytesRead) / Math.max(bytesTotal, 1)),
    })
  }
}

/** Runs work on the path of a made-up feed, which is gone after it. */
async function withMadeUpFeed(ranges: number, work: (path: string) => Promise<unknown>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'auscult-bench-feed-'))
  try {
    const path = join(folder, 'made-up.ndjson')
    await writeFile(
      path,
      madeUpNvd(ranges).map((line) => `${line}\n`),
    )
    await work(path)
  } finally {
    await rm(folder, { recursive: true })
  }
}
