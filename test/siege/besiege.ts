import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { kill, killProcess, postmasterOf, startServed, stop, tokenOf, untilReady } from '../chaos/served.ts'
import type { Served } from '../chaos/served.ts'
import { newLedger, send, sendUntil } from '../chaos/traffic.ts'
import { randomFrom } from '../mutate.ts'
import { attacks } from './attacks.ts'
import type { Target } from './attack.ts'

export interface SiegeOptions {
  readonly folder: string
  readonly port: number
  readonly requests: number
  readonly atOnce: number
  readonly seed: number
  readonly tell: (line: string) => void
}

export interface SiegeResult {
  /** One line for each attack. */
  readonly lines: readonly string[]
  readonly faults: readonly string[]
}

/** Node may take no more than this, whatever is thrown at it. */
const MOST_RSS_MEGABYTES = 700
/** Someone else's question is answered within this while the attack goes on, or told to come again. */
const MOST_WAIT_MS = 10_000
const SEEDING_MS = 3_000

/** Attacks a server of its own in every way that is listed, while a well-behaved client goes on asking. */
export async function besiege(options: SiegeOptions): Promise<SiegeResult> {
  const { folder, port, requests, atOnce, seed, tell } = options
  const place = { dataFolder: folder, port }
  const served = startServed(place)
  const faults: string[] = []
  const lines: string[] = []
  try {
    await untilReady(served)
    const token = await tokenOf(place)
    await fillStore({ place, token, seed })
    const target: Target = { place, token, requests, atOnce }
    for (const attack of attacks) {
      const watch = watchServer(served, target)
      const startedAt = performance.now()
      const answers = await attack.run(target)
      const { rssMegabytes, slowestMs, failures } = await watch.end()
      const told = [...answers.counts].map(([answer, count]) => `${count} × ${answer}`).join(', ')
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
      lines.push(
        `${attack.id.padEnd(20)} ${seconds} s: ${told}; Node at most ${rssMegabytes} MB; others waited at most ${Math.round(slowestMs)} ms`,
      )
      tell(lines.at(-1) ?? '')
      faults.push(...[...answers.faults, ...failures].map((fault) => `${attack.id}: ${fault}`))
      if (served.hasEnded()) throw new Error(`${attack.id}: the server ended: ${served.lastWords()}`)
      if (rssMegabytes > MOST_RSS_MEGABYTES) faults.push(`${attack.id}: Node took ${rssMegabytes} MB`)
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

/** Some SBOMs, devices and flaws, so that there is something to ask for. */
async function fillStore({ place, token, seed }: Pick<Target, 'place' | 'token'> & { seed: number }): Promise<void> {
  const sender = { place, token, random: randomFrom(seed), ledger: newLedger() }
  await sendUntil(sender, AbortSignal.timeout(SEEDING_MS))
}

interface Watch {
  readonly end: () => Promise<{ rssMegabytes: number; slowestMs: number; failures: string[] }>
}

/** A client that behaves asks every tenth of a second; the server's memory is read beside it. */
function watchServer(served: Served, target: Target): Watch {
  const over = new AbortController()
  let [rssMegabytes, slowestMs] = [0, 0]
  const failures: string[] = []
  const watching = (async () => {
    while (!over.signal.aborted) {
      rssMegabytes = Math.max(rssMegabytes, rssOf(served.child.pid))
      const startedAt = performance.now()
      const answer = await send(target, 'GET', '/ask?q=CHAOS-1', undefined, undefined)
      slowestMs = Math.max(slowestMs, performance.now() - startedAt)
      if (answer === undefined || ![200, 429, 503].includes(answer.status))
        failures.push(`someone else's question met ${answer?.status ?? 'a broken connection'}`)
      await delay(100)
    }
  })()
  return {
    end: async () => {
      over.abort()
      await watching
      return { rssMegabytes, slowestMs, failures }
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
