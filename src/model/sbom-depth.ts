import type { Aggregate } from './component.ts'

/** How deep an SBOM goes, and how much it says of its parts. Counts are of components that are on the device, its root included. */
export interface SbomDepth {
  readonly components: number
  /** Parts that the SBOM says are not on the device. */
  readonly notDeployed: number
  /** Assemblies within assemblies: 1 when nothing is held by anything. */
  readonly nestedLevels: number
  /** How far the farthest component is from the root over what holds and what needs what; absent without a root. */
  readonly dependencyLevels?: number
  /** Components that the root holds or needs, directly or by others; absent without a root. */
  readonly reachable?: number
  /** With a purl, a CPE or a SWID tag. */
  readonly identified: number
  readonly versioned: number
  readonly supplied: number
  readonly licensed: number
  readonly digested: number
  /** What is said of the assembly of the whole device; absent when nothing is. */
  readonly whole?: Aggregate
  /** How many assemblies are said to be so. */
  readonly assemblies: Readonly<Record<Aggregate, number>>
  /** The same of what components need to run. */
  readonly dependencies: Readonly<Record<Aggregate, number>>
}
