import { createReadStream } from 'node:fs'
import { glob, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createZstdDecompress } from 'node:zlib'
import { loadFeed, openMigrated, rematch } from '../../src/flows/index.ts'
import { collectedFeeds, knowledgeAtHand } from '../dataset/knowledge.ts'
import type { Bench, Measure, Reached } from '../measure.ts'
import { inS, once, timeOnce } from '../timing.ts'

const NODE_MB = 600
const KIB_IN_MB = 1_024 / 1_000_000

/** All of the collected NVD into an empty database with the settings that people have. */
export const nvdLoad: Measure = {
  id: 'nvd',
  what: 'all of NVD into a usable store',
  grows: false,
  run: async (bench) => load(bench, 'nvd', 90),
}

/** All of the collected OSV. */
export const osvLoad: Measure = {
  id: 'osv',
  what: 'all of OSV into a usable store',
  grows: false,
  run: async (bench) => load(bench, 'osv', 30),
}

async function load(bench: Bench, feed: 'nvd' | 'osv', mostS: number): Promise<Reached[]> {
  if (knowledgeAtHand().is !== 'collected')
    throw new Error('needs the collected public data beside the repository (../shared/data)')
  const dataFolder = await bench.scratch()
  const store = await openMigrated({ dataFolder })
  bench.watch(dataFolder)
  const path = collectedFeeds[feed]
  try {
    let records = 0
    const loaded = await timeOnce(async () => {
      records = (await loadFeed(store, { path })).records
    })
    const nodeMb = process.resourceUsage().maxRSS * KIB_IN_MB
    const matched = await timeOnce(async () => rematch(store, 'stale'))
    const client = await store.connectAboveWalls()
    await client.query('create table auscult.copied (like auscult.affected_range)')
    const copied = await timeOnce(async () =>
      client.query('insert into auscult.copied select * from auscult.affected_range'),
    )
    await client.end()
    const parsed = await timeOnce(async () => parseAll(path))
    return [
      {
        what: 'time',
        unit: 's',
        figures: once((loaded + matched) / 1000),
        goal: { of: 'value', atMost: mostS },
        beside: `JSON.parse of the same records: ${inS(parsed)}, its ranges into a table without indexes: ${inS(copied)}`,
        note: `${records} records; matched with no component in ${inS(matched)}`,
      },
      { what: 'Node at most', unit: 'MB', figures: once(nodeMb), goal: { of: 'value', atMost: NODE_MB } },
    ]
  } finally {
    await store.close()
  }
}

/** What any reader must do at least: unpack the files and parse each line. */
async function parseAll(path: string): Promise<number> {
  const files = (await stat(path)).isFile() ? [path] : await Array.fromAsync(glob(join(path, '*.zst')))
  let records = 0
  for (const file of files) {
    for await (const line of createInterface({ input: createReadStream(file).pipe(createZstdDecompress()) })) {
      if (line !== '') records += JSON.parse(line) === null ? 0 : 1
    }
  }
  return records
}
