/**
 * Why a flow cannot do what it was asked.
 * - `cursorInvalid`: the text is no cursor of this list. `notFound`: the organisation has, or may see, nothing of this id.
 * - `notUnderstood`: the text is no question. `stillMatching`: feeds are being loaded faster than they can be matched.
 * - `refused`: a file cannot be taken. `fileGone`: an uploaded file is no longer there. `tooManyWaiting`: as many jobs wait as may.
 * - `keyInUse`, `keyReused`: an idempotency key whose request is under way, or was another.
 */
export type FlowErrorCode =
  | 'cursorInvalid'
  | 'notFound'
  | 'notUnderstood'
  | 'stillMatching'
  | 'refused'
  | 'fileGone'
  | 'tooManyWaiting'
  | 'keyInUse'
  | 'keyReused'

/** The one error of the flows: `code` for programs, `message` says what happened, where, and what to do next. */
export class FlowError extends Error {
  override readonly name = 'FlowError'
  readonly code: FlowErrorCode

  constructor(code: FlowErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
