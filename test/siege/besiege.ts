import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { kill, killProcess, postmasterOf, startServed, stop, tokenOf, untilReady } from '../chaos/served.ts'
import type { Served } from '../chaos/served.ts'
import { newLedger, sendUntil } from '../chaos/traffic.ts'
import { randomFrom } from '../mutate.ts'
import { attacks } from './attacks.ts'
import type { Target } from './attack.ts'
import type { Neighbours } from './neighbour.ts'

export interface SiegeOptions {
  readonly folder: string
  readonly port: number
  readonly requests: number
  readonly atOnce: number
  readonly seed: number
  /** Only the attacks of these names; all when there is none. */
  readonly only: readonly string[]
  readonly tell: (line: string) => void
}

export interface SiegeResult {
  /** One line for each attack. */
  readonly lines: readonly string[]
  readonly faults: readonly string[]
}

/** Node may take no more than this, whatever is thrown at it. */
const MOST_RSS_MEGABYTES = 700
/** Whoever comes again when told to is served within this, even while the attack goes on. */
const MOST_WAIT_MS = 30_000
/** Within this it has given back what an attack took. */
const MOST_REST_MS = 60_000
const SEEDING_MS = 3_000

/** Attacks a server of its own in every way that is listed, while a well-behaved client goes on asking. */
export async function besiege(options: SiegeOptions): Promise<SiegeResult> {
  const { folder, port, requests, atOnce, seed, only, tell } = options
  const place = { dataFolder: folder, port }
  const served = startServed(place)
  const faults: string[] = []
  const lines: string[] = []
  try {
    await untilReady(served)
    const token = await tokenOf(place)
    await fillStore({ place, token, seed })
    const target: Target = { place, token, requests, atOnce }
    for (const attack of attacks.filter(({ id }) => only.length === 0 || only.includes(id))) {
      const watch = watchServer(served, target)
      const startedAt = performance.now()
      const answers = await attack.run(target)
      const { rssMegabytes, served: others, slowestMs, failures } = await watch.end()
      const told = [...answers.counts].map(([answer, count]) => `${count} × ${answer}`).join(', ')
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
      lines.push(
        `${attack.id.padEnd(16)} ${seconds} s: ${told}; Node at most ${rssMegabytes} MB; ${others} of others served, each within ${Math.round(slowestMs)} ms`,
      )
      tell(lines.at(-1) ?? '')
      faults.push(...[...answers.faults, ...failures].map((fault) => `${attack.id}: ${fault}`))
      if (served.hasEnded()) throw new Error(`${attack.id}: the server ended: ${served.lastWords()}`)
      if (rssMegabytes > (attack.mostMegabytes ?? MOST_RSS_MEGABYTES))
        faults.push(`${attack.id}: Node took ${rssMegabytes} MB`)
      if (!(await comesBack(served)))
        faults.push(`${attack.id}: Node still holds ${rssOf(served.child.pid)} MB a minute later`)
      if (slowestMs > MOST_WAIT_MS) faults.push(`${attack.id}: others waited ${Math.round(slowestMs)} ms`)
    }
    const exitCode = await stop(served)
    if (exitCode !== 0)
      faults.push(`asked to stop, the server ended with ${exitCode}: ${served.lastWords().slice(-300)}`)
  } catch (error) {
    faults.push(String(error))
  } finally {
    await kill(served)
    killProcess(postmasterOf(folder))
  }
  return { lines, faults }
}

/** Waits until what an attack took is given back: the next one begins with a server at rest. */
async function comesBack({ child }: Served): Promise<boolean> {
  const limit = performance.now() + MOST_REST_MS
  while (rssOf(child.pid) > MOST_RSS_MEGABYTES && performance.now() < limit) await delay(100)
  return rssOf(child.pid) <= MOST_RSS_MEGABYTES
}

/** Some SBOMs, devices and flaws, so that there is something to ask for. */
async function fillStore({ place, token, seed }: Pick<Target, 'place' | 'token'> & { seed: number }): Promise<void> {
  const sender = { place, token, random: randomFrom(seed), ledger: newLedger() }
  await sendUntil(sender, AbortSignal.timeout(SEEDING_MS))
}

interface Watched extends Neighbours {
  readonly rssMegabytes: number
}

interface Watch {
  readonly end: () => Promise<Watched>
}

/** Somebody with a browser, on a thread that the attack does not keep busy; the server's memory is read beside it. */
function watchServer(server: Served, target: Target): Watch {
  let rssMegabytes = 0
  const look = setInterval(() => (rssMegabytes = Math.max(rssMegabytes, rssOf(server.child.pid))), 50)
  const thread = new Worker(new URL('neighbour-thread.ts', import.meta.url), { workerData: target })
  const ended = once(thread, 'message') as Promise<[Neighbours]>
  ended.catch(() => undefined) // heard at the end
  return {
    end: async () => {
      thread.postMessage('over')
      const [{ served, slowestMs, failures }] = await ended
      clearInterval(look)
      await thread.terminate()
      const none = served === 0 && failures.length === 0 ? ['nobody else was served'] : []
      return { rssMegabytes, served, slowestMs, failures: [...failures, ...none] }
    },
  }
}

/** Resident memory of a process; 0 where the system does not say. */
function rssOf(pid: number | undefined): number {
  try {
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024)
  } catch {
    return 0
  }
}
