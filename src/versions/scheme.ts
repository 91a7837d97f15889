import type { SortKey } from '../model/index.ts'

/** The order of one family of versions, as bytes. `sortKey` is undefined when the text is no version of the scheme; it never throws and never guesses. */
export interface VersionScheme {
  readonly id: string
  /** Where the order is defined: a specification or a pinned source file. */
  readonly source: string
  readonly sortKey: (version: string) => SortKey | undefined
}
