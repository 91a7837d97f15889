import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { JobId, JobKind, JobPriority, JobProblem, JobProgress, OrganisationId } from '../model/index.ts'
import { storable, toJson } from './copy.ts'
import type { Transaction } from './transaction.ts'

/** Work to be done. `work` is kept as JSON and handed to the worker as it was. */
export interface NewJob {
  readonly jobId: JobId
  /** Undefined for public knowledge. */
  readonly organisationId: OrganisationId | undefined
  readonly kind: JobKind
  readonly priority: JobPriority
  readonly work: object
  readonly mostAttempts: number
  /** What it is about, for people. */
  readonly about?: string | undefined
  /** The data folder that holds its file. */
  readonly place?: string | undefined
  /** While one of the same waits, no second is made. */
  readonly sameAs?: string | undefined
  /** It waits at least so long, so that what comes meanwhile is done with it. */
  readonly afterSeconds?: number | undefined
}

/** A job that this worker has: only while it does may it say how it goes. */
export interface JobClaim {
  readonly jobId: JobId
  readonly worker: string
}

export interface StartedJob {
  readonly kind: JobKind
  readonly priority: JobPriority
  readonly organisationId: OrganisationId | null
  readonly work: unknown
  readonly attempts: number
  readonly mostAttempts: number
}

/** How a job ended. */
export type JobEnd =
  | { readonly state: 'done'; readonly result: unknown }
  | { readonly state: 'failed'; readonly problem: JobProblem }
  | { readonly state: 'cancelled' }

/** Why a running job waits again: a try that failed counts, one that was cut short does not. */
export type JobReturn =
  | { readonly because: 'tryFailed'; readonly problem: JobProblem; readonly delayS: number }
  | { readonly because: 'handedBack' }

/**
 * Adds a job, and its place in the queue, in one transaction of the owner. One that waits for the same takes its place: it is given back, and
 * goes as early as either was to. An id that is known gives the job that has it.
 */
export async function addJob(trx: Transaction, job: NewJob): Promise<JobId> {
  const { organisationId = null, about = null, place = null, sameAs = null, afterSeconds = 0 } = job
  const known = await sql`select from job where job_id = ${job.jobId}`.execute(trx.query)
  if (known.rows.length > 0) return job.jobId
  const { rows } = await sql<{ jobId: JobId }>`
    insert into job as waiting (job_id, organisation_id, kind, priority, about, work, most_attempts, place, same_as)
    values (${job.jobId}, ${organisationId}, ${job.kind}, ${job.priority}, ${about === null ? null : storable(about)},
      ${toJson(job.work)}::jsonb, ${job.mostAttempts}, ${place}, ${sameAs})
    on conflict (organisation_id, same_as) where state = 'waiting' and same_as is not null do update
      set priority = case when ${rankOf(sql`excluded`)} < ${rankOf(sql`waiting`)} then excluded.priority else waiting.priority end
    returning job_id as "jobId"`.execute(trx.query)
  const jobId = rows[0]?.jobId ?? job.jobId
  const later = sql`job.created_at + make_interval(secs => ${afterSeconds})`
  await queueJobs(trx, sql`job.job_id = ${jobId}`, afterSeconds > 0 ? later : soon)
  return jobId
}

/** An hour back, so that a clock that is set back by less keeps nothing waiting; the order stays that of adding. */
const soon: RawBuilder<unknown> = sql`now() - interval '1 hour'`

/**
 * Gives jobs that wait their place in the queue; one that they had is void. The same transaction made them wait, so whatever dies,
 * a job that waits is in the queue.
 */
export async function queueJobs(
  trx: Transaction,
  isMeant: RawBuilder<unknown>,
  runAt: RawBuilder<unknown>,
): Promise<void> {
  await sql`
    select graphile_worker.add_job(
      identifier => case when job.place is null then job.kind else job.kind || '@' || job.place end,
      payload => json_build_object('jobId', job.job_id),
      queue_name => case when job.kind in ('feedPull', 'feedImport') then 'feeds' end,
      run_at => ${runAt},
      job_key => job.job_id::text,
      priority => ${rankOf(sql`job`)},
      flags => case when job.priority = 'scheduled' then array['scheduled'] end)
    from job
    where ${isMeant} and job.state = 'waiting'
    order by job.number`.execute(trx.query)
}

function rankOf(job: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(case ${job}.priority when 'person' then 0 when 'upload' then 10 else 20 end)`
}

/** Takes a job that waits. Undefined when it does no longer: it was cancelled, or is done. */
export async function startJob(trx: Transaction, { jobId, worker }: JobClaim): Promise<StartedJob | undefined> {
  const { rows } = await sql<StartedJob>`
    update job set state = 'running', worker = ${worker}, attempts = attempts + 1, started_at = now(), progress = null
    where job_id = ${jobId} and state = 'waiting'
    returning kind, priority, organisation_id as "organisationId", work, attempts, most_attempts as "mostAttempts"`.execute(
    trx.query,
  )
  return rows[0]
}

/** Tells how far a job is, and learns whether to go on. */
export async function noteProgress(
  trx: Transaction,
  claim: JobClaim,
  progress: JobProgress,
): Promise<'goOn' | 'cancel' | 'lost'> {
  const { rows } = await sql<{ isCancelled: boolean }>`
    update job set progress = ${toJson(progress)}::jsonb
    where ${isClaimed(claim)}
    returning cancel_asked_at is not null as "isCancelled"`.execute(trx.query)
  if (rows[0] === undefined) return 'lost'
  return rows[0].isCancelled ? 'cancel' : 'goOn'
}

/** Ends a job. False when it is no longer this worker's: then another tells how it ends. */
export async function endJob(trx: Transaction, claim: JobClaim, end: JobEnd): Promise<boolean> {
  const result = end.state === 'done' && end.result !== undefined ? toJson(end.result) : null
  const problem = end.state === 'failed' ? toJson(end.problem) : null
  const { numAffectedRows } = await sql`
    update job set state = ${end.state}, worker = null, finished_at = now(), result = ${result}::jsonb, problem = ${problem}::jsonb
    where ${isClaimed(claim)}`.execute(trx.query)
  return (numAffectedRows ?? 0n) > 0n
}

/** Lets a job wait again, for itself: one of the same may wait already. False when it is no longer this worker's. */
export async function returnJob(trx: Transaction, claim: JobClaim, given: JobReturn): Promise<boolean> {
  const isTry = given.because === 'tryFailed'
  const { numAffectedRows } = await sql`
    update job set state = 'waiting', worker = null, progress = null, same_as = null,
      attempts = attempts - ${isTry ? 0 : 1}, problem = ${isTry ? toJson(given.problem) : null}::jsonb
    where ${isClaimed(claim)}`.execute(trx.query)
  if ((numAffectedRows ?? 0n) === 0n) return false
  await queueJobs(
    trx,
    sql`job.job_id = ${claim.jobId}`,
    isTry ? sql`now() + ${given.delayS} * interval '1 second'` : soon,
  )
  return true
}

function isClaimed({ jobId, worker }: JobClaim): RawBuilder<unknown> {
  return sql`job_id = ${jobId} and worker = ${worker} and state = 'running'`
}

/** Ends a job that waits, and asks the worker of one that runs to end it. The worker hears of it at once. */
export async function cancelJob(trx: Transaction, jobId: JobId): Promise<void> {
  await sql`
    update job set state = 'cancelled', finished_at = now(), cancel_asked_at = now()
    where job_id = ${jobId} and state = 'waiting'`.execute(trx.query)
  await sql`
    update job set cancel_asked_at = now()
    where job_id = ${jobId} and state = 'running' and cancel_asked_at is null`.execute(trx.query)
  await sql`
    select graphile_worker.remove_job(job_id::text) from job where job_id = ${jobId} and state = 'cancelled'`.execute(
    trx.query,
  )
}

const KEPT_DAYS = 30

/** Forgets jobs that ended more than 30 days ago. */
export async function pruneJobs(trx: Transaction): Promise<void> {
  await sql`delete from job where finished_at < now() - ${KEPT_DAYS} * interval '1 day'`.execute(trx.query)
}
