import type { Fetch, Reach } from '../feeds/index.ts'
import { feeds } from '../feeds/index.ts'
import type { JobId } from '../model/index.ts'
import {
  deadAmong,
  endJob,
  filesNeeded,
  inKnowledge,
  isPullDue,
  listProviders,
  noteProgress,
  openPresence,
  returnJob,
  runQueue,
  startJob,
  untilAborted,
} from '../store/index.ts'
import type { JobClaim, JobEnd, Presence, QueueLog, StartedJob, Store } from '../store/index.ts'
import { delayAfter, isDatabaseGone, mayPass, toJobProblem } from './job-failure.ts'
import { openProgressNotes } from './job-progress.ts'
import { doWork } from './job-tasks.ts'
import type { TaskContext, TaskDone } from './job-tasks.ts'
import { fileOf } from './job-work.ts'
import type { JobWork } from './job-work.ts'
import { addWork } from './jobs.ts'
import { deleteAbandoned, deleteSpooled, openSpool } from './spool.ts'
import type { Spool } from './spool.ts'

export interface WorkerOptions {
  readonly dataFolder: string
  /** How feeds are fetched. */
  readonly fetch: Fetch
  /** The addresses of a host, so that what a provider names leads to no private one; absent when a proxy looks names up. */
  readonly resolve?: Reach['resolve']
  readonly log: QueueLog
  /** Fetches every feed once a day. */
  readonly pullFeeds?: 'daily' | undefined
  readonly now?: () => Date
}

/** What takes jobs in this process, and what else stands on the same connection. */
export interface Worker {
  readonly presence: Presence
  readonly spool: Spool
  /** Hands running jobs back within seconds, so that the next server goes on with them. */
  readonly stop: () => Promise<void>
}

const CHORES_MS = 600_000

/** Begins to take jobs, first those of workers that died. */
export async function startWorker(store: Store, options: WorkerOptions): Promise<Worker> {
  const presence = openPresence(store)
  const spool = await openSpool(options.dataFolder, presence.id).catch(async (error: unknown) => {
    await presence.close()
    throw error
  })
  const office: Office = {
    ...options,
    store,
    spool,
    presence,
    now: options.now ?? (() => new Date()),
    running: new Map(),
  }
  const unlisten = presence.listen({
    onJob: ({ jobId, isCancelled }) =>
      isCancelled ? office.running.get(jobId)?.abort(new Error('cancelled')) : undefined,
  })
  const perform = async (claim: JobClaim, signal: AbortSignal): Promise<void> => performJob(office, claim, signal)
  const queue = await runQueue(store, { presence, place: spool.id, perform, log: options.log }).catch(
    async (error: unknown) => {
      await presence.close()
      throw error
    },
  )
  await doChores(office)
  const chores = setInterval(() => void doChores(office), CHORES_MS)
  return {
    presence,
    spool,
    stop: async () => {
      clearInterval(chores)
      unlisten()
      await queue.stop()
      await presence.close()
    },
  }
}

interface Office extends Omit<WorkerOptions, 'now'> {
  readonly store: Store
  readonly spool: Spool
  readonly presence: Presence
  readonly now: () => Date
  /** How to end each job that runs here. */
  readonly running: Map<string, AbortController>
}

/** Does one job to its end. Throws when how it ended cannot be written, since the database is away. */
async function performJob(office: Office, claim: JobClaim, stopping: AbortSignal): Promise<void> {
  const started = await inKnowledge(office.store, async (trx) => startJob(trx, claim))
  if (started === undefined) return
  const cancelling = new AbortController()
  office.running.set(claim.jobId, cancelling)
  const beganAt = performance.now()
  try {
    const done = await tryWork(office, { claim, started, cancelling, stopping })
    await endWell(office, claim, started, done)
    office.log('info', 'job done', { ...labelOf(claim, started), ms: Math.round(performance.now() - beganAt) })
  } catch (error) {
    if (isDatabaseGone(error)) throw error
    await endBadly(office, { claim, started, cancelling, stopping }, error)
  } finally {
    office.running.delete(claim.jobId)
  }
}

interface Running {
  readonly claim: JobClaim
  readonly started: StartedJob
  readonly cancelling: AbortController
  readonly stopping: AbortSignal
}

async function tryWork(office: Office, { claim, started, cancelling, stopping }: Running): Promise<TaskDone> {
  const { store, spool, dataFolder, fetch, resolve, now } = office
  const notes = openProgressNotes(async (progress) => {
    const word = await inKnowledge(store, async (trx) => noteProgress(trx, claim, progress))
    if (word !== 'goOn') cancelling.abort(new Error(word))
  })
  const signal = AbortSignal.any([cancelling.signal, stopping])
  const context: TaskContext = {
    store: untilAborted(store, signal),
    spool,
    dataFolder,
    fetch,
    resolve,
    now,
    signal,
    organisationId: started.organisationId,
    onProgress: notes.note,
  }
  try {
    signal.throwIfAborted()
    return await doWork(context, workOf(started))
  } finally {
    await notes.end()
  }
}

/** The end of the job and the rematch that it makes needed are one transaction. */
async function endWell(office: Office, claim: JobClaim, started: StartedJob, done: TaskDone): Promise<void> {
  const isMine = await inKnowledge(office.store, async (trx) => {
    const hasEnded = await endJob(trx, claim, { state: 'done', result: done.result })
    if (hasEnded && done.needsRematch) await addWork(trx, { work: { kind: 'rematch' }, priority: started.priority })
    return hasEnded
  })
  if (isMine) await forgetFile(office, started)
}

async function endBadly(office: Office, running: Running, error: unknown): Promise<void> {
  const { claim, started, cancelling, stopping } = running
  const label = labelOf(claim, started)
  if (cancelling.signal.aborted) {
    await endAs(office, running, { state: 'cancelled' })
    office.log('info', 'job cancelled', label)
  } else if (stopping.aborted) {
    await inKnowledge(office.store, async (trx) => returnJob(trx, claim, { because: 'handedBack' }))
    office.log('info', 'job handed back', label)
  } else {
    const problem = toJobProblem(error, claim.jobId)
    office.log('warn', 'job failed', { ...label, problem, ...(problem.code === 'internal' ? { error } : {}) })
    if (mayPass(error) && started.attempts < started.mostAttempts) {
      const delayS = delayAfter(started.attempts)
      await inKnowledge(office.store, async (trx) => returnJob(trx, claim, { because: 'tryFailed', problem, delayS }))
    } else await endAs(office, running, { state: 'failed', problem })
  }
}

async function endAs(office: Office, { claim, started }: Running, end: JobEnd): Promise<void> {
  if (await inKnowledge(office.store, async (trx) => endJob(trx, claim, end))) await forgetFile(office, started)
}

/** The file of a job that has ended is of no more use. */
async function forgetFile(office: Office, started: StartedJob): Promise<void> {
  const file = fileOf(workOf(started))
  if (file !== undefined) await deleteSpooled(office.spool, file).catch(() => undefined) // else as an abandoned one
}

/** It was written by `addWork`. */
function workOf({ work }: StartedJob): JobWork {
  return work as JobWork
}

function labelOf(
  { jobId }: { readonly jobId: JobId },
  { kind, attempts }: StartedJob,
): Readonly<Record<string, unknown>> {
  return { jobId, kind, attempts }
}

/** What nobody asks for: abandoned uploads go, and feeds are fetched where that was chosen. */
async function doChores(office: Office): Promise<void> {
  const { store, spool, pullFeeds, log, now } = office
  try {
    const needed = await inKnowledge(store, async (trx) => filesNeeded(trx, spool.id))
    const deadOf = async (owners: readonly string[]): Promise<readonly string[]> =>
      inKnowledge(store, async (trx) => deadAmong(trx, owners))
    await deleteAbandoned(spool, { needed: new Set(needed), deadAmong: deadOf, now: now() })
    if (pullFeeds === 'daily') await askForPulls(store)
  } catch (error) {
    log('warn', 'chores could not be done this time', {
      because: error instanceof Error ? error.message : String(error),
    })
  }
}

async function askForPulls(store: Store): Promise<void> {
  for (const { id: feed } of feeds) {
    await inKnowledge(store, async (trx) => {
      if (await isPullDue(trx, feed)) await addWork(trx, { work: { kind: 'feedPull', feed }, priority: 'scheduled' })
    })
  }
  const providers = await inKnowledge(store, listProviders)
  for (const { url: provider } of providers) {
    const work: JobWork = { kind: 'feedPull', provider, acceptsKeys: false }
    await inKnowledge(store, async (trx) => {
      if (await isPullDue(trx, provider)) await addWork(trx, { work, priority: 'scheduled' })
    })
  }
}
