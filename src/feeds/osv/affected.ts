import { keyOfEcosystem, type AffectedRange, type PackageKey } from '../../model/index.ts'
import { contains, schemeById, schemeOfOsvEcosystem, toRange, type SchemeId } from '../../versions/index.ts'
import { plainText } from '../text.ts'
import { stretchesOf, unreadable, type Stretch } from './events.ts'
import type { Affected, Range } from './schema.ts'

/** Against a hostile record of many versions and many ranges; real ones reach 200. Beyond it a version may stand twice, which is harmless. */
const maxCompared = 500

export interface AffectedPackages {
  readonly ranges: readonly AffectedRange[]
  readonly problems: readonly string[]
}

/** The ranges of all packages of a record, each stretch once. A package of which nothing can be compared keeps an `unreadable` range that says why. */
export function readAffected(affected: readonly Affected[]): AffectedPackages {
  const ranges = new Map<string, AffectedRange>()
  const problems: string[] = []
  for (const each of affected) {
    const keys = keysOf(each)
    if (keys.length === 0) problems.push(problemOf(each))
    const stretches = keys.length === 0 ? [] : stretchesOfPackage(each)
    for (const key of keys) {
      for (const { range, text } of stretches) ranges.set(`${key} ${text}`, { key, tier: 1, range, text })
    }
  }
  return { ranges: [...ranges.values()], problems: [...new Set(problems)].slice(0, 20) }
}

/** The package; without one, the repositories whose commits the record names. */
function keysOf({ package: named, ranges }: Affected): readonly PackageKey[] {
  if (named !== undefined && named !== null) {
    const key = keyOfEcosystem(plainText(named.ecosystem), plainText(named.name))
    return key === undefined ? [] : [key]
  }
  const repositories = (ranges ?? []).flatMap(({ repo }) => keyOfEcosystem('GIT', plainText(repo ?? '')) ?? [])
  return [...new Set(repositories)]
}

function stretchesOfPackage({ package: named, ranges, versions }: Affected): readonly Stretch[] {
  const scheme = schemeOfOsvEcosystem(named?.ecosystem ?? 'GIT')
  const ordered = (ranges ?? []).filter(({ type }) => type !== 'GIT')
  const listed = (versions ?? []).map((version) => version.trim())
  if (scheme === undefined) return [unorderedPackage(named?.ecosystem, ordered)]
  const stretches = ordered.flatMap((range) => stretchesOfRange(scheme, range))
  const points = pointsBeside(scheme, listed, stretches)
  const found = [...stretches, ...points]
  return found.length > 0 ? found : [nothingToCompare(ranges ?? [], listed)]
}

function stretchesOfRange(scheme: SchemeId, range: Range): readonly Stretch[] {
  const isKnown = range.type === 'ECOSYSTEM' || range.type === 'SEMVER'
  if (isKnown) return stretchesOf(scheme, range.events)
  return [unreadable(`its range is of the kind ${plainText(range.type).slice(0, 40)}, which is not known`)]
}

/**
 * The listed versions that no stretch holds already, one point each: most lists spell out what the ranges say. A version without an order makes
 * no point: a component of such a version has no order either, so that every range of its package says `unknown` for it.
 */
function pointsBeside(scheme: SchemeId, listed: readonly string[], stretches: readonly Stretch[]): readonly Stretch[] {
  const compared = stretches.slice(0, maxCompared)
  return listed.flatMap((version) => {
    const key = schemeById(scheme).sortKey(version)
    if (key === undefined || compared.some(({ range }) => contains(range, key) === 'inside')) return []
    const range = toRange(scheme, { from: version, to: version, toInclusive: true })
    return [{ range, text: `= ${plainText(version).slice(0, 100)}` }]
  })
}

function unorderedPackage(ecosystem: string | undefined, ordered: readonly Range[]): Stretch {
  if (ecosystem === undefined) return unreadable('only commits are named, which no version can be compared with')
  const shown = plainText(ecosystem).slice(0, 60)
  return unreadable(
    ordered.length === 0
      ? `nothing but commits or versions of ${shown} is named, whose order is not known`
      : `the order of versions of ${shown} is not known`,
  )
}

function nothingToCompare(ranges: readonly Range[], listed: readonly string[]): Stretch {
  if (ranges.some(({ type }) => type === 'GIT'))
    return unreadable('only commits are named, which no version can be compared with')
  if (ranges.length > 0) return unreadable('its events leave no version between them')
  return unreadable(listed.length > 0 ? 'none of its listed versions can be ordered' : 'no version is named')
}

function problemOf({ package: named }: Affected): string {
  const what =
    named === undefined || named === null
      ? 'a package without a name'
      : `a package of ${named.ecosystem} without a name`
  return `${plainText(what).slice(0, 200)} is affected; it cannot be looked up`
}
