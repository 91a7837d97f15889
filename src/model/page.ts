/** Which part of a list is asked for: at most `limit` rows, those after the one that the cursor `after` names; without it the first ones. */
export interface PageAsked {
  readonly limit: number
  /** The `next` of the page before. */
  readonly after?: string
}

/** Part of a list in its total order. `next` is the cursor of the page that follows, absent on the last. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly next?: string
}

/** The values a list is ordered by, of one row. */
export type Place = readonly (string | number | null)[]

/** Rows of a list as the store is asked for them: so many, those after a place. */
export interface Slice {
  readonly limit: number
  /** Undefined: from the first row on. */
  readonly after: Place | undefined
}
