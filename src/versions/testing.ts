import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { SchemeId } from './index.ts'
import { compareVersions } from './index.ts'

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
