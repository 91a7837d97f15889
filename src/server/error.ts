/**
 * Why a server does not start.
 * - `notLoopback`: asked to listen beyond this machine. `portTaken`: something else listens there. `tokenUnusable`: the token's file cannot be used.
 */
export type StartErrorCode = 'notLoopback' | 'portTaken' | 'tokenUnusable'

/** Why a request is refused, beside what the rooms below have to say. Each stands in the table of `problem.ts` and in docs/http.md. */
export type RefusalCode =
  | 'requestMalformed'
  | 'requestInvalid'
  | 'tokenMissing'
  | 'tokenWrong'
  | 'originForeign'
  | 'pathUnknown'
  | 'methodUnknown'
  | 'requestTooSlow'
  | 'bodyTooLarge'
  | 'mediaTypeUnknown'
  | 'hostForeign'
  | 'tooManyAttempts'
  | 'headersTooLarge'
  | 'internal'
  | 'overloaded'
  | 'takesTooLong'
  | 'stopping'

/** The one error of the server: `code` for programs, `message` says what happened and what to do next. */
export class ServerError extends Error {
  override readonly name = 'ServerError'
  readonly code: StartErrorCode | RefusalCode
  /** Headers that the answer carries, such as `retry-after`. */
  readonly headers: Readonly<Record<string, string>>

  constructor(
    code: StartErrorCode | RefusalCode,
    message: string,
    options: ErrorOptions & { readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(message, options)
    this.code = code
    this.headers = options.headers ?? {}
  }
}
