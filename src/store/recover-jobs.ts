import { sql } from 'kysely'
import type { JobProblem } from '../model/index.ts'
import { toJson } from './copy.ts'
import { queueJobs } from './jobs.ts'
import { isDead } from './presence.ts'
import type { Transaction } from './transaction.ts'

/** One process recovers at a time; another that comes meanwhile has nothing to do. */
const LOCK = '1098213225, 5'

/** A job that ends the server each time may not do so for ever. */
const MOST_INTERRUPTIONS = 20

/** The first interruptions are the server's; from then on a job that may be their cause waits longer each time, so that others are served. */
const PATIENT_INTERRUPTIONS = 3
const LONGEST_WAIT_S = 60

/** Beyond the longest wait between two tries, a job waits only since the clock was set back. */
const LONGEST_DELAY_MINUTES = 10

const worn: JobProblem = {
  code: 'interrupted',
  detail: `the server ended ${MOST_INTERRUPTIONS} times while it was at work on this, so it is not tried again: see its log for what ends it, then ask for the work anew`,
}

/**
 * Lets the jobs of workers that died wait again, and gives a place in the queue to every job that waits and has none (after a restore).
 * Returns how many jobs that were. Work of a worker that lives is not touched.
 */
export async function recoverJobs(trx: Transaction): Promise<number> {
  const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(${sql.raw(LOCK)}) as mine`.execute(
    trx.query,
  )
  if (rows[0]?.mine !== true) return 0
  const dead = await deadWorkers(trx)
  const due = await jobsDue(trx, dead)
  if (due.length > 0) await letWait(trx, due)
  await clearQueue(trx, dead)
  return due.length
}

async function deadWorkers(trx: Transaction): Promise<string[]> {
  const { rows } = await sql<{ worker: string }>`
    with named as materialized (
      select worker from job where state = 'running'
      union
      select locked_by from graphile_worker.jobs where locked_by is not null
    )
    select worker from named where ${sql.raw(isDead('worker'))}`.execute(trx.query)
  return rows.map(({ worker }) => worker)
}

async function jobsDue(trx: Transaction, dead: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ jobId: string }>`
    select job.job_id as "jobId"
    from job
    left join graphile_worker.jobs queued on queued.key = job.job_id::text
    where job.state = 'running' and job.worker = any(${dead}::text[])
      or job.state = 'waiting' and (queued.id is null or queued.locked_by = any(${dead}::text[]))
    for update of job`.execute(trx.query)
  return rows.map(({ jobId }) => jobId)
}

async function letWait(trx: Transaction, due: readonly string[]): Promise<void> {
  const isDue = sql`job.job_id = any(${due}::uuid[])`
  await sql`
    update job set state = 'cancelled', worker = null, finished_at = now()
    where ${isDue} and cancel_asked_at is not null`.execute(trx.query)
  await sql`
    update job set state = 'failed', worker = null, finished_at = now(), problem = ${toJson(worn)}::jsonb
    where ${isDue} and state = 'running' and interruptions >= ${MOST_INTERRUPTIONS}`.execute(trx.query)
  await sql`
    update job set state = 'waiting', worker = null, progress = null, same_as = null, attempts = attempts - 1, interruptions = interruptions + 1
    where ${isDue} and state = 'running'`.execute(trx.query)
  await queueJobs(
    trx,
    isDue,
    sql`now() + case when job.interruptions <= ${PATIENT_INTERRUPTIONS} then interval '-1 hour'
      else least(${LONGEST_WAIT_S}, power(2, job.interruptions - ${PATIENT_INTERRUPTIONS})) * interval '1 second' end`,
  )
}

/** What the dead held is free again; places that have become void are taken out. */
async function clearQueue(trx: Transaction, dead: readonly string[]): Promise<void> {
  if (dead.length > 0) await sql`select graphile_worker.force_unlock_workers(${dead}::text[])`.execute(trx.query)
  await sql`
    select graphile_worker.complete_jobs(array(
      select id from graphile_worker.jobs where key is null and locked_by is null))`.execute(trx.query)
  await sql`
    select graphile_worker.reschedule_jobs(array(
      select id from graphile_worker.jobs
      where locked_by is null and run_at > now() + ${LONGEST_DELAY_MINUTES} * interval '1 minute'), run_at => now())`.execute(
    trx.query,
  )
  if (dead.length > 0) await sql`select pg_notify('jobs:insert', '{"count":2}')`.execute(trx.query)
}
