import type { VersionRange } from '../model/index.ts'
import { toRange } from '../versions/index.ts'
import type { VersionBounds } from '../versions/index.ts'

/** What a text says of versions: those it names, and those that it may mean besides. */
export interface Reach {
  readonly sure: readonly VersionRange[]
  readonly possible: readonly VersionRange[]
}

/** A version as a text writes it: the least and the greatest version that it may stand for. */
export interface WrittenVersion {
  readonly text: string
  readonly least: string
  /** The text itself, or where it has an `x` the greatest version that this stands for. */
  readonly most: string
  /** The greatest version of which the text is the beginning: 3.2.5 may be meant by 3.2. */
  readonly extended: string
  readonly isOpen: boolean
}

/** Beyond any number of a version. */
const beyond = '999999999999'

/** Undefined for a text that no vendor version has. One letter is a revision with all its numbers: `N` is N.00 to N.99 and more. */
export function toWrittenVersion(text: string): WrittenVersion | undefined {
  if (/^[a-z]\.\d+\.[a-z](?:\.|$)/.test(text)) return undefined // two revisions run together: F.0.G.0
  const extended = `${text}.${beyond}`
  if (/^[a-z]$/.test(text)) return { text, least: `${text}.0`, most: extended, extended, isOpen: true }
  const [, stem, hole = ''] = /^(.*?\d)((?:\.[x*])+|x)$/.exec(text) ?? []
  const [, revision] = /^([a-z])\.x+$/.exec(text) ?? []
  if (revision !== undefined) return { ...toWrittenVersion(revision), text } as WrittenVersion
  if (stem === undefined)
    return /(?:^|[.\d])[x*](?:$|[.\d])/.test(text)
      ? undefined
      : { text, least: text, most: text, extended, isOpen: false }
  const most = hole === 'x' ? `${stem}9.${beyond}` : `${stem}.${beyond}`
  return { text, least: `${hole === 'x' ? `${stem}0` : stem} dev 0`, most, extended: most, isOpen: true }
}

export interface Ends {
  readonly from?: { readonly version: WrittenVersion; readonly inclusive: boolean } | undefined
  readonly to?: { readonly version: WrittenVersion; readonly inclusive: boolean } | undefined
}

/** The versions between two ends. Undefined where the ends cannot be ordered. */
export function reachBetween({ from, to }: Ends): Reach | undefined {
  const low = from && { from: from.inclusive ? from.version.least : from.version.most, fromInclusive: from.inclusive }
  const isBelowOpen = to !== undefined && !to.inclusive && to.version.isOpen
  const high = to && { to: to.inclusive ? to.version.most : to.version.least, toInclusive: to.inclusive }
  const sure = rangeOf({ ...low, ...high })
  if (sure === undefined) return undefined
  const wide = to && (to.inclusive || isBelowOpen) ? { to: to.version.extended, toInclusive: true } : high
  const wider = rangeOf({
    ...(from && !from.inclusive ? { from: from.version.least, fromInclusive: from.version.isOpen } : low),
    ...wide,
  })
  return { sure: [sure], possible: wider === undefined || !isWider(wider, sure) ? [] : [wider] }
}

/** One version, and as possible those that it may be short for. */
export function reachOf(version: WrittenVersion): Reach | undefined {
  return reachBetween({ from: { version, inclusive: true }, to: { version, inclusive: true } })
}

/** In another shape it would say nothing of the versions that the sure range is about. */
function isWider(wider: VersionRange, sure: VersionRange): boolean {
  if (wider.is === 'interval' && sure.is === 'interval' && wider.shape !== sure.shape) return false
  return !isSame(wider, sure)
}

function rangeOf(bounds: VersionBounds): VersionRange | undefined {
  const range = toRange('natural', bounds)
  return range.is === 'unreadable' ? undefined : range
}

/** The versions that both ranges hold; undefined when there are none, or none that can be told. */
export function intersection(a: VersionRange, b: VersionRange): VersionRange | undefined {
  if (a.is === 'all') return b
  if (b.is === 'all') return a
  if (a.is !== 'interval' || b.is !== 'interval' || a.shape !== b.shape || a.scheme !== b.scheme) return undefined
  const lo = Buffer.compare(a.lo, b.lo) > 0 ? a.lo : b.lo
  const hi = Buffer.compare(a.hi, b.hi) < 0 ? a.hi : b.hi
  return Buffer.compare(lo, hi) < 0 ? { ...a, lo, hi } : undefined
}

export function isSame(a: VersionRange, b: VersionRange): boolean {
  if (a.is !== 'interval' || b.is !== 'interval') return a.is === b.is
  const isAlike = a.scheme === b.scheme && a.shape === b.shape
  return isAlike && Buffer.compare(a.lo, b.lo) === 0 && Buffer.compare(a.hi, b.hi) === 0
}
