import { setTimeout as delay } from 'node:timers/promises'
import type { SensorQueue } from './sensor-queue.ts'

/** Sends bytes to the server. */
export type Post = (
  path: string,
  body: string,
  signal: AbortSignal,
) => Promise<{ readonly status: number; readonly text: string }>

export interface DeliveryOptions {
  readonly queue: SensorQueue
  readonly post: Post
  readonly now: () => Date
  /** Ends the delivery; what waits stays on the disk. */
  readonly signal: AbortSignal
  /** No more will be put in: the delivery ends when nothing waits. */
  readonly isOver: () => boolean
  readonly onState?: (state: DeliveryState) => void
}

/** How the delivery stands, for who looks. */
export type DeliveryState =
  | { readonly is: 'sent'; readonly batches: number }
  /** `because`: for people. */
  | { readonly is: 'waiting'; readonly because: string; readonly forMs: number }
  | { readonly is: 'refused'; readonly batch: string; readonly because: string }

export interface Delivered {
  readonly sent: number
  readonly refused: number
}

const firstWaitMs = 1_000
const longestWaitMs = 60_000
const pollMs = 250
const requestTimeoutMs = 60_000
/** The server says that this batch will never do: it is malformed, or too large. */
const never: ReadonlySet<number> = new Set([400, 413, 415, 422])

/**
 * Delivers what waits, the oldest first, until `signal` aborts, or nothing waits and nothing will come. A server that cannot be reached, or that
 * does not know the token, is tried again, ever less often, at least once a minute. A batch is forgotten only when the server has it.
 */
export async function deliver(options: DeliveryOptions): Promise<Delivered> {
  const { queue, signal, isOver, onState } = options
  let [sent, refused, failures] = [0, 0, 0]
  while (!signal.aborted) {
    const next = queue.oldest()
    if (next === undefined) {
      if (isOver()) break
      await pause(pollMs, signal)
      continue
    }
    const outcome = await tryOne(options, next)
    if (outcome.is === 'gone') await queue.done(next)
    else if (outcome.is === 'taken') {
      failures = 0
      sent += 1
      await queue.done(next)
      onState?.({ is: 'sent', batches: sent })
    } else if (outcome.is === 'never') {
      refused += 1
      await queue.putAside(next)
      onState?.({ is: 'refused', batch: next.name, because: outcome.because })
    } else {
      const forMs = Math.min(longestWaitMs, firstWaitMs * 2 ** failures) * (0.5 + Math.random() / 2)
      failures += 1
      onState?.({ is: 'waiting', because: outcome.because, forMs })
      await pause(forMs, signal)
    }
  }
  return { sent, refused }
}

type Outcome =
  | { readonly is: 'taken' }
  | { readonly is: 'gone' }
  | { readonly is: 'never'; readonly because: string }
  | { readonly is: 'later'; readonly because: string }

async function tryOne(
  { queue, post, now, signal }: DeliveryOptions,
  next: { readonly name: string; readonly sizeBytes: number },
): Promise<Outcome> {
  try {
    const batch = await queue.read(next)
    if (batch === 'gone') return { is: 'gone' }
    if (batch === 'damaged') return { is: 'never', because: 'its file on the disk is damaged' }
    const body = JSON.stringify({ ...batch, batchId: next.name, sentAt: now().toISOString() })
    const { status, text } = await post(
      '/api/v1/observation-batches',
      body,
      AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]),
    )
    if (status >= 200 && status < 300) return { is: 'taken' }
    const because = `the server answered ${status}: ${text.slice(0, 300)}`
    return never.has(status) ? { is: 'never', because } : { is: 'later', because }
  } catch (error) {
    return { is: 'later', because: error instanceof Error ? error.message : String(error) }
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined)
}
