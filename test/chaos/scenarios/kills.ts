import { setTimeout as delay } from 'node:timers/promises'
import type { Random } from '../../mutate.ts'
import type { Scenario } from '../scenario.ts'
import { Trial } from '../scenario.ts'
import { backendsOf, kill, killProcess, postmasterOf, startServed, stop, untilReady } from '../served.ts'
import type { Served } from '../served.ts'

const victims = ['server', 'database', 'database again', 'session', 'both', 'starting'] as const
type Victim = (typeof victims)[number]

const LONGEST_WORK_MS = 1_200
const LONGEST_START_MS = 900
const ROUNDS_PER_CHECK = 10

/** Server, database, one session of it, or all of them are killed at any moment of uploads, feed loads and rematches. */
export const kills: Scenario = {
  id: 'kills',
  what: 'SIGKILL to the server and the database during uploads, feed loads and rematches',
  run: async (options) => {
    const trial = new Trial(options, { dataFolder: options.folder })
    let served = await trial.start()
    try {
      while (trial.blows < options.kills) {
        const victim = victims[trial.random(victims.length)] ?? 'server'
        const running = served
        await trial.under(async () => {
          await delay(trial.random(LONGEST_WORK_MS))
          await strike(victim, running)
        })
        trial.blows += 1
        served = await revive(victim, running, trial.random)
        if (trial.blows % ROUNDS_PER_CHECK === 0 || trial.blows === options.kills)
          await trial.verify(`after ${trial.blows} kills`)
      }
      const exitCode = await stop(served)
      if (exitCode !== 0) trial.faults.push(`asked to stop, the server ended with ${exitCode}`)
    } finally {
      await kill(served)
      trial.end()
    }
    return trial.result()
  },
}

async function strike(victim: Victim, served: Served): Promise<void> {
  const postmaster = postmasterOf(served.place.dataFolder)
  if (victim === 'server' || victim === 'starting') return kill(served)
  if (victim === 'session' && postmaster !== undefined) {
    const sessions = backendsOf(postmaster)
    return killProcess(sessions[Math.floor(sessions.length / 2)])
  }
  killProcess(postmaster)
  if (victim === 'both') await kill(served)
}

/** The next start needs no hand, also when it is itself killed on its way; nor does the next start of the database under a server that lives. */
async function revive(victim: Victim, served: Served, random: Random): Promise<Served> {
  if (victim === 'database again') {
    await delay(random(LONGEST_START_MS))
    killProcess(postmasterOf(served.place.dataFolder))
  }
  if (victim === 'database' || victim === 'database again' || victim === 'session') {
    await untilReady(served)
    return served
  }
  if (victim === 'starting') {
    const early = startServed(served.place)
    await delay(random(LONGEST_START_MS))
    await kill(early)
  }
  const next = startServed(served.place)
  await untilReady(next)
  return next
}
