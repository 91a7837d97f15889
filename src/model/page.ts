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
