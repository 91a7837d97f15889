import { setTimeout as delay } from 'node:timers/promises'
import type { JobProgress } from '../model/index.ts'

/** Twice a second is as often as anyone looks. */
const INTERVAL_MS = 500

/** Takes every step, and writes the last one down at most twice a second. */
export interface ProgressNotes {
  readonly note: (progress: JobProgress) => void
  /** Resolves when nothing is being written any more. */
  readonly end: () => Promise<void>
}

/** Opens the notes of one job. A note that cannot be written is none to stop for: the next one may. */
export function openProgressNotes(write: (progress: JobProgress) => Promise<void>): ProgressNotes {
  const ending = new AbortController()
  let latest: JobProgress | undefined
  let writing: Promise<void> | undefined
  const writeOn = async (): Promise<void> => {
    while (latest !== undefined && !ending.signal.aborted) {
      const progress = latest
      latest = undefined
      await write(progress).catch(() => undefined)
      await delay(INTERVAL_MS, undefined, { signal: ending.signal }).catch(() => undefined)
    }
    writing = undefined
  }
  return {
    note: (progress) => {
      latest = progress
      writing ??= writeOn()
    },
    end: async () => {
      ending.abort()
      await writing
    },
  }
}
