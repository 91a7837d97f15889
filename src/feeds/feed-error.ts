/**
 * Why a feed cannot be loaded. Each of these ends the load, so that what was stored before stays as it is.
 * - `truncated`: the bytes end too early. `malformed`: the text or a record is not what its format demands.
 * - `tooLarge`: a limit against hostile files was passed. `unknownFormat`: no feed of ours has this form.
 * - `unreadable`: the disk refuses. `network`: the server refuses, or cannot be reached.
 */
export type FeedErrorCode = 'truncated' | 'malformed' | 'tooLarge' | 'unknownFormat' | 'unreadable' | 'network'

export interface FeedErrorFields {
  readonly code: FeedErrorCode
  /** Where: `nvd.json.gz, record 214 (CVE-2024-1234), byte 10423 of the unpacked text`, or an address. */
  readonly place: string
  /** What is wrong, one clause. */
  readonly because: string
  /** What to do next, one clause. */
  readonly remedy: string
  readonly cause?: unknown
}

/** The one error that this room throws, besides the reason of an aborted signal. */
export class FeedError extends Error {
  override readonly name = 'FeedError'
  readonly code: FeedErrorCode
  readonly place: string
  readonly remedy: string

  constructor(fields: FeedErrorFields) {
    super(`${fields.place}: ${fields.because}; ${fields.remedy}`, { cause: fields.cause })
    this.code = fields.code
    this.place = fields.place
    this.remedy = fields.remedy
  }
}
