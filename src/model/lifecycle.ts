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

/**
 * How far a part is supported on a day, the worst first.
 * - `endOfLife`: flaws are repaired for nobody any more.
 * - `paidOnly`: flaws are repaired only for those who pay for it, or by a programme beyond the ordinary one (Debian LTS).
 * - `unknown`: it cannot be told, for the reason beside it. Never to be read as supported.
 * - `endOfSupport`: it is not improved any more; flaws are repaired.
 * - `supported`
 */
export const supportStandings = ['endOfLife', 'paidOnly', 'unknown', 'endOfSupport', 'supported'] as const
export type SupportStanding = (typeof supportStandings)[number]

/**
 * Why it cannot be told how far a part is supported.
 * - `versionUnknown`: its version, or the release of its distribution, is missing or stands for several.
 * - `noSuchCycle`: the source knows the product, and no line of releases that the version is in.
 * - `severalCycles`: it may be of several lines (editions, service packs), of which some are supported and some are not.
 * - `endNotTold`: the source knows the line and does not tell its end.
 * - `ancestorOnly`: it was made from what is not supported any more; who made it may repair it themselves.
 */
export type SupportDoubt = 'versionUnknown' | 'noSuchCycle' | 'severalCycles' | 'endNotTold' | 'ancestorOnly'

/** What one source says of the support of a part on a day. */
export interface PartSupport {
  readonly source: 'endoflife.date' | 'sbom'
  readonly standing: SupportStanding
  readonly doubt?: SupportDoubt
  /** Product and line of releases at endoflife.date; several lines where they end alike. */
  readonly product?: string
  readonly title?: string
  readonly cycles: readonly string[]
  /** The latest of the ends of the lines. */
  readonly activeSupport?: SupportEnd
  readonly securitySupport?: SupportEnd
  readonly extendedSupport?: SupportEnd
}
