import type { SortKey, VersionRange } from '../model/index.ts'
import type { VersionScheme } from './scheme.ts'
import type { SchemeId } from './schemes.ts'
import { schemeById } from './schemes.ts'

/** The ends of a range as an advisory words them. Absent `from` or `to`: open. A bound is inclusive below and exclusive above unless said otherwise. */
export interface VersionBounds {
  readonly from?: string | undefined
  readonly fromInclusive?: boolean | undefined
  readonly to?: string | undefined
  readonly toInclusive?: boolean | undefined
}

const OPEN_LOW = new Uint8Array()
/** No key begins with these bytes: every scheme's first byte is below ff (held by a property test). */
const OPEN_HIGH = Uint8Array.of(0xff, 0xff, 0xff, 0xff)

/**
 * The bounds as a half-open interval of sort keys. The same version at both inclusive ends is one point. `unreadable` when
 * a bound has no key, when two bounds differ in shape, or when no version lies between them. Both ends open: `all`.
 */
export function toRange(schemeId: SchemeId, bounds: VersionBounds): VersionRange {
  const { from, to, fromInclusive = true, toInclusive = false } = bounds
  if (from === undefined && to === undefined) return { is: 'all' }
  const scheme = schemeById(schemeId)
  const low = from === undefined ? undefined : boundary(scheme, from, fromInclusive ? 'at' : 'above')
  const high = to === undefined ? undefined : boundary(scheme, to, toInclusive ? 'above' : 'at')
  if (from !== undefined && low === undefined) return notAVersion(scheme, from)
  if (to !== undefined && high === undefined) return notAVersion(scheme, to)
  const shape = low?.shape ?? high?.shape ?? ''
  if (high !== undefined && high.shape !== shape) {
    return unreadable(
      `"${from}" and "${to}" are written in two ways that have no common order; ask the source for bounds of one kind`,
    )
  }
  const lo = low?.bytes ?? OPEN_LOW
  const hi = high?.bytes ?? OPEN_HIGH
  if (Buffer.compare(lo, hi) >= 0) {
    return unreadable(
      `no ${scheme.id} version lies between "${from}" and "${to}"; ask the source to correct its bounds`,
    )
  }
  return { is: 'interval', scheme: scheme.id, shape, lo, hi }
}

function boundary(scheme: VersionScheme, version: string, side: 'at' | 'above'): SortKey | undefined {
  const key = scheme.sortKey(version)
  if (key === undefined || side === 'at') return key
  return { shape: key.shape, bytes: scheme.keyAbove?.(version) ?? Uint8Array.of(...key.bytes, 0) }
}

function notAVersion(scheme: VersionScheme, version: string): VersionRange {
  return unreadable(
    `"${version.slice(0, 80)}" is no version of the scheme ${scheme.id}; ask the source for a bound that can be ordered`,
  )
}

function unreadable(because: string): VersionRange {
  return { is: 'unreadable', because }
}

/** Whether a version, by its key, lies in a range of its own scheme. The reference that matching in SQL is tested against. */
export function contains(range: VersionRange, key: SortKey | undefined): 'inside' | 'outside' | 'unknown' {
  switch (range.is) {
    case 'all':
      return 'inside'
    case 'notApplicable':
      return key === undefined ? 'unknown' : 'outside'
    case 'unreadable':
      return 'unknown'
    case 'interval': {
      if (key === undefined || key.shape !== range.shape) return 'unknown'
      const isInside = Buffer.compare(range.lo, key.bytes) <= 0 && Buffer.compare(key.bytes, range.hi) < 0
      return isInside ? 'inside' : 'outside'
    }
  }
}
