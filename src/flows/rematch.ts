import { inKnowledge, rematchAll, rematchStale } from '../store/index.ts'
import type { RematchResult, Store } from '../store/index.ts'

/** Brings findings up to date: with what changed since the last time, or all of them again. Both give the same findings. */
export async function rematch(store: Store, extent: 'stale' | 'all'): Promise<RematchResult> {
  return inKnowledge(store, extent === 'all' ? rematchAll : rematchStale)
}
