import type { VersionRange } from '../model/index.ts'
import { schemes, toRange } from '../versions/index.ts'
import type { SchemeId, VersionBounds } from '../versions/index.ts'
import type { VersionTest } from './question.ts'

/** The versions a question asks for, as ranges in the order of one scheme. */
export interface SchemeRanges {
  readonly scheme: SchemeId
  readonly ranges: readonly VersionRange[]
}

/** `>= 1.0 < 1.1.1` in every scheme, since each component is compared by its own. `!= 1.0` gives the two sides of it. */
export function toSchemeRanges(tests: readonly VersionTest[]): SchemeRanges[] {
  const bounds = toBounds(tests)
  if (bounds.length === 0) return []
  return schemes.map(({ id }) => ({ scheme: id, ranges: bounds.map((each) => toRange(id, each)) }))
}

function toBounds(tests: readonly VersionTest[]): VersionBounds[] {
  const unequal = tests.find((test) => test.comparison === '!=')
  if (unequal !== undefined && tests.length === 1) {
    return [{ to: unequal.version }, { from: unequal.version, fromInclusive: false }]
  }
  const bounds: VersionBounds = Object.assign({}, ...tests.map(toBound))
  return bounds.from === undefined && bounds.to === undefined ? [] : [bounds]
}

function toBound({ comparison, version }: VersionTest): VersionBounds {
  switch (comparison) {
    case '<':
      return { to: version }
    case '<=':
      return { to: version, toInclusive: true }
    case '>':
      return { from: version, fromInclusive: false }
    case '>=':
      return { from: version }
    case '=':
      return { from: version, to: version, toInclusive: true }
    case '!=':
      return {}
  }
}
