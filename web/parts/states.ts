import { ApiError } from '../api.ts'
import type { Formats } from '../formats.ts'
import type { Words } from '../words/en.ts'

/** A failure as a person is told of it. */
export interface Failure {
  readonly title: string
  readonly detail: string
  /** Whether the same may work later. */
  readonly mayPass: boolean
}

/** What to say of an error: what the server says of it, and where no server spoke, what to look at. */
export function toFailure(error: unknown, words: Words): Failure {
  const { states } = words
  if (!(error instanceof ApiError)) {
    return { title: states.failed, detail: `${states.fault} ${String(error)}`, mayPass: true }
  }
  const { code, status, detail } = error.problem
  switch (code) {
    case 'unreachable':
      return { title: states.failed, detail: states.unreachable, mayPass: true }
    case 'unreadable':
      return { title: states.failed, detail: states.unreadable(String(status)), mayPass: true }
    case 'notUnderstood':
      return { title: states.notUnderstood, detail: asSentence(detail), mayPass: false }
    case 'organisationInvalid':
      return { title: states.whichOrganisation, detail: states.whichOrganisationDetail, mayPass: false }
    case 'notFound':
    case 'requestInvalid': // of a page: its address is none that the server knows
      return { title: states.notFound, detail: states.notFoundDetail, mayPass: false }
    default:
      return { title: states.failed, detail: asSentence(detail), mayPass: true }
  }
}

/** What the server refuses of a form: its own words, which say what to write instead. */
export function toRefusal(error: unknown, words: Words): string {
  const isSaid =
    error instanceof ApiError && ['notFound', 'notUnderstood', 'requestInvalid'].includes(error.problem.code)
  return isSaid ? asSentence(error.problem.detail) : toFailure(error, words).detail
}

/** What is being waited for, while the server says that it will pass. */
export function toBusy(
  { problem, retryAfter }: ApiError,
  { words, formats }: { words: Words; formats: Formats },
): string {
  return words.states.busyDetail(asSentence(problem.detail), formats.count(retryAfter ?? 1))
}

/** The server's messages begin small and end without a stop, as a log wants them. */
export function asSentence(text: string): string {
  const begun = text.slice(0, 1).toUpperCase() + text.slice(1)
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`
}
