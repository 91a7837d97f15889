import type { Combination } from './combinations.ts'
import type { Expectation } from './expectations.ts'

/** What CycloneDX says of one kind of object. Every field of it stands in exactly one of `free`, `values` and `objects`. */
export interface Kind {
  /** In messages: `a component`. */
  readonly called: string
  readonly required?: readonly string[]
  /** Names of fields that may hold anything, or whose faults the reader tells. */
  readonly free?: string
  /** A value, or a list of such values. */
  readonly values?: Readonly<Record<string, Expectation>>
  /** An object of that kind, or a list of such objects. */
  readonly objects?: Readonly<Record<string, KindName>>
  readonly combinations?: readonly Combination[]
}

/** Parts that speak of more than software: see `asset-kinds.ts`. */
export type AssetKindName =
  | 'modelCard'
  | 'modelParameters'
  | 'approach'
  | 'dataset'
  | 'considerations'
  | 'environment'
  | 'energyConsumption'
  | 'energyProvider'
  | 'energy'
  | 'carbon'
  | 'cryptoProperties'
  | 'cryptoAlgorithm'
  | 'certificate'
  | 'cryptoMaterial'
  | 'protocol'
  | 'formula'
  | 'workflow'
  | 'task'
  | 'trigger'
  | 'output'
  | 'workspace'
  | 'volume'
  | 'declarations'
  | 'assessor'
  | 'attestation'
  | 'attested'
  | 'score'
  | 'claim'
  | 'definitions'
  | 'standard'
  | 'requirement'
  | 'level'
  | 'patent'

export type KindName =
  | AssetKindName
  | 'bom'
  | 'metadata'
  | 'lifecycle'
  | 'distribution'
  | 'tools'
  | 'tool'
  | 'component'
  | 'otherComponent'
  | 'service'
  | 'organisation'
  | 'person'
  | 'hash'
  | 'otherHash'
  | 'licenceChoice'
  | 'licence'
  | 'attachment'
  | 'swid'
  | 'pedigree'
  | 'patch'
  | 'diff'
  | 'issue'
  | 'commit'
  | 'action'
  | 'reference'
  | 'evidence'
  | 'identity'
  | 'method'
  | 'releaseNotes'
  | 'componentData'
  | 'dataFlow'
  | 'property'
  | 'dependency'
  | 'composition'
  | 'annotation'
  | 'citation'
