import type { Problem } from '../model/index.ts'

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

/** One step of the way to a product: `vendor` Philips, `product_family` IntelliVue, `product_version` N.01. */
export interface PathStep {
  readonly category: string
  readonly name: string
}

/** Digests of one file of a product; `algorithm` in lower case, `digest` in lower-case hex. */
export interface FileHashes {
  readonly filename: string
  readonly digests: readonly { readonly algorithm: string; readonly digest: string }[]
}

/** What a machine may know a product by. Model and serial numbers and SKUs may hold the wildcards `?` and `*`. */
export interface ProductIdentifiers {
  readonly cpe?: string
  readonly purls: readonly string[]
  readonly hashes: readonly FileHashes[]
  readonly modelNumbers: readonly string[]
  readonly serialNumbers: readonly string[]
  readonly skus: readonly string[]
  readonly sbomUrls: readonly string[]
  readonly genericUris: readonly { readonly namespace: string; readonly uri: string }[]
}

/** `version` names one version, `range` several; both are free text in practice: read them with `readVersionText`. */
export interface ProductVersion {
  readonly is: 'version' | 'range'
  readonly text: string
}

/** One of the products that another is made of; `category` says how it stands to the next (`installed_on`), absent at the last. */
export interface JoinedProduct {
  readonly productId: string
  readonly category?: string
}

export interface Product {
  /** As statuses name it. A second product under an id that is taken is kept as `id (2)`, and whatever names the id names both. */
  readonly id: string
  readonly name: string
  /** From the root of the tree; empty for `full_product_names`. */
  readonly path: readonly PathStep[]
  readonly maker?: string
  readonly family?: string
  /** The name without its version, where the path gives one. */
  readonly product?: string
  readonly version?: ProductVersion
  readonly identifiers: ProductIdentifiers
  /** A product within others (component first, outermost host last, never itself joined): an asset must match all of them. */
  readonly joined?: readonly JoinedProduct[]
  /** Why nobody can be sure which product this is: its id is taken twice, its relationships run in a circle. Never enough for "not affected". */
  readonly unresolved?: string
  readonly place: string
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

/** What a document says of one product and one flaw. `contradictory`: it stands in lists that exclude each other. */
export type ProductStatus = 'affected' | 'notAffected' | 'fixed' | 'underInvestigation' | 'unknown' | 'contradictory'

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

/** `vendor_fix`, `mitigation`, `workaround`, `none_available`, `no_fix_planned`, `fix_planned`, `optional_patch`; as written. */
export interface Remediation {
  readonly category: string
  readonly details: string
  readonly date?: string
  readonly url?: string
  readonly entitlements: readonly string[]
  /** What must be restarted: `none`, `machine`, `system` … */
  readonly restart?: string
  /** Groups are expanded. Empty when the document names none. */
  readonly productIds: readonly string[]
}

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
  readonly products: ReadonlyMap<string, Product>
  readonly vulnerabilities: readonly CsafVulnerability[]
  readonly problems: readonly CsafProblem[]
}
