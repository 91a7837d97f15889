import type { ComponentType } from './component.ts'
import type { Reason } from './reason.ts'
import type { CorrectedAs } from './correction.ts'
import type { Doubt } from './indexed-component.ts'
import type { WhyStatement } from './answer.ts'

/** A line of an SBOM with all that two versions of a nomenclature are compared by. */
export interface ComparedLine {
  readonly sbomId: number
  /** Its place in the document, from 0. */
  readonly ordinal: number
  readonly componentId: number
  readonly type: ComponentType
  readonly group?: string
  readonly name: string
  readonly version?: string
  readonly supplier?: string
  readonly purls: readonly string[]
  readonly cpes: readonly string[]
  readonly swids: readonly string[]
  /** `algorithm:hex`. */
  readonly hashes: readonly string[]
  readonly sourcePackages: readonly string[]
  readonly licences: readonly string[]
  readonly deployed: boolean
  /** Name of the component that holds it. */
  readonly within?: string
  /** What the organisation's corrections say of it; the other fields are as written. */
  readonly corrected?: CorrectedAs
}

/**
 * What may differ between two lines that speak of the same component, in the order in which it is told. `corrected`: what the organisation judges in
 * their place; the fields before it are as written. `other`: facts that are identified by but not shown.
 */
export const comparedFields = [
  'name',
  'group',
  'version',
  'supplier',
  'type',
  'purls',
  'cpes',
  'swids',
  'hashes',
  'sourcePackages',
  'licences',
  'deployed',
  'corrected',
  'other',
] as const
export type ComparedField = (typeof comparedFields)[number]

/** By what two lines were told to speak of the same component, the surest first. */
export type AlignedBy = 'purl' | 'cpe' | 'name' | 'digest'

/** The same component in two SBOMs, and what differs. */
export interface ChangedLine {
  readonly before: ComparedLine
  readonly after: ComparedLine
  readonly by: AlignedBy
  readonly fields: readonly ComparedField[]
}

/** What became of components from one nomenclature to another. Every line of both stands in exactly one class. */
export interface ComponentChanges {
  readonly unchanged: number
  readonly added: readonly ComparedLine[]
  readonly removed: readonly ComparedLine[]
  readonly changed: readonly ChangedLine[]
}

/**
 * What became of a flaw.
 * - `newlyAffected`: it reaches a component now, and did not, or nobody could tell.
 * - `newlyUnknown`: nobody can tell now; before, nothing that was listed was named by it.
 * - `noLongerTold`: it was affected or in doubt, and the newer one no longer says: that is not fixed.
 * - `fixed`: it was affected or in doubt, and the newer one is not affected, by the truth table.
 */
export const flawTurns = ['newlyAffected', 'newlyUnknown', 'noLongerTold', 'fixed'] as const
export type FlawTurn = (typeof flawTurns)[number]

/** A flaw that two nomenclatures answer differently. */
export interface FlawChange {
  readonly turn: FlawTurn
  /** A CVE where it has one. */
  readonly vulnerability: string
  /** All its names. */
  readonly names: readonly string[]
  readonly was: 'affected' | 'unknown' | 'none'
  readonly is: 'affected' | 'unknown' | 'notListed' | 'notAffected'
  /** Why it is so now: a `Reason`, or the `Doubt` of the component. What is stated of a side goes before what it lists. */
  readonly reason: Reason | Doubt
  readonly cvssBase?: number
  readonly exploitedSince?: string
  readonly epssProbability?: number
  /** The most telling components: of the newer one where it lists them, else of the older one; at most 3. */
  readonly components: readonly { readonly name: string; readonly version?: string }[]
  /** What is stated of the flaw and decides it, in the older side and in the newer one; absent: nothing does. */
  readonly statedBefore?: readonly WhyStatement[]
  readonly statedAfter?: readonly WhyStatement[]
}
