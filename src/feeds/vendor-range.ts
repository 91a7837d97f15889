import type { VersionRange } from '../model/index.ts'
import { toRange, type VersionBounds } from '../versions/index.ts'

/** All CVEs together name 300,000 different pairs of bounds; remembering the last of them halves the time to read them. */
const maxRemembered = 50_000
/** The first and the last of the words that `natural` knows for what comes before and after a release, with numbers beyond any real one. */
const firstUpdate = 'dev 0'
const lastUpdate = 'sp 999999999999'

const remembered = new Map<string, VersionRange>()

/** The bounds in the order of vendor versions. */
export function vendorRange(bounds: VersionBounds): VersionRange {
  const name = JSON.stringify([bounds.from, bounds.fromInclusive, bounds.to, bounds.toInclusive])
  const known = remembered.get(name)
  if (known !== undefined) return known
  if (remembered.size >= maxRemembered) remembered.clear()
  const range = toRange('natural', bounds)
  remembered.set(name, range)
  return range
}

/**
 * The same when the updates of a version are left open, as CPE does with `7.4:*`: inclusive bounds then cover `7.4 rc1` and `7.4 p1` too.
 * A version to which no word can be added in its own shape (a date, a name) is taken as it is.
 */
export function rangeWithUpdates(bounds: VersionBounds): VersionRange {
  const exact = vendorRange(bounds)
  if (exact.is !== 'interval') return exact
  const wide = vendorRange({
    ...bounds,
    ...(bounds.from !== undefined && bounds.fromInclusive === true && { from: `${bounds.from} ${firstUpdate}` }),
    ...(bounds.to !== undefined && bounds.toInclusive === true && { to: `${bounds.to} ${lastUpdate}` }),
  })
  const isWider =
    wide.is === 'interval' &&
    wide.shape === exact.shape &&
    Buffer.compare(wide.lo, exact.lo) <= 0 &&
    Buffer.compare(exact.hi, wide.hi) <= 0
  return isWider ? wide : exact
}
