import { inKnowledge, rematchAll, rematchStale, untilAborted } from '../store/index.ts'
import type { RematchProgress, RematchResult, Store } from '../store/index.ts'

export interface RematchOptions {
  /** Cancels the statement under way; nothing has changed then. */
  readonly signal?: AbortSignal
  /** Called as each step begins. */
  readonly onProgress?: (progress: RematchProgress) => void
}

/** Brings findings up to date: with what changed since the last time, or all of them again. Both give the same findings. */
export async function rematch(
  store: Store,
  extent: 'stale' | 'all',
  { signal, onProgress = () => undefined }: RematchOptions = {},
): Promise<RematchResult> {
  return inKnowledge(untilAborted(store, signal), async (trx) =>
    extent === 'all' ? rematchAll(trx, onProgress) : rematchStale(trx, onProgress),
  )
}
