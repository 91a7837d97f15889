import { parseCpe } from '../model/index.ts'
import type { Cpe, VersionRange } from '../model/index.ts'
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

/** What a CPE asks beyond part, vendor, product, version and update; null when that is nothing. `*` stands for ANY, `-` for NA. */
export function toAttributes(cpe: string | Cpe | undefined): string[] | null {
  const parsed = typeof cpe === 'string' ? parseCpe(cpe) : cpe
  if (parsed === undefined) return null
  const asked = [parsed.edition, parsed.language, parsed.swEdition, parsed.targetSw, parsed.targetHw, parsed.other].map(
    (value) =>
      value.is === 'value' ? `${value.before ?? ''}${value.text}${value.after ?? ''}` : value.is === 'na' ? '-' : '*',
  )
  return asked.every((text) => text === '*') ? null : asked
}
