import type { SortKey } from '../model/index.ts'

/** The order of one family of versions, as bytes. `sortKey` is undefined when the text is no version of the scheme; it never throws and never guesses. */
export interface VersionScheme {
  readonly id: string
  /** Where the order is defined: a specification or a pinned source file. */
  readonly source: string
  readonly sortKey: (version: string) => SortKey | undefined
  /**
   * Only where a bound may stand for several versions (an rpm bound without release stands for all its releases): the least
   * bytes above every version that the text covers. Elsewhere it is the key's successor, `key ‖ 0x00`.
   */
  readonly keyAbove?: (version: string) => Uint8Array | undefined
}
