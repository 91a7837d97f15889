/** Where a version stands in its scheme's order. `shape` is '' for every scheme but `natural`, whose versions compare only within a shape. */
export interface SortKey {
  readonly shape: string
  readonly bytes: Uint8Array
}

/**
 * The versions an advisory speaks of.
 * - `interval`: half-open `[lo, hi)` in byte order of sort keys, within one shape. An open low end is empty, an open high end is `ff ff ff ff`.
 * - `all`: every version, also one that cannot be ordered or is not known.
 * - `notApplicable`: CPE version `-`: the thing has no version.
 * - `unreadable`: the advisory gives bounds that the scheme cannot order; matching says `unknown`, never "no".
 */
export type VersionRange =
  | {
      readonly is: 'interval'
      readonly scheme: string
      readonly shape: string
      readonly lo: Uint8Array
      readonly hi: Uint8Array
    }
  | { readonly is: 'all' }
  | { readonly is: 'notApplicable' }
  | { readonly is: 'unreadable'; readonly because: string }
