import { setTimeout as sleep } from 'node:timers/promises'

const firstDelayMs = 1000
const maxDelayMs = 60_000
const maxRetryAfterMs = 300_000

/** What waiting depends on; tests give their own. */
export interface Patience {
  readonly wait: (delayMs: number, signal: AbortSignal | undefined) => Promise<void>
  /** 0–1, for the jitter that keeps many hospitals from returning at the same second. */
  readonly random: () => number
}

export const realPatience: Patience = {
  wait: async (delayMs, signal) => {
    await sleep(delayMs, undefined, signal === undefined ? {} : { signal })
  },
  random: Math.random,
}

/** Doubles with each attempt from 1 s to 60 s, between half and the whole of it; a server's `Retry-After` counts for more, up to 5 minutes. */
export function delayMs(attempt: number, retryAfter: string | null, now: Date, random: () => number): number {
  const asked = retryAfterMs(retryAfter, now)
  const backOff = Math.min(maxDelayMs, firstDelayMs * 2 ** (attempt - 1))
  const jittered = backOff * (0.5 + random() / 2)
  return Math.max(jittered, Math.min(asked, maxRetryAfterMs))
}

/** Seconds or an HTTP date. Source: RFC 9110 §10.2.3. */
function retryAfterMs(text: string | null, now: Date): number {
  if (text === null) return 0
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000
  const at = Date.parse(text)
  return Number.isNaN(at) ? 0 : Math.max(0, at - now.getTime())
}
