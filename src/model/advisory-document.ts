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

/** `version` names one version, `range` several; both are free text in practice: `csaf` reads them. */
export interface ProductVersion {
  readonly is: 'version' | 'range'
  readonly text: string
}

/** One of the products that another is made of; `category` says how it stands to the next (`installed_on`), absent at the last. */
export interface JoinedProduct {
  readonly productId: string
  readonly category?: string
}

/** A product as an advisory names it. */
export interface AdvisoryProduct {
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

/** What a document says of one product and one flaw. `contradictory`: it stands in lists that exclude each other. */
export type ProductStatus = 'affected' | 'notAffected' | 'fixed' | 'underInvestigation' | 'unknown' | 'contradictory'

/** `vendor_fix`, `mitigation`, `workaround`, `none_available`, `no_fix_planned`, `fix_planned`, `optional_patch`; as written. */
export interface AdvisoryRemediation {
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

/** One flaw of a document: what it says of each product, and what is to be done. */
export interface AdvisoryFlaw {
  /** `CVE-2021-44228`, or the identifier that the document has for it. */
  readonly id: string
  readonly title?: string
  readonly summary: string
  readonly standings: readonly { readonly productId: string; readonly status: ProductStatus }[]
  readonly remediations: readonly AdvisoryRemediation[]
}

/** An advisory as its publisher wrote it: one document, several flaws, several products. */
export interface AdvisoryDocument {
  /** Publisher and id: `cisa/ICSMA-21-187-01`; the same for every revision. */
  readonly key: string
  readonly trackingId: string
  readonly publisher: { readonly category: string; readonly name: string; readonly namespace: string }
  readonly version: string
  /** `draft`, `interim` or `final`; as written. */
  readonly status: string
  readonly category: string
  readonly title: string
  readonly summary: string
  readonly tlp?: string
  /** ISO 8601. */
  readonly initialReleaseAt?: string
  readonly currentReleaseAt?: string
  readonly references: readonly string[]
  readonly problems: readonly string[]
  readonly products: readonly AdvisoryProduct[]
  readonly flaws: readonly AdvisoryFlaw[]
}
