import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

/** Watches the memory of processes while something runs; in MB. Only Linux tells it. */
export interface MemoryWatch {
  /** The most that all of them together held at one time for themselves, shared buffers left out. */
  readonly end: () => Promise<number | undefined>
}

const EVERY_MS = 100
const KIB_IN_MB = 1_024 / 1_000_000

/** Watches all processes of an embedded server. */
export function watchServer(dataFolder: string): MemoryWatch {
  return watch(async () => {
    const [postmaster = ''] = (await readFile(join(dataFolder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')
    const children = await readFile(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8')
    const each = await Promise.all(children.trim().split(' ').map(privateMb))
    return each.reduce((sum, mb) => sum + mb, 0)
  })
}

/** The most that a process has held so far, whatever it held it for; undefined where the system does not tell. */
export async function peakOfProcess(pid: number): Promise<number | undefined> {
  return readStatus(pid, 'VmHWM').catch(() => undefined)
}

function watch(read: () => Promise<number>): MemoryWatch {
  let peak: number | undefined
  const stop = new AbortController()
  const watching = (async () => {
    while (!stop.signal.aborted) {
      const now = await read().catch(() => undefined)
      if (now !== undefined) peak = Math.max(peak ?? 0, now)
      await delay(EVERY_MS, undefined, { signal: stop.signal }).catch(() => undefined)
    }
  })()
  return {
    end: async () => {
      stop.abort()
      await watching
      return peak
    },
  }
}

async function privateMb(pid: string): Promise<number> {
  return readStatus(Number(pid), 'RssAnon').catch(() => 0)
}

async function readStatus(pid: number, field: string): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * KIB_IN_MB
}
