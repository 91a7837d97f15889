import type { FeedErrorCode, FlowErrorCode } from '../flows/index.ts'
import type { StartErrorCode } from '../server/index.ts'
import type { StoreErrorCode } from '../store/index.ts'

/** What can go wrong in the command line itself. */
export type CommandErrorCode =
  | 'usage'
  | 'notUnderstood'
  | 'deviceNotClear'
  | 'refused'
  | 'tooLarge'
  | 'noFeeds'
  | 'needsConfirmation'
  | 'fileNotReadable'
  | 'busy'
  | 'interrupted'

/** The one error of the command line: `message` says what happened, where, and what to do next. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly code: CommandErrorCode

  constructor(code: CommandErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** Exit codes of errors that are expected; the numbers from 64 on are those of sysexits(3). `docs/cli.md` explains them. */
export const exitCodes: Readonly<
  Record<CommandErrorCode | StoreErrorCode | FeedErrorCode | FlowErrorCode | StartErrorCode, number>
> = {
  noFeeds: 3,
  needsConfirmation: 4,
  usage: 64,
  notUnderstood: 64,
  deviceNotClear: 64,
  organisationInvalid: 64,
  cursorInvalid: 64,
  notFound: 64,
  notLoopback: 64,
  refused: 65,
  tooLarge: 65,
  truncated: 65,
  malformed: 65,
  unknownFormat: 65,
  backupDamaged: 65,
  backupNewer: 65,
  fileNotReadable: 66,
  unreadable: 66,
  fileMissing: 66,
  fileGone: 66,
  network: 69,
  platformNotSupported: 69,
  accountHasNoName: 69,
  wrongMajorVersion: 69,
  clusterDamaged: 69,
  serverDidNotStart: 69,
  portTaken: 69,
  databaseUnreachable: 69,
  databaseTooOld: 69,
  databaseNotUtf8: 69,
  databaseNewer: 69,
  rightsLacking: 69,
  cannotSeeAllRows: 69,
  migrationInvalid: 70,
  migrationEdited: 70,
  migrationFailed: 70,
  folderNotReachable: 73,
  folderNotPrivate: 73,
  notPermitted: 73,
  diskFull: 73,
  socketFolderTaken: 73,
  tokenUnusable: 73,
  databaseNotEmpty: 73,
  busy: 75,
  databaseBusy: 75,
  tooManyWaiting: 75,
  keyInUse: 75,
  keyReused: 64,
  stillMatching: 75,
  serverDidNotStop: 75,
  restoreFailed: 75,
  interrupted: 130,
}

/** Exit code when only a part held: a comparison that does not, or one of several files that was refused. */
export const partly = 1

/** Errors of the operating system and of PostgreSQL (SQLSTATE classes), and what to do about them. */
const systemErrors: readonly (readonly [code: RegExp, exitCode: number, remedy: string])[] = [
  [/^(?:EEXIST|ENOENT|ENOTDIR|EISDIR|EACCES|EPERM|ELOOP|ENAMETOOLONG)$/, 66, 'check the path and its rights'],
  [/^(?:ENOSPC|EDQUOT|EROFS|53100)$/, 73, 'free some space, or choose another folder with --data'],
  [
    /^(?:ECONN\w+|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|08...|57P0.)$/,
    69,
    'check that the database runs',
  ],
  [/^(?:EAGAIN|EBUSY|EMFILE|ENFILE|55P03|40P01|40001|53...)$/, 75, 'wait for the other command to end, then try again'],
]

/** An error made ready to be told: one line, and the exit code that goes with it. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly exitCode: number
}

/** What to tell of any error. One that nobody expected is a fault of ours, and says how to report it. */
export function toFailure(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error)
  const code = codeOf(error)
  if (code !== undefined && isExpected(error, code)) return { code, message, exitCode: exitCodes[code] }
  const known = systemErrors.find(([pattern]) => code !== undefined && pattern.test(code))
  if (known !== undefined) return { code: code ?? '', message: `${message}; ${known[2]}`, exitCode: known[1] }
  const hint =
    'this is a fault in Auscult: please report it with the command, this message and what AUSCULT_DEBUG=1 adds to it'
  return { code: 'internal', message: `${message}; ${hint}`, exitCode: 70 }
}

function isExpected(error: unknown, code: string): code is keyof typeof exitCodes {
  const isOurs =
    error instanceof Error &&
    ['CommandError', 'StoreError', 'FeedError', 'FlowError', 'ServerError'].includes(error.name)
  return isOurs && Object.hasOwn(exitCodes, code)
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
