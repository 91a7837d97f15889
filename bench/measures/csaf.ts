import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { importFeed, openMigrated, rematch } from '../../src/flows/index.ts'
import { sharedSet, withoutSharedData } from '../../test/shared-data.ts'
import type { Measure } from '../measure.ts'
import { inS, once, timeOnce } from '../timing.ts'

const LOAD_S = 30
const US_IN_S = 1_000_000

/** The collected ICSA advisories, as a folder that is imported, into an empty database; then the same again, which changes nothing. */
export const csafLoad: Measure = {
  id: 'csaf',
  what: 'a folder of 2,235 CSAF documents into a usable store',
  grows: false,
  run: async (bench) => {
    const missing = withoutSharedData()
    if (missing !== false) throw new Error(missing)
    const path = join(await sharedSet('csaf'), 'icsa')
    const dataFolder = await bench.scratch()
    const store = await openMigrated({ dataFolder })
    bench.watch(dataFolder)
    const load = async (): Promise<number> => (await importFeed(store, { path, now: () => new Date() })).records
    try {
      const before = process.cpuUsage()
      let records = 0
      const loaded = await timeOnce(async () => {
        records = await load()
        await rematch(store, 'stale')
      })
      const { user, system } = process.cpuUsage(before)
      const again = await timeOnce(load)
      const parsed = await timeOnce(async () => parseAll(path))
      return [
        {
          what: 'time',
          unit: 's',
          figures: once(loaded / 1000),
          goal: { of: 'value', atMost: LOAD_S },
          beside: `reading and JSON.parse of the same files: ${inS(parsed)}`,
          note: `${records} documents, ${((user + system) / US_IN_S).toFixed(1)} s of a processor in Node; unchanged again in ${inS(again)}`,
        },
      ]
    } finally {
      await store.close()
    }
  },
}

/** What any reader must do at least. */
async function parseAll(folder: string): Promise<number> {
  let documents = 0
  for await (const file of glob(join(folder, '**/*.json'))) {
    if (JSON.parse(await readFile(file, 'utf8')) !== null) documents += 1
  }
  return documents
}
