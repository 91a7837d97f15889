import { STATUS_CODES } from 'node:http'
import type { FeedErrorCode, FlowErrorCode } from '../flows/index.ts'
import type { StoreErrorCode } from '../store/index.ts'
import type { Problem } from './contract.ts'
import { ServerError } from './error.ts'
import type { RefusalCode } from './error.ts'

/** Everything that an answer may give as its `code`. */
export type ProblemCode = RefusalCode | StoreErrorCode | FeedErrorCode | FlowErrorCode

/** The status that goes with each code: the one table of all errors. 4xx: the sender can mend it. 503: later it will work. 500: someone must look at this machine. */
export const statusByCode = {
  requestMalformed: 400,
  requestInvalid: 400,
  notUnderstood: 400,
  cursorInvalid: 400,
  organisationInvalid: 400,
  tokenMissing: 401,
  tokenWrong: 401,
  originForeign: 403,
  pathUnknown: 404,
  notFound: 404,
  methodUnknown: 405,
  requestTooSlow: 408,
  keyInUse: 409,
  fileGone: 410,
  bodyTooLarge: 413,
  tooLarge: 413,
  mediaTypeUnknown: 415,
  unknownFormat: 415,
  hostForeign: 421,
  refused: 422,
  keyReused: 422,
  malformed: 422,
  truncated: 422,
  backupDamaged: 422,
  backupNewer: 422,
  tooManyAttempts: 429,
  tooManyWaiting: 429,
  headersTooLarge: 431,
  internal: 500,
  platformNotSupported: 500,
  folderNotReachable: 500,
  folderNotPrivate: 500,
  accountHasNoName: 500,
  notPermitted: 500,
  fileMissing: 500,
  unreadable: 500,
  wrongMajorVersion: 500,
  clusterDamaged: 500,
  socketFolderTaken: 500,
  databaseTooOld: 500,
  databaseNotUtf8: 500,
  databaseNewer: 500,
  databaseNotEmpty: 500,
  rightsLacking: 500,
  migrationInvalid: 500,
  migrationEdited: 500,
  migrationFailed: 500,
  cannotSeeAllRows: 500,
  restoreFailed: 500,
  network: 502,
  overloaded: 503,
  stillMatching: 503,
  takesTooLong: 503,
  stopping: 503,
  databaseUnreachable: 503,
  databaseBusy: 503,
  serverDidNotStart: 503,
  serverDidNotStop: 503,
  diskFull: 507,
} as const satisfies Readonly<Record<ProblemCode, number>>

/** When a client may try again, where nothing better is known. */
const retryAfterS: Readonly<Partial<Record<number, string>>> = { 409: '1', 429: '60', 503: '2' }

/** An answer that tells an error. */
export interface ProblemAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Problem
}

/** What is told of any error to whoever asked (RFC 9457). An error that nobody expected is told by its id alone; the log has the rest under that id. */
export function toProblem(error: unknown, requestId: string): ProblemAnswer {
  const { code, message, headers } = toExpected(error) ?? {
    code: 'internal' as const,
    message: `a fault in Auscult: the log of the server has it under ${requestId}; please report it with those lines`,
    headers: {},
  }
  const status = statusByCode[code]
  const retryAfter = retryAfterS[status]
  return {
    status,
    headers: { ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }), ...headers },
    body: {
      type: `/api/v1/problems#${code}`,
      title: STATUS_CODES[status] ?? 'Error',
      status,
      detail: message,
      instance: `urn:uuid:${requestId}`,
      code,
    },
  }
}

interface Expected {
  readonly code: ProblemCode
  readonly message: string
  readonly headers: Readonly<Record<string, string>>
}

/** Rooms name their errors, and each code of theirs has its status. Undefined for all others: their text may hold what is nobody's business. */
function toExpected(error: unknown): Expected | undefined {
  if (!(error instanceof Error)) return undefined
  const { message } = error
  if (['ServerError', 'StoreError', 'FeedError', 'FlowError'].includes(error.name) && 'code' in error) {
    const { code } = error
    return isProblemCode(code)
      ? { code, message, headers: error instanceof ServerError ? error.headers : {} }
      : undefined
  }
  return fromFramework(error)
}

function isProblemCode(code: unknown): code is ProblemCode {
  return typeof code === 'string' && Object.hasOwn(statusByCode, code)
}

/** What the framework refuses before a route of ours hears of it, in our words. */
const frameworkRefusals: Readonly<Record<string, readonly [RefusalCode, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: [
    'bodyTooLarge',
    'the body is larger than this address takes; docs/http.md tells the limits',
  ],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'mediaTypeUnknown',
    'this address does not take a body of that Content-Type; /api/v1/openapi.json tells which',
  ],
  FST_ERR_BAD_URL: ['requestMalformed', 'the address is not well formed: a % is followed by two hexadecimal digits'],
}

function fromFramework(error: Error & { readonly code?: string; readonly statusCode?: number }): Expected | undefined {
  const isSenders = error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500
  if (!isSenders) return undefined
  const [code, message] = frameworkRefusals[error.code ?? ''] ?? [
    'requestMalformed' as const,
    `the request cannot be read: ${error.message}`,
  ]
  return { code, message, headers: {} }
}
