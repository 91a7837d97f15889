import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { SchemeId, Vers, VersConstraint } from './index.ts'
import { compareVersions, contains, schemeById, versToRanges } from './index.ts'
import { encodeVersion } from './vers.ts'

/** Negative, zero or positive, as `Array.sort` takes it. */
type Compare = (left: string, right: string) => number

/** Holds the order of a scheme's keys against another one's telling of it, over `numRuns` pairs of versions. */
export function agreesOver(numRuns: number) {
  return (scheme: SchemeId, versions: fc.Arbitrary<string>, compare: Compare): void => {
    fc.assert(
      fc.property(versions, versions, (left, right) => {
        const order = Math.sign(compare(left, right))
        assert.equal(compareVersions(scheme, left, right), ['<', '=', '>'][order + 1], `${left} and ${right}`)
      }),
      { numRuns },
    )
  }
}

/** Whether a version lies in a VERS range. */
export function versContains(vers: Vers, version: string): 'inside' | 'outside' | 'unknown' {
  const key = vers.scheme === undefined ? undefined : schemeById(vers.scheme).sortKey(version)
  const answers = versToRanges(vers).map((range) => contains(range, key))
  if (answers.includes('inside')) return 'inside'
  return answers.includes('unknown') ? 'unknown' : 'outside'
}

/** The canonical text: sorted by version, without spaces, with only the separators of VERS percent-encoded. */
export function formatVers(vers: Vers): string {
  if (vers.every || vers.constraints.length === 0) return `vers:${vers.type}/*`
  return `vers:${vers.type}/${vers.constraints.map(formatConstraint).join('|')}`
}

function formatConstraint({ comparator, version }: VersConstraint): string {
  return (comparator === '=' ? '' : comparator) + encodeVersion(version)
}

const schemesByFileWord = {
  alpine: 'apk',
  cran: 'cran',
  debian: 'deb',
  hackage: 'hackage',
  maven: 'maven',
  nuget: 'nuget',
  packagist: 'composer',
  pub: 'pub',
  pypi: 'pep440',
  redhat: 'rpm',
  rubygems: 'gem',
  semver: 'semver',
} as const satisfies Record<string, SchemeId>

/** The scheme meant by a scheme's id, or by the name of an OSV comparison file (`packagist-versions.txt`, `redhat`). */
export function schemeOfOrderFile(name: string): SchemeId | undefined {
  const word = name.replace(/-versions(?:-generated)?\.txt$/, '').toLowerCase()
  const byId = schemeById(word)
  if (byId !== undefined) return byId.id as SchemeId
  return Object.hasOwn(schemesByFileWord, word) ? schemesByFileWord[word as keyof typeof schemesByFileWord] : undefined
}
