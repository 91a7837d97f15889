import type { DeviceId } from './ids.ts'
import type { Doubt } from './indexed-component.ts'
import type { Layer } from './layer.ts'

/** What an SBOM says of itself, as far as its silence on a component is judged by it. SBOMs that say the same share one such object. */
export interface SbomFacts {
  readonly complete: boolean
  readonly describesOperatingSystem: boolean
  readonly describesFirmware: boolean
  readonly describesHardware: boolean
  readonly statesSources: boolean
  /** Digest algorithms that every listed component carries. */
  readonly hashedWith: readonly string[]
}

/** An SBOM by which something is judged. */
export interface JudgingSbom {
  readonly sbomId: number
  readonly facts: SbomFacts
}

/** A part of a fleet that is judged as one: the devices of a model version, or a device that has an SBOM of its own. */
export interface FleetTarget {
  /** Of its list: what it is counted and shown with. */
  readonly modelVersionId: number
  /** The model version by which it is judged, where another one was seen on the network; absent: that of its list. */
  readonly judgedAs?: number
  readonly deviceId: DeviceId | null
  /** 0: one more version that a device may run. It is counted once, by the version whose verdict is the worst. */
  readonly devices: number
  /** What its list tells of it, where no SBOM describes it. */
  readonly told: 'noModel' | 'noVersion' | 'noSbom'
  readonly sboms: readonly JudgingSbom[]
}

/** Three values: 0 no, 1 cannot tell, 2 yes. */
export type Truth = 0 | 1 | 2

/** What a component that a question names says: 2 affected or contained, 1 cannot tell (and why), 0 named but not affected. */
export interface Outcome {
  readonly truth: Truth
  readonly doubt: Doubt | null
}

/** Where something is listed. */
export interface Places {
  /** In no order, some perhaps twice; 0 is none. */
  readonly sbomIds: readonly number[] | Int32Array
  /** Model versions that are themselves what is named. */
  readonly modelVersionIds: readonly number[]
}

/** Where components that a question names are listed, by what they say. */
export interface Listing extends Outcome, Places {
  /** The component, where statements tell it apart from the others that say the same. */
  readonly componentId?: number
}

/** A configuration of an advisory: "firmware AND hardware". */
export interface ConfigurationId {
  readonly advisoryId: number
  readonly condition: number
}

/** A listing that counts only where a configuration holds, which each target settles for itself. */
export interface ConditionalListing extends Listing, ConfigurationId {}

export interface Configuration extends ConfigurationId {
  readonly operator: 'AND' | 'OR'
  readonly negate: boolean
  readonly nodes: readonly {
    readonly operator: 'AND' | 'OR'
    readonly negate: boolean
    /** By number, as in `Operand`. */
    readonly operands: readonly number[]
  }[]
}

/** One side of configurations: the device has a package in a range. */
export interface Operand {
  readonly operand: number
  /** The package. */
  readonly keyId: number
}

/** A package that sides of configurations speak of, and where it is listed in any version. */
export interface OperandPackage {
  readonly keyId: number
  readonly layer: Layer
  /** Apart by the sides that are met there: `truth` is more than 0. */
  readonly listed: readonly (Places & {
    readonly met: readonly { readonly operand: number; readonly truth: Truth }[]
  })[]
}
