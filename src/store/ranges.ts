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
 * What a CPE says beyond part, vendor, product and version; null when that is nothing. `*` stands for ANY, `-` for NA. The update is
 * among it only where there is no version that it could be part of (`windows_7:-:sp1`).
 */
export function toAttributes(cpe: string | Cpe | undefined): string[] | null {
  const parsed = typeof cpe === 'string' ? parseCpe(cpe) : cpe
  if (parsed === undefined) return null
  const { edition, language, swEdition, targetSw, targetHw, other } = parsed
  const update: CpeValue = parsed.version.is === 'na' ? parsed.update : { is: 'any' }
  const said = [update, edition, language, swEdition, targetSw, targetHw, other].map(toAttribute)
  return said.every((text) => text === '*') ? null : said
}

function toAttribute(value: CpeValue): string {
  if (value.is === 'any') return '*'
  return value.is === 'na' ? '-' : `${value.before ?? ''}${value.text}${value.after ?? ''}`
}
