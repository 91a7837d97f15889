import type { VersionRange } from '../model/index.ts'
import { toRange, type VersionBounds } from '../versions/index.ts'

/** The first and the last of the words that `natural` knows for what comes before and after a release, with numbers beyond any real one. */
const firstUpdate = 'dev 0'
const lastUpdate = 'sp 999999999999'

/** The bounds in the order of vendor versions. */
export function vendorRange(bounds: VersionBounds): VersionRange {
  return toRange('natural', bounds)
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
