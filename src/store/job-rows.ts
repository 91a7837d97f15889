import { sql } from 'kysely'
import type { Job, JobId, JobState, OrganisationId } from '../model/index.ts'
import type { Transaction } from './transaction.ts'

const jobColumns = sql`
  job_id as "jobId", number, kind, priority, state, about, attempts, most_attempts as "mostAttempts", progress, result, problem,
  created_at as "createdAt", started_at as "startedAt", finished_at as "finishedAt", revision`

/** A job as the table has it. */
export interface JobRow extends Nullable<Job> {
  readonly jobId: JobId
  readonly number: number
  readonly revision: number
}

type Nullable<T> = { readonly [K in keyof T]-?: undefined extends T[K] ? Exclude<T[K], undefined> | null : T[K] }

/** One job; undefined when the organisation may not see it. */
export async function findJob(trx: Transaction, jobId: JobId): Promise<JobRow | undefined> {
  const { rows } = await sql<JobRow>`select ${jobColumns} from job where job_id = ${jobId}`.execute(trx.query)
  return rows[0]
}

/** The jobs that the organisation may see, the newest first: those before `number`. */
export async function listJobs(trx: Transaction, before: number | undefined, limit: number): Promise<JobRow[]> {
  const { rows } = await sql<JobRow>`
    select ${jobColumns} from job
    where number < coalesce(${before ?? null}::bigint, 2147483648)
    order by number desc
    limit ${limit}`.execute(trx.query)
  return rows
}

/** Jobs by id, those that the organisation may see, in the order of their last change. */
export async function findJobs(trx: Transaction, jobIds: readonly string[]): Promise<JobRow[]> {
  const { rows } = await sql<JobRow>`
    select ${jobColumns} from job where job_id = any(${jobIds}::uuid[]) order by revision`.execute(trx.query)
  return rows
}

/**
 * What changed after a revision, and once more what changed just before it: of two changes at once the later may be seen first. Without a
 * revision all that waits or runs.
 */
export async function jobsSince(trx: Transaction, revision: number | undefined, limit: number): Promise<JobRow[]> {
  const isMeant =
    revision === undefined ? sql`state in ('waiting', 'running')` : sql`revision > ${revision - OVERLAP}::bigint`
  const { rows } = await sql<JobRow>`
    select * from (
      select ${jobColumns} from job where ${isMeant} order by revision desc limit ${limit}
    ) as latest
    order by revision`.execute(trx.query)
  return rows
}

const OVERLAP = 20

/** The revision of the last change that the organisation may see; 0 before the first. */
export async function latestRevision(trx: Transaction): Promise<number> {
  const { rows } = await sql<{ latest: number }>`select coalesce(max(revision), 0) as latest from job`.execute(
    trx.query,
  )
  return rows[0]?.latest ?? 0
}

/** Whether nobody fetched a feed for a day. Asked by one server at a time, so that only one fetches it. */
export async function isPullDue(trx: Transaction, feed: string): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(${sql.raw(PULL_LOCK)})`.execute(trx.query)
  const { rows } = await sql<{ due: boolean }>`
    select not exists (
      select from job
      where kind = 'feedPull' and about = ${feed} and state <> 'cancelled' and created_at > now() - interval '1 day'
    ) as due`.execute(trx.query)
  return rows[0]?.due === true
}

const PULL_LOCK = '1098213225, 6'

/** Files of a data folder that unfinished jobs still read. */
export async function filesNeeded(trx: Transaction, place: string): Promise<string[]> {
  const { rows } = await sql<{ file: string }>`
    select work ->> 'file' as file from job
    where place = ${place} and state in ('waiting', 'running')
    order by number`.execute(trx.query)
  return rows.map(({ file }) => file)
}

/** How many jobs of an organisation wait. */
export async function countWaiting(trx: Transaction, organisationId: OrganisationId | undefined): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::integer as waiting from job
    where state = 'waiting' and organisation_id is not distinct from ${organisationId ?? null}::uuid`.execute(trx.query)
  return rows[0]?.waiting ?? 0
}

/** How many jobs of all organisations are in each state that any is in, by the state's name. */
export async function countJobs(trx: Transaction): Promise<{ readonly state: JobState; readonly jobs: number }[]> {
  const { rows } = await sql<{ state: JobState; jobs: number }>`
    select state, count(*)::integer as jobs
    from job
    group by state
    order by state`.execute(trx.query)
  return rows
}
