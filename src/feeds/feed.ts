import type { Advisory, AdvisoryDocument, ExploitedFlaw, ExploitPrediction, ProductLifecycle } from '../model/index.ts'

/** A JSON document, one line of a CSV file, or a whole text that begins with a front matter (`page`). `envelope`: the members around the list of records, with the list left empty. */
export type RawRecord =
  | { readonly form: 'json'; readonly value: unknown; readonly at: Place }
  | { readonly form: 'envelope'; readonly value: unknown; readonly at: Place }
  | { readonly form: 'row'; readonly text: string; readonly at: Place }
  | { readonly form: 'page'; readonly text: string; readonly at: Place }

/** Where a record stands: file (and file inside its archive), number from 1, and first byte in the unpacked text. */
export interface Place {
  readonly file: string
  readonly record: number
  readonly byte: number
}

/**
 * What a feed tells.
 * - `advisory`: one flaw as one source sees it. `fingerprint` (32 hex digits) is equal exactly when the advisory is: an equal one need not be
 *   written again. One `key` may come twice in a load, when files of different age hold it: the later `modifiedAt` counts.
 * - `exploited` and `prediction`: facts about a flaw that another feed describes.
 * - `document`: an advisory of several flaws, with an `advisory` for each. Those of a stored revision that are not among them are no longer stated.
 * - `leftOut`: a record that is not taken, and why; it is told to whoever loads.
 * - `lifecycle`: how long the releases of a product are supported.
 * - `edition`: when the source made this file, ISO 8601, if it says so.
 */
export type FeedRecord =
  | { readonly is: 'advisory'; readonly advisory: Advisory; readonly fingerprint: string }
  | {
      readonly is: 'document'
      readonly document: AdvisoryDocument
      readonly advisories: readonly { readonly advisory: Advisory; readonly fingerprint: string }[]
    }
  | { readonly is: 'leftOut'; readonly name: string; readonly because: string }
  | { readonly is: 'exploited'; readonly flaw: ExploitedFlaw }
  | { readonly is: 'prediction'; readonly prediction: ExploitPrediction }
  | { readonly is: 'lifecycle'; readonly lifecycle: ProductLifecycle }
  | { readonly is: 'edition'; readonly publishedAt: string }

/** A place where outside knowledge comes from. */
export interface Feed {
  readonly id: string
  /** Where its format is defined. */
  readonly source: string
  /** What `pull` fetches when nobody says otherwise. `now` decides which yearly files exist. */
  readonly urls: (now: Date) => readonly string[]
  /** True when the record has this feed's shape; decided on the first record of each file, whatever the file's name. */
  readonly recognises: (raw: RawRecord) => boolean
  /** Throws `FeedError` when the record is not what the format demands; undefined for what carries nothing, such as a header line. */
  readonly parse: (raw: RawRecord) => FeedRecord | undefined
}
