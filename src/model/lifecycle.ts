/** When a stage of support ends: on a day (ISO 8601 date), at some time before now, or not as far as is known. */
export type SupportEnd =
  | { readonly is: 'on'; readonly day: string }
  | { readonly is: 'ended' }
  | { readonly is: 'open' }

/** A line of releases that is supported as one: Debian 12, Windows 10 1809 LTSC. What is absent is not told. */
export interface ReleaseCycle {
  readonly cycle: string
  readonly label?: string
  readonly releasedOn?: string
  readonly isLongTerm: boolean
  /** End of improvements; repairs of flaws may go on. */
  readonly activeSupport?: SupportEnd
  /** End of repairs of flaws for everybody: the end of life. */
  readonly securitySupport?: SupportEnd
  /** End of repairs for those who pay. */
  readonly extendedSupport?: SupportEnd
  /** The newest version of the cycle. */
  readonly latest?: string
}

/** How long the releases of a product are supported. `product` is its name at the source, unique there. */
export interface ProductLifecycle {
  readonly product: string
  readonly title: string
  readonly category: string
  /** Package URLs without version and CPEs without version. */
  readonly purls: readonly string[]
  readonly cpes: readonly string[]
  readonly cycles: readonly ReleaseCycle[]
}
