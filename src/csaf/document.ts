import type { AdvisoryProduct, AdvisoryRemediation, Problem, ProductStatus } from '../model/index.ts'

export type {
  FileHashes,
  JoinedProduct,
  PathStep,
  AdvisoryProduct as Product,
  ProductIdentifiers,
  ProductStatus,
  ProductVersion,
} from '../model/index.ts'

/** A fault of a document. `test` is the clause of CSAF that it breaks (`6.1.6`), where one does. */
export interface CsafProblem extends Problem {
  readonly test?: string
}

export interface Publisher {
  /** `vendor`, `coordinator`, `discoverer`, `user`, `translator`, `multiplier`, `other`; as written. */
  readonly category: string
  readonly name: string
  readonly namespace: string
}

export interface Revision {
  readonly number: string
  /** ISO 8601. */
  readonly date?: string
  readonly summary: string
}

/** Which document this is, and which edition of it. */
export interface Tracking {
  readonly id: string
  readonly aliases: readonly string[]
  readonly version: string
  /** `draft`, `interim` or `final`; as written. */
  readonly status: string
  /** ISO 8601. */
  readonly initialReleaseAt?: string
  readonly currentReleaseAt?: string
  /** In the order of the document. */
  readonly revisions: readonly Revision[]
}

/** The lists of `product_status`, by their names in the standard. */
export type StatusList =
  | 'first_affected'
  | 'known_affected'
  | 'last_affected'
  | 'known_not_affected'
  | 'first_fixed'
  | 'fixed'
  | 'under_investigation'
  | 'unknown'

export interface Standing {
  readonly status: ProductStatus
  /** Every list that names the product, directly or by a group. */
  readonly lists: readonly StatusList[]
}

/** Why a product is not affected: one of the five VEX justifications (`component_not_present` …), as written. */
export interface Flag {
  readonly label: string
  readonly date?: string
  readonly productIds: readonly string[]
}

/** `impact`, `exploit_status` or `target_set`. No product named: it is said of all. */
export interface Threat {
  readonly category: string
  readonly details: string
  readonly date?: string
  readonly productIds: readonly string[]
}

export type Remediation = AdvisoryRemediation

/** A CVSS vector with the products it was made for; `printedBase` is the number printed beside it (0.0–10.0). */
export interface Score {
  readonly vector: string
  readonly printedBase?: number
  readonly source?: string
  readonly productIds: readonly string[]
}

/** Since when a flaw is known to be exploited (2.1), ISO 8601. */
export interface Exploitation {
  readonly since: string
  readonly productIds: readonly string[]
}

export interface CsafVulnerability {
  /** Its place in the document, from 0. */
  readonly index: number
  readonly cve?: string
  readonly otherIds: readonly { readonly system: string; readonly text: string }[]
  readonly title?: string
  readonly summary: string
  /** ISO 8601; `release_date` of 2.0, `disclosure_date` of 2.1. */
  readonly releasedAt?: string
  readonly discoveredAt?: string
  /** By product id; groups are expanded. */
  readonly standings: ReadonlyMap<string, Standing>
  readonly recommended: readonly string[]
  readonly flags: readonly Flag[]
  readonly threats: readonly Threat[]
  readonly remediations: readonly Remediation[]
  readonly scores: readonly Score[]
  readonly exploitations: readonly Exploitation[]
  readonly references: readonly string[]
  readonly place: string
}

/** A CSAF document, read as far as it can be. Every text is plain and comes from outside. */
export interface CsafDocument {
  /** As written: `2.0`, `2.1`. */
  readonly csafVersion: string
  /** The profile: `csaf_security_advisory`, `csaf_vex` … */
  readonly category: string
  readonly title: string
  readonly language?: string
  readonly publisher: Publisher
  readonly tracking: Tracking
  /** `WHITE`, `CLEAR`, `GREEN`, `AMBER`, `AMBER+STRICT`, `RED`; as written. */
  readonly tlp?: string
  readonly summary: string
  readonly references: readonly string[]
  readonly products: ReadonlyMap<string, AdvisoryProduct>
  readonly vulnerabilities: readonly CsafVulnerability[]
  readonly problems: readonly CsafProblem[]
}
