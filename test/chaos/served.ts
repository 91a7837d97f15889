import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** Where a server works: its data folder and port, and what stands in its environment besides ours. */
export interface Place {
  readonly dataFolder: string
  readonly port: number
  readonly variables?: Readonly<Record<string, string>>
}

/** A server that runs as a process of its own, as `auscult serve` does, so that it can be killed. */
export interface Served {
  readonly place: Place
  readonly child: ChildProcess
  readonly hasEnded: () => boolean
  /** What it said last, for a report. */
  readonly lastWords: () => string
}

const program = join(import.meta.dirname, '..', '..', 'bin', 'auscult.mjs')
const POLL_MS = 25
const WORDS = 4_000

/** Starts a server and does not wait for it. */
export function startServed(place: Place): Served {
  const { dataFolder, port, variables = {} } = place
  const { DATABASE_URL: _, ...inherited } = process.env
  const child = spawn(process.execPath, [program, 'serve', '--port', String(port), '--data', dataFolder], {
    env: { ...inherited, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let words = ''
  let ended = false
  const hear = (chunk: Buffer): void => void (words = `${words}${chunk.toString()}`.slice(-WORDS))
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  child.on('exit', () => (ended = true))
  return { place, child, hasEnded: () => ended, lastWords: () => words }
}

/**
 * Waits until it answers that it is ready. Throws with its last words when it ends, or is not ready in time: after a crash PostgreSQL syncs each
 * of its files before it recovers, which takes more than a minute while others write gigabytes to the same disk.
 */
export async function untilReady(served: Served, limitMs = 300_000): Promise<void> {
  const limit = performance.now() + limitMs
  while (performance.now() < limit) {
    if (served.hasEnded()) throw new Error(`the server ended by itself: ${served.lastWords()}`)
    const health = await fetch(addressOf(served.place, '/health'), { signal: AbortSignal.timeout(2_000) }).catch(
      () => undefined,
    )
    await health?.body?.cancel()
    if (health?.status === 200) return
    await delay(POLL_MS)
  }
  throw new Error(`the server is not ready after ${limitMs} ms: ${served.lastWords()}`)
}

/** Ends it as a power cut would, and waits until it is gone. */
export async function kill(served: Served): Promise<void> {
  if (served.hasEnded()) return
  const gone = once(served.child, 'exit')
  served.child.kill('SIGKILL')
  await gone
}

/** Asks it to end, as a service manager does. Returns its exit code. */
export async function stop(served: Served): Promise<number | null> {
  if (served.hasEnded()) return served.child.exitCode
  const gone = once(served.child, 'exit')
  served.child.kill('SIGTERM')
  await gone
  return served.child.exitCode
}

export function addressOf({ port }: Place, path: string): string {
  return `http://127.0.0.1:${port}/api/v1${path}`
}

/** The token that the first start made. */
export async function tokenOf({ dataFolder }: Place): Promise<string> {
  return (await readFile(join(dataFolder, 'access-token'), 'utf8')).trim()
}

/** Process number of the database server of a data folder; undefined when none runs. */
export function postmasterOf(dataFolder: string): number | undefined {
  const path = join(dataFolder, 'postgres', 'postmaster.pid')
  if (!existsSync(path)) return undefined
  const pid = Number(readFileSync(path, 'utf8').split('\n')[0])
  return pid > 0 && commandOf(pid).includes('postgres') ? pid : undefined
}

/** Process numbers of the sessions and helpers of a database server. */
export function backendsOf(postmaster: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === postmaster)
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(
      readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) \S /s, '')
        .split(' ')[0],
    )
  } catch {
    return undefined
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

/** Kills a process that may be gone already. */
export function killProcess(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
  } catch {
    // it ended by itself
  }
}
