import type { JobId } from './ids.ts'

/** What can be done in the background. */
export type JobKind =
  | 'feedPull'
  | 'feedImport'
  | 'rematch'
  | 'rematchAll'
  | 'assetsImport'
  | 'sbomAdd'
  | 'observationsFuse'
  | 'captureListen'

/** Whose work it is: one who waits for it, an upload, or the clock. The first goes first. */
export type JobPriority = 'person' | 'upload' | 'scheduled'

export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'

/** How far a job is, in `unit`s. */
export interface JobProgress {
  readonly done: number
  readonly total?: number
  readonly unit: 'bytes' | 'steps' | 'documents'
}

/** Why a job failed, or is tried again: `code` for programs, `detail` for people. */
export interface JobProblem {
  readonly code: string
  readonly detail: string
}

/** A piece of work in the background, as people see it. Times are ISO 8601 in UTC. */
export interface Job {
  readonly jobId: JobId
  readonly kind: JobKind
  readonly priority: JobPriority
  readonly state: JobState
  /** The feed or file it is about. */
  readonly about?: string
  readonly attempts: number
  readonly mostAttempts: number
  readonly progress?: JobProgress
  readonly result?: unknown
  readonly problem?: JobProblem
  readonly createdAt: string
  readonly startedAt?: string
  readonly finishedAt?: string
  /** Grows with every change of any job. */
  readonly revision: number
}

/** True once nothing more will happen to it. */
export function hasEnded({ state }: Pick<Job, 'state'>): boolean {
  return state !== 'waiting' && state !== 'running'
}
