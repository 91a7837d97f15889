import type { Tier } from './advisory.ts'
import type { Component } from './component.ts'
import type { Cpe } from './cpe.ts'
import type { PackageKey } from './package-key.ts'

/** Why a match is unknown and not affected, the most telling first. The store's type `doubt` has the same words in the same order. */
export const doubts = [
  'conditionNotSettled',
  'versionUnknown',
  'versionNotComparable',
  'rangeUnreadable',
  'statusNotTold',
  'versionNotApplicable',
  'otherFeedOnly',
  'releaseNotCovered',
  'ancestorOnly',
  'successorOnly',
  'nameOnly',
  'familyOnly',
  'supportNotTold',
] as const
export type Doubt = (typeof doubts)[number]

/** A version in the order of one scheme. */
export interface VersionOrder {
  readonly scheme: string
  readonly shape: string
  /** Absent when the version is not known or cannot be ordered: a match is then in doubt, never excluded. */
  readonly versionKey?: Uint8Array
}

/** One key a component is looked up under, with its version in the order of one scheme. */
export interface ComponentKey extends VersionOrder {
  readonly key: PackageKey
  readonly tier: Tier
  /** The CPE the key comes from, for the attributes after the version. */
  readonly cpe?: Cpe
  /** What a match through this key leaves open; absent when it proves the component. */
  readonly doubt?: Doubt
  /** Feed scopes that speak for the component by a better key; what their coverage does is `guardEffect`. */
  readonly guard: readonly string[]
  /** `silences`: the key counts only while no feed covers the guard. `doubts`: its doubt counts only while one does. */
  readonly guardEffect?: 'silences' | 'doubts'
}

/** A component ready to be matched and found: all that can be derived from its identifiers. */
export interface IndexedComponent {
  readonly component: Component
  /** SHA-256 of the facts that identify it, in hex: equal for the same component in any SBOM. */
  readonly identity: string
  /** Its version in its own scheme; `versionKey` absent as in `ComponentKey`. */
  readonly scheme: string
  readonly shape: string
  readonly versionKey?: Uint8Array
  readonly keys: readonly ComponentKey[]
  /** The version by which its names are compared, in every scheme that feeds give ranges in; empty when it has no names. */
  readonly nameOrders: readonly VersionOrder[]
  /** Lower-case words people may search it by. */
  readonly words: readonly string[]
}
