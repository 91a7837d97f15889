import type { Settlement } from '../../src/server/contract.ts'

/** Enough to know whom to write to tomorrow. */
const settledAtFirst = 5

/** What would settle most stands first; the rest waits for somebody to open it. The server gives them in this order. */
export function bySize(settles: readonly Settlement[]): {
  readonly first: readonly Settlement[]
  readonly later: readonly Settlement[]
} {
  return { first: settles.slice(0, settledAtFirst), later: settles.slice(settledAtFirst) }
}
