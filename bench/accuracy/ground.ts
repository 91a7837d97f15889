import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { feedStatus, loadFeed, openMigrated, rematch } from '../../src/flows/index.ts'
import type { Store } from '../../src/store/index.ts'
import { collectedFeeds } from '../dataset/knowledge.ts'
import type { Ground } from './accuracy-set.ts'

/** A ground whose knowledge is kept in a folder from run to run, and all else gone at its end. */
export interface OpenGround extends Ground {
  readonly close: () => Promise<void>
}

export function openGround(folder: string): OpenGround {
  const ends: (() => Promise<void>)[] = []
  const scratch = async (): Promise<string> => {
    const made = await mkdtemp(join(tmpdir(), 'auscult-accuracy-'))
    await chmod(made, 0o711) // an embedded server that root starts runs under another account
    ends.push(async () => rm(made, { recursive: true, force: true }))
    return made
  }
  const open = async (dataFolder: string): Promise<Store> => {
    const store = await openMigrated({ dataFolder })
    ends.push(async () => store.close())
    return store
  }
  let all: Promise<Store> | undefined
  return {
    scratch,
    emptyStore: async () => open(await scratch()),
    allKnowledge: async () => (all ??= knowing(folder, open)),
    close: async () => {
      for (const end of ends.reverse()) await end()
    },
  }
}

/** Loads what was not loaded before. */
async function knowing(folder: string, open: (dataFolder: string) => Promise<Store>): Promise<Store> {
  await mkdir(folder, { recursive: true })
  const store = await open(folder)
  const loaded = (await feedStatus(store)).map(({ feed }) => feed)
  for (const feed of ['osv', 'nvd'] as const) {
    if (loaded.includes(feed)) continue
    process.stderr.write(`loading ${feed} …\n`)
    await loadFeed(store, { path: collectedFeeds[feed], feed })
  }
  await rematch(store, 'stale')
  return store
}
