import type { VersionRange } from '../model/index.ts'
import type { SchemeId } from './schemes.ts'
import type { Vers, VersConstraint } from './vers.ts'
import { toRange } from './range.ts'

type Interval = Extract<VersionRange, { is: 'interval' }>

/**
 * The ranges whose union is the VERS range; none for `vers:none/*`. One `unreadable` when its type has no order here, a
 * version has no key, or its comparators do not alternate.
 */
export function versToRanges(vers: Vers): readonly VersionRange[] {
  if (vers.every) return [{ is: 'all' }]
  if (vers.constraints.length === 0) return []
  if (vers.scheme === undefined) return [unreadable(`we hold no order for the VERS type "${vers.type}"`)]
  const { scheme } = vers
  const points = vers.constraints.filter((c) => c.comparator === '=').map((c) => toPoint(scheme, c))
  const holes = vers.constraints.filter((c) => c.comparator === '!=').map((c) => toPoint(scheme, c))
  const spans = toSpans(
    scheme,
    vers.constraints.filter((c) => c.comparator !== '=' && c.comparator !== '!='),
  )
  const broken = [...points, ...holes, ...spans].find((range) => range.is === 'unreadable')
  if (broken !== undefined) return [broken]
  const everything = holes.length > 0 && spans.length === 0 && points.length === 0 ? everythingLike(holes) : []
  return [...points, ...withoutHoles([...spans, ...everything].filter(isInterval), holes.filter(isInterval))]
}

function toPoint(scheme: SchemeId, { version }: VersConstraint): VersionRange {
  return toRange(scheme, { from: version, to: version, toInclusive: true })
}

/** Pairs each lower bound with the upper bound after it; an upper bound may stand alone at the start, a lower one at the end. */
function toSpans(scheme: SchemeId, bounds: readonly VersConstraint[]): readonly VersionRange[] {
  const spans: VersionRange[] = []
  let from: VersConstraint | undefined
  for (const [i, bound] of bounds.entries()) {
    const isLower = bound.comparator.startsWith('>')
    if (isLower ? from !== undefined : from === undefined && i > 0) {
      return [
        unreadable(
          `"${bound.comparator}${bound.version}" follows a bound of the same side; ask the source for a range that alternates`,
        ),
      ]
    }
    if (isLower) from = bound
    else {
      spans.push(toSpan(scheme, from, bound))
      from = undefined
    }
  }
  if (from !== undefined) spans.push(toSpan(scheme, from, undefined))
  return spans
}

function toSpan(scheme: SchemeId, from: VersConstraint | undefined, to: VersConstraint | undefined): VersionRange {
  return toRange(scheme, {
    from: from?.version,
    fromInclusive: from?.comparator === '>=',
    to: to?.version,
    toInclusive: to?.comparator === '<=',
  })
}

/** `!=1.0` alone means every other version. */
function everythingLike(holes: readonly VersionRange[]): readonly VersionRange[] {
  return holes
    .slice(0, 1)
    .filter(isInterval)
    .map((hole) => ({ ...hole, lo: new Uint8Array(), hi: Uint8Array.of(0xff, 0xff, 0xff, 0xff) }))
}

function withoutHoles(spans: readonly Interval[], holes: readonly Interval[]): readonly Interval[] {
  let left = spans
  for (const hole of holes) {
    left = left
      .flatMap((span) => [
        { ...span, hi: lesser(span.hi, hole.lo) },
        { ...span, lo: greater(span.lo, hole.hi) },
      ])
      .filter((span) => Buffer.compare(span.lo, span.hi) < 0)
  }
  return left
}

function lesser(a: Uint8Array, b: Uint8Array): Uint8Array {
  return Buffer.compare(a, b) <= 0 ? a : b
}

function greater(a: Uint8Array, b: Uint8Array): Uint8Array {
  return Buffer.compare(a, b) >= 0 ? a : b
}

function isInterval(range: VersionRange): range is Interval {
  return range.is === 'interval'
}

function unreadable(because: string): VersionRange {
  return { is: 'unreadable', because }
}
