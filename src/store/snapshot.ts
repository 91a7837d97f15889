/**
 * Whether all that one state of the database (`pg_snapshot`, as text `xmin:xmax:xip,xip`) sees is seen in another one too: it was taken before
 * or is the same. A transaction that was still running in the other must not have ended in the first, nor have begun after it.
 */
export function isNotLaterThan(one: string, other: string): boolean {
  const [a, b] = [readSnapshot(one), readSnapshot(other)]
  if (a.xmax > b.xmax) return false
  for (const xid of b.running) if (xid < a.xmax && !a.running.has(xid)) return false
  return true
}

interface Snapshot {
  /** Transactions from here on had not begun. */
  readonly xmax: bigint
  readonly running: ReadonlySet<bigint>
}

function readSnapshot(text: string): Snapshot {
  const [, xmax = '0', running = ''] = text.split(':')
  return { xmax: BigInt(xmax), running: new Set(running === '' ? [] : running.split(',').map(BigInt)) }
}
