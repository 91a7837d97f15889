import { setTimeout as delay } from 'node:timers/promises'
import type { Scenario } from '../scenario.ts'
import { Trial } from '../scenario.ts'
import { kill, stop } from '../served.ts'

const LONGEST_WORK_MS = 2_500
const ROUNDS_PER_CHECK = 5

/** Two servers work on one database; now the one and now the other is killed and comes back, while its sibling goes on. */
export const twoServers: Scenario = {
  id: 'two-servers',
  what: 'two servers on one database, of which one is killed again and again',
  run: async (options) => {
    const trial = new Trial(options, { dataFolder: options.folder })
    const places = [trial.place, { ...trial.place, port: options.port + 1 }] as const
    const servers = [await trial.start(places[0]), await trial.start(places[1])]
    try {
      while (trial.blows < options.kills) {
        const which = trial.random(2)
        const victim = servers[which]
        const place = places[which]
        if (victim === undefined || place === undefined) throw new Error('there are two servers')
        await trial.under(async () => {
          await delay(trial.random(LONGEST_WORK_MS))
          await kill(victim)
          trial.blows += 1
          servers[which] = await trial.start(place)
        }, places)
        if (trial.blows % ROUNDS_PER_CHECK === 0 || trial.blows === options.kills)
          await trial.verify(`after ${trial.blows} kills`)
      }
      for (const served of servers) await stop(served)
    } finally {
      for (const served of servers) await kill(served)
      trial.end()
    }
    return trial.result()
  },
}
