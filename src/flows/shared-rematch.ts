import type { Store } from '../store/index.ts'
import { rematch } from './rematch.ts'

/**
 * Matches what changed, once for all who ask at the same time: whoever asks while a rematch runs shares the next one, since the one under way
 * may have begun before the change. Resolves when what was there at the call is matched.
 */
export function shareRematch(store: Store): () => Promise<void> {
  let underWay: Promise<void> | undefined
  let next: Promise<void> | undefined
  const begin = async (): Promise<void> => {
    next = undefined
    underWay = rematch(store, 'stale').then(() => undefined)
    await underWay.finally(() => {
      if (next === undefined) underWay = undefined
    })
  }
  return async () => {
    if (underWay === undefined) return begin()
    next ??= underWay.then(begin, begin)
    return next
  }
}
