/** A version made from a bound, and where it stands: just below, at, or just above it. */
export interface Neighbour {
  readonly version: string
  readonly side: -1 | 0 | 1
}

const plainForm = /^\d+(?:\.\d+)*$/

/** True for versions whose order nobody disputes: numbers and dots. */
export function isPlain(version: string): boolean {
  return plainForm.test(version)
}

/**
 * A plain version and those right beside it: `2.4.5` gives `2.4.4.99999`, `2.4.5`, `2.4.5.1`. Any other version gives itself alone: what is next
 * to `1.0.2k` is a matter of the scheme that is to be checked.
 */
export function neighboursOf(version: string): Neighbour[] {
  const at: Neighbour = { version, side: 0 }
  if (!isPlain(version)) return [at]
  const below = justBelow(version)
  return [
    ...(below === undefined ? [] : [{ version: below, side: -1 } as const]),
    at,
    { version: `${version}.1`, side: 1 },
  ]
}

/** `2.4.5` → `2.4.4.99999`, `2.4.0` → `2.3.99999`; undefined below zero. */
function justBelow(version: string): string | undefined {
  const groups = version.split('.')
  while (groups.length > 0 && BigInt(groups.at(-1) ?? 0) === 0n) groups.pop()
  const last = groups.pop()
  if (last === undefined) return undefined
  return [...groups, String(BigInt(last) - 1n), '99999'].join('.')
}

/** The order of two plain versions, number by number; a missing one is zero. Written plainly, and not as sort keys are. */
export function comparePlain(a: string, b: string): number {
  const [left, right] = [a.split('.').map(BigInt), b.split('.').map(BigInt)]
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const [x, y] = [left[at] ?? 0n, right[at] ?? 0n]
    if (x !== y) return x < y ? -1 : 1
  }
  return 0
}
