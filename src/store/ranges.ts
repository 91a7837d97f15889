import { parseCpe } from '../model/index.ts'
import type { Cpe, CpeValue, VersionRange } from '../model/index.ts'
import type { CopyValue } from './copy.ts'

const none = new Uint8Array(0)

/** Column names of a version range in every table that holds one, in the order of `toRangeColumns`. */
export const rangeColumns = ['kind', 'scheme', 'shape', 'lo', 'hi'] as const

/** A version range as columns: kind, scheme, shape, lo, hi. */
export function toRangeColumns(range: VersionRange): CopyValue[] {
  return range.is === 'interval'
    ? [range.is, range.scheme, range.shape, range.lo, range.hi]
    : [range.is, '', '', none, none]
}

/**
 * What a CPE says beyond part, vendor, product and version; null when that is nothing. `*` stands for ANY, `-` for NA.
 */
export function toAttributes(cpe: string | Cpe | undefined): string[] | null {
  const parsed = typeof cpe === 'string' ? parseCpe(cpe) : cpe
  if (parsed === undefined) return null
  const { edition, language, swEdition, targetSw, targetHw, other } = parsed
  const said = [updateOf(parsed), edition, language, swEdition, targetSw, targetHw, other].map(toAttribute)
  return said.every((text) => text === '*') ? null : said
}

/** Beside a version, a component says which update it has; a criterion says nothing, for its range does, or `-`: that no update may be stated. */
function updateOf({ version, update }: Cpe): CpeValue {
  const counts = version.is === 'na' || update.is === (version.is === 'value' ? 'value' : 'na')
  return counts ? update : { is: 'any' }
}

function toAttribute(value: CpeValue): string {
  if (value.is === 'any') return '*'
  return value.is === 'na' ? '-' : `${value.before ?? ''}${value.text}${value.after ?? ''}`
}
