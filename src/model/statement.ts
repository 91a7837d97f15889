import type { Hash } from './component.ts'

/** What is stated of a flaw in a product, the worst first. `fixed`: this version has the repair. */
export const statementStatuses = ['affected', 'underInvestigation', 'fixed', 'notAffected'] as const
export type StatementStatus = (typeof statementStatuses)[number]

/** Why a product is not affected: the five labels that CSAF and OpenVEX share. */
export const justifications = [
  'componentNotPresent',
  'vulnerableCodeNotPresent',
  'vulnerableCodeNotInExecutePath',
  'vulnerableCodeCannotBeControlledByAdversary',
  'inlineMitigationsAlreadyExist',
] as const
export type Justification = (typeof justifications)[number]

/** What is done about a flaw, in the words of CSAF 2.1, the best first. */
export const remediationKinds = [
  'vendorFix',
  'mitigation',
  'workaround',
  'fixPlanned',
  'noFixPlanned',
  'optionalPatch',
  'noneAvailable',
] as const
export type RemediationKind = (typeof remediationKinds)[number]

/** Who speaks: the maker of the device, a coordinator (a CERT), the supplier of a component in it, or the hospital itself. */
export const statementRoles = ['maker', 'coordinator', 'supplier', 'hospital'] as const
export type StatementRole = (typeof statementRoles)[number]

/** A product as a document names it. A statement speaks of this exact version and of no other. Identifier texts are kept as written. */
export interface ProductNamed {
  /** As the document prints it, for people. */
  readonly name: string
  readonly maker?: string
  readonly model?: string
  readonly version?: string
  /** Versions in the document's words where it names several (`vers:` or free text); `version` is then absent. */
  readonly versionRange?: string
  readonly purls: readonly string[]
  readonly cpes: readonly string[]
  readonly hashes: readonly Hash[]
  readonly serials: readonly string[]
  readonly modelNumbers: readonly string[]
  /** SBOMs that describe it: their document ids (`urn:uuid:…`, a namespace). */
  readonly sbomIds: readonly string[]
  /** `bom-ref` or `SPDXID` in those SBOMs, where it is a part of what they describe. */
  readonly sbomRef?: string
}

/** One status of one flaw in one product. What it stands in and who says so is told by its document. */
export interface Statement {
  readonly status: StatementStatus
  /** The identifier spoken of: `CVE-2021-44228`. */
  readonly vulnerability: string
  /** Other names of the same flaw. */
  readonly aliases: readonly string[]
  readonly product: ProductNamed
  /** The part of the product that is spoken of. The statement says nothing of the rest of it, nor of that part in other products. */
  readonly component?: ProductNamed
  readonly justification?: Justification
  /** Why it is not affected, or what the flaw does. */
  readonly impact?: string
  /** What to do. */
  readonly action?: string
  readonly remediation?: RemediationKind
  /** What protects it from outside, where the document called that "not affected": it holds in the author's surroundings only. */
  readonly compensatingControl?: string
  /** What was lost or turned in translation (`false_positive` is read as not affected). */
  readonly note?: string
  /** ISO 8601: since when it is stated, and last changed. */
  readonly statedAt?: string
  readonly updatedAt?: string
  /** Where in its document: a JSON pointer. */
  readonly place: string
}

export const statementFormats = ['CSAF', 'CycloneDX', 'OpenVEX'] as const
export type StatementFormat = (typeof statementFormats)[number]

/** What a document says of itself, as far as its statements are judged by it. */
export interface StatementSource {
  readonly format: StatementFormat
  /** `2.0`, `1.6`, `0.2.0`; as the document says. */
  readonly formatVersion: string
  /** CSAF `tracking.id`, CycloneDX `serialNumber`, OpenVEX `@id`. */
  readonly documentId?: string
  /** CSAF `tracking.version`, CycloneDX `version`, OpenVEX `version`. */
  readonly revision?: string
  /** What the document as a whole describes, where it is an SBOM too: some makers give all of theirs one serial number. */
  readonly describes?: ProductNamed
  readonly author?: string
  /** What the author says to be, where the format tells. */
  readonly role?: StatementRole
  /** ISO 8601: the last revision. */
  readonly issuedAt?: string
}

/** One way to recognise what a statement speaks of; the fields of one way alone are there. */
export interface StatementSubject {
  readonly part: 'product' | 'component'
  /** A model version, as these are compared; without `versionKey` its versions are in `range`. */
  readonly model?: { readonly makerKey: string; readonly modelKey: string; readonly versionKey?: string }
  readonly range?: SubjectRange
  /** An SBOM, or a line of it; `version` where one is stated for that. */
  readonly sbom?: {
    readonly documentId: string
    readonly ref?: string
    readonly version?: string
    readonly versionKey?: string
  }
  /** A package with its exact version; without one where a part is named by itself. */
  readonly key?: {
    readonly key: string
    readonly scheme: string
    readonly shape: string
    readonly version?: Uint8Array
  }
  /** `algorithm:hex` */
  readonly hash?: string
}

/** Versions of a model that a statement speaks of: all that are `inside`, or that may be meant (`possible`). Half-open bounds of sort keys; without them any version. */
export interface SubjectRange {
  readonly reach: 'inside' | 'possible'
  readonly scheme?: string
  readonly shape?: string
  readonly lo?: Uint8Array
  readonly hi?: Uint8Array
}
