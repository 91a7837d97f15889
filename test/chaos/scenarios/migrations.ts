import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Scenario } from '../scenario.ts'
import { Trial } from '../scenario.ts'
import { kill, killProcess, postmasterOf, startServed, stop, untilReady } from '../served.ts'

/** Making the cluster, the database and its schema takes a few seconds; a kill may come at any of them. */
const LONGEST_MS = 4_000
const KILLS_PER_FOLDER = 5

/** The first start, which makes cluster, database and schema, is killed at any moment, again and again, and then left to end. */
export const migrations: Scenario = {
  id: 'migrations',
  what: 'SIGKILL to the server and the database while the cluster is made and the schema is brought up to date',
  run: async (options) => {
    const faults: string[] = []
    let blows = 0
    for (let round = 0; blows < options.kills; round += 1) {
      const folder = join(options.folder, String(round))
      await mkdir(folder)
      const trial = new Trial({ ...options, seed: options.seed + round }, { dataFolder: folder })
      try {
        for (let each = 0; each < KILLS_PER_FOLDER; each += 1) {
          const early = startServed(trial.place)
          await delay(trial.random(LONGEST_MS))
          if (trial.random(2) === 0) killProcess(postmasterOf(folder))
          await kill(early)
          blows += 1
        }
        const served = startServed(trial.place)
        await untilReady(served)
        await trial.under(async () => delay(300))
        await trial.verify(`folder ${round}`)
        await stop(served)
      } catch (error) {
        trial.faults.push(`folder ${round}: ${String(error)}`)
      } finally {
        trial.end()
      }
      faults.push(...trial.faults)
    }
    return { blows, acknowledged: new Map(), faults }
  },
}
