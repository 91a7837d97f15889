import { createHash, randomUUID } from 'node:crypto'
import type { Job, JobId, JobPriority, JobState, OrganisationId, Page, PageAsked } from '../model/index.ts'
import {
  addJob,
  cancelJob as cancelStored,
  countJobs as countStored,
  countWaiting,
  findJob,
  inKnowledge,
  inOrganisation,
  installQueue,
  listJobs as listStored,
} from '../store/index.ts'
import type { JobRow, Store, Transaction } from '../store/index.ts'
import { FlowError } from './error.ts'
import { aboutOf, fileOf, samenessOf } from './job-work.ts'
import type { JobWork } from './job-work.ts'
import { pageOf, placeAfter } from './page.ts'
import type { Spool } from './spool.ts'

export interface EnqueueOptions {
  readonly work: JobWork
  readonly priority: JobPriority
  /** Whose list or SBOM it is; absent for public knowledge. */
  readonly organisationId?: OrganisationId
  /** Where its file lies. */
  readonly spool?: Spool
  /** Asked for again under the same id, a job is not made twice. */
  readonly jobId?: JobId
  /** It waits at least so long, so that what comes meanwhile is done with it. */
  readonly afterSeconds?: number
}

/** Tries, all in all, of work whose failure may pass. */
const MOST_ATTEMPTS = 5

/** Jobs of an organisation that may wait before one more with a file does: files lie on the disk. Of jobs without one, one of each kind waits. */
const MOST_WAITING = 200

/** Asks for work in the background. It is kept whatever is killed from here on. Throws `tooManyWaiting`. */
export async function enqueue(store: Store, options: EnqueueOptions): Promise<Job> {
  await installQueue(store)
  return inKnowledge(store, async (trx) => {
    const hasFile = fileOf(options.work) !== undefined
    if (hasFile && (await countWaiting(trx, options.organisationId)) >= MOST_WAITING) throw tooManyWaiting()
    return toJob(await found(trx, await addWork(trx, options)))
  })
}

/** The same within the transaction that makes the work needed. */
export async function addWork(trx: Transaction, options: EnqueueOptions): Promise<JobId> {
  const { work, priority, organisationId, spool, jobId, afterSeconds } = options
  return addJob(trx, {
    jobId: jobId ?? (randomUUID() as JobId),
    organisationId,
    kind: work.kind,
    priority,
    work,
    mostAttempts: MOST_ATTEMPTS,
    about: aboutOf(work),
    place: fileOf(work) === undefined ? undefined : spool?.id,
    sameAs: samenessOf(work),
    afterSeconds,
  })
}

async function found(trx: Transaction, jobId: JobId): Promise<JobRow> {
  const row = await findJob(trx, jobId)
  if (row === undefined) throw new Error('a job that was just added is gone')
  return row
}

/** The id that one request has for its job, sent however often. */
export function jobIdOf(parts: readonly string[]): JobId {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex')
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}` as JobId
}

/** One job. Throws `notFound` when there is none that the organisation may see. */
export async function readJob(store: Store, organisationId: OrganisationId, jobId: JobId): Promise<Job> {
  const row = await inOrganisation(store, organisationId, async (trx) => findJob(trx, jobId))
  if (row === undefined) throw noJob(jobId)
  return toJob(row)
}

/** The jobs that an organisation may see, the newest first. */
export async function listJobs(store: Store, organisationId: OrganisationId, page: PageAsked): Promise<Page<Job>> {
  const [before] = placeAfter(page, ['integer']) ?? []
  const rows = await inOrganisation(store, organisationId, async (trx) =>
    listStored(trx, before === undefined ? undefined : Number(before), page.limit + 1),
  )
  return pageOf(rows, page, { placeOf: ({ number }) => [number], toItem: toJob })
}

/** Ends a job: one that waits at once, one that runs as soon as its worker can. One that has ended stays as it is. Throws `notFound`. */
export async function cancelJob(store: Store, organisationId: OrganisationId, jobId: JobId): Promise<Job> {
  await readJob(store, organisationId, jobId)
  await installQueue(store)
  await inKnowledge(store, async (trx) => cancelStored(trx, jobId))
  return readJob(store, organisationId, jobId)
}

/** How many jobs of all organisations are in each state that any is in. */
export async function countJobs(store: Store): Promise<readonly { readonly state: JobState; readonly jobs: number }[]> {
  return inKnowledge(store, countStored)
}

/** A row as people see it. */
export function toJob(row: JobRow): Job {
  const { jobId, kind, priority, state, attempts, mostAttempts, createdAt, revision } = row
  const { about, progress, result, problem, startedAt, finishedAt } = row
  return {
    jobId,
    kind,
    priority,
    state,
    attempts,
    mostAttempts,
    createdAt,
    revision,
    ...(about === null ? {} : { about }),
    ...(progress === null ? {} : { progress }),
    ...(result === null || result === undefined ? {} : { result }),
    ...(problem === null ? {} : { problem }),
    ...(startedAt === null ? {} : { startedAt }),
    ...(finishedAt === null ? {} : { finishedAt }),
  }
}

function noJob(jobId: string): FlowError {
  return new FlowError('notFound', `there is no job ${jobId}: jobs are forgotten 30 days after their end`)
}

function tooManyWaiting(): FlowError {
  const words = `${MOST_WAITING} jobs wait already: try again when some are done, or cancel those that are not needed`
  return new FlowError('tooManyWaiting', words)
}
