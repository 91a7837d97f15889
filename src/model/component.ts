import type { ListUnderstood } from './component-list.ts'

/** What a component is, in the words of CycloneDX 1.7 plus `service` and `unknown` (SPDX purposes map onto them). */
export const componentTypes = [
  'application',
  'framework',
  'library',
  'container',
  'platform',
  'operating-system',
  'device',
  'device-driver',
  'firmware',
  'file',
  'machine-learning-model',
  'data',
  'cryptographic-asset',
  'service',
  'unknown',
] as const
export type ComponentType = (typeof componentTypes)[number]

/** A digest of a component's file. `algorithm` is lower case without dashes (`sha256`, `sha1`, `md5`, `sha3256`); `hex` is lower case. */
export interface Hash {
  readonly algorithm: string
  readonly hex: string
}

/** An identifier that is neither purl, CPE, SWID tag nor digest: `gitoid`, `swh`, `maven-central`, as the SBOM names it. */
export interface OtherIdentifier {
  readonly type: string
  readonly value: string
}

/** What a component was made from (CycloneDX `pedigree.ancestors`). It is not on the device itself, but its flaws may be. */
export interface Ancestor {
  readonly name: string
  readonly version?: string
  readonly purls: readonly string[]
  readonly cpes: readonly string[]
}

/** What a document says of a component beside what identifies it. Checklists of minimum elements ask for it; nothing is matched by it. */
export interface ComponentTraits {
  /** Name of the file that it comes as. */
  readonly fileName?: string
  /** E-mail address or URL of who makes or supplies it. */
  readonly contact?: string
  /** URI of its source text. */
  readonly sourceUri?: string
  /** URI of the very thing that is installed. */
  readonly deployableUri?: string
  /** Which of `executable`, `archive` and `structured` it is said to be or not to be (BSI TR-03183-2 §5.2.2). */
  readonly shapeTold?: readonly string[]
  /** How far its maker supports it, in the document's word. */
  readonly supportLevel?: string
}

/** One software or hardware part as an SBOM states it. Identifier texts are kept as written; nothing is guessed. */
export interface Component {
  /** Unique within its SBOM: the `bom-ref` or `SPDXID`, or one that the reader assigned (`#3`, by position). */
  readonly ref: string
  readonly type: ComponentType
  /** npm scope, Maven group id, or vendor prefix when the format has one. */
  readonly group?: string
  readonly name: string
  readonly version?: string
  /** The versions it may have when `version` is absent (CycloneDX 1.7 `versionRange`): a `vers:` text. */
  readonly versionRange?: string
  readonly supplier?: string
  /** Who made it, where the SBOM tells that apart from who supplies it. */
  readonly manufacturer?: string
  readonly purls: readonly string[]
  readonly cpes: readonly string[]
  /** SWID tag ids. */
  readonly swids: readonly string[]
  readonly hashes: readonly Hash[]
  readonly otherIdentifiers?: readonly OtherIdentifier[]
  readonly ancestors?: readonly Ancestor[]
  /** Source packages a distribution built this one from (`openssl` for `libssl3`), when the SBOM says so. */
  readonly sourcePackages: readonly string[]
  /** Version of the source package, when the SBOM states one and it may differ from `version`. */
  readonly sourceVersion?: string
  readonly licences: readonly string[]
  /** False for what the SBOM says is not on the device: CycloneDX scope `excluded`, SPDX build, development and test dependencies. */
  readonly deployed: boolean
  /** `ref` of the component that contains this one. */
  readonly parent?: string
  /** ISO 8601 date from which the maker gives no more support. */
  readonly endOfSupport?: string
  readonly description?: string
  readonly traits?: ComponentTraits
}

/** Whether an assembly lists all of its parts. CycloneDX `compositions[].aggregate`; SPDX 2 relationship to NONE or NOASSERTION. */
export type Aggregate = 'complete' | 'incomplete' | 'unknown' | 'notSpecified'

export interface Completeness {
  readonly aggregate: Aggregate
  /** `ref` of the assembly spoken of; absent when the statement is about the whole document without naming a root. */
  readonly assembly?: string
}

/** `contains`: assembly holds part. `dependsOn`: needs it to run. `other`: any other relation, named in `label`. */
export interface Relation {
  readonly from: string
  readonly to: string
  readonly kind: 'contains' | 'dependsOn' | 'other'
  /** The word of the source format, e.g. `STATIC_LINK`. */
  readonly label: string
}

/** Something in a document that a person should know of; the reader kept what it could. */
export interface Problem {
  /** `lost`: a fact could not be kept; `doubt`: kept as written, but not as the format demands. */
  readonly severity: 'lost' | 'doubt'
  /** Where: a JSON pointer (`/components/3/purl`), `line 214`, or `byte 1024`. */
  readonly place: string
  /** What happened and what to do, in one sentence. */
  readonly message: string
}

export interface SbomFormat {
  readonly name: 'CycloneDX' | 'SPDX' | 'SWID' | 'list'
  /** `1.6`, `2.3`; as the document says, also when it is not one we know. A list has none. */
  readonly version: string
  readonly encoding: 'json' | 'xml' | 'tag-value' | 'yaml' | 'rdf-xml' | 'json-ld' | 'xlsx' | 'csv' | 'pdf'
}

/** A read SBOM. The root is also in `components`, and everything it lists is; nothing is dropped. */
export interface Sbom {
  readonly format: SbomFormat
  /** CycloneDX `serialNumber`, SPDX `documentNamespace`. */
  readonly documentId?: string
  /** ISO 8601, as the document says. */
  readonly createdAt?: string
  readonly authors: readonly string[]
  readonly tools: readonly string[]
  /** E-mail addresses and URLs of who made the document. */
  readonly contacts?: readonly string[]
  /** From what it was made, in the document's word: `build`, `post-build`, `analyzed`. */
  readonly phases?: readonly string[]
  /** So many statements about vulnerabilities stand in it too. */
  readonly flawStatements?: number
  /** `ref` of what the SBOM describes. */
  readonly root?: string
  readonly components: readonly Component[]
  readonly relations: readonly Relation[]
  readonly completeness: readonly Completeness[]
  /** The same about what a component needs to run (`assembly` names the component); it says nothing about what the device holds. */
  readonly dependencyCompleteness?: readonly Completeness[]
  readonly problems: readonly Problem[]
  /** Of a component list: how its columns were understood. */
  readonly list?: ListUnderstood
}

/**
 * True when the SBOM states `complete` for the assembly of its root: the whole device, never an inner assembly. A container image is no
 * whole device: the system it runs on is not in it.
 */
export function isWhollyComplete(sbom: Sbom): boolean {
  const root = sbom.components.find((component) => component.ref === sbom.root)
  if (root?.type === 'container') return false
  const aboutWhole = sbom.completeness.filter((c) => c.assembly === undefined || c.assembly === sbom.root)
  return aboutWhole.length > 0 && aboutWhole.every((c) => c.aggregate === 'complete')
}
