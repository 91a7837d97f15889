import { FeedError } from '../feeds/index.ts'
import type { JobProblem } from '../model/index.ts'
import { StoreError } from '../store/index.ts'
import { FlowError } from './error.ts'

/** Whether the database went away under the work: then nobody can tell of it how it ended, and it is taken up again when it is back. */
export function isDatabaseGone(error: unknown): boolean {
  return error instanceof StoreError && error.code === 'databaseUnreachable'
}

/** Errors of the operating system that pass. */
const passing = new Set(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE', 'EAGAIN', 'EBUSY', 'ENOMEM'])

/** Whether the very same work may succeed later. What was refused for what it is would be refused again. */
export function mayPass(error: unknown): boolean {
  if (error instanceof StoreError && ['databaseBusy', 'diskFull', 'databaseUnreachable'].includes(error.code))
    return true
  if (error instanceof FeedError && error.code === 'network') return true
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (typeof code === 'string' && passing.has(code)) return true
  return error instanceof Error && error.cause !== undefined && mayPass(error.cause)
}

/** What is told of a failure. One that nobody expected is told by where its words are, which may hold what is nobody's business. */
export function toJobProblem(error: unknown, jobId: string): JobProblem {
  if (error instanceof FeedError || error instanceof StoreError || error instanceof FlowError)
    return { code: error.code, detail: error.message }
  return {
    code: 'internal',
    detail: `a fault in Auscult: the log of the server has it under ${jobId}; please report it with those lines`,
  }
}

const LONGEST_DELAY_S = 300

/** How long a failed try waits for the next: 3, 9, 27, 81 seconds. */
export function delayAfter(attempts: number): number {
  return Math.min(3 ** attempts, LONGEST_DELAY_S)
}
