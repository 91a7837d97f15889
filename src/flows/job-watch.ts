import { setTimeout as delay } from 'node:timers/promises'
import { hasEnded } from '../model/index.ts'
import type { Job, JobId, OrganisationId } from '../model/index.ts'
import { findJobs, inOrganisation, jobsSince, latestRevision } from '../store/index.ts'
import type { JobRow, Presence, Store } from '../store/index.ts'
import { isDatabaseGone } from './job-failure.ts'
import { toJob } from './jobs.ts'

export interface WatchOptions {
  readonly organisationId: OrganisationId
  /** Ends the watch. */
  readonly signal: AbortSignal
  /** What was seen already: the `revision` of the last change. */
  readonly after?: number | undefined
  /** This job alone; the watch ends when it does. */
  readonly jobId?: JobId
}

/** Of a watcher that does not read on no more is kept; it then catches up. */
const MOST_UNREAD = 500
/** What is caught up with at once; of more, the latest. */
const MOST_MISSED = 500
/** Changes that follow faster than this are told together. */
const PAUSE_MS = 200

/**
 * Every change of the jobs that an organisation may see, as it happens, on whichever server: each time the whole job. First what waits and
 * runs, or what changed since `after`; that may come twice. Of changes that follow faster than they are read, the last one comes. Ends
 * when the signal aborts, or the one job watched ends.
 */
export async function* watchJobs(store: Store, presence: Presence, options: WatchOptions): AsyncGenerator<Job> {
  const { signal, jobId } = options
  const news = openNews(options, presence)
  const seen = new Map<string, number>()
  let after = options.after
  try {
    while (!signal.aborted) {
      const changes = await readChanges(store, options, after, news.take())
      if (changes === 'away') news.catchUp()
      else {
        after = changes.after
        for (const row of changes.rows) if (isNew(seen, row)) yield toJob(row)
        if (jobId !== undefined && changes.rows.every(hasEnded)) return
      }
      await delay(PAUSE_MS, undefined, { signal }).catch(() => undefined)
      await news.arrive()
    }
  } finally {
    news.end()
  }
}

/** Notes what was told. One that has ended needs no note: it does not change any more. */
function isNew(seen: Map<string, number>, row: JobRow): boolean {
  const wasSeen = seen.get(row.jobId) === row.revision
  if (hasEnded(row)) seen.delete(row.jobId)
  else seen.set(row.jobId, row.revision)
  return !wasSeen
}

interface Changes {
  readonly rows: readonly JobRow[]
  readonly after: number
}

/** `away`: the database is, for now. */
async function readChanges(
  store: Store,
  { organisationId, jobId }: WatchOptions,
  after: number | undefined,
  { isBehind, jobIds }: Unread,
): Promise<Changes | 'away'> {
  try {
    return await inOrganisation(store, organisationId, async (trx) => {
      const start = after ?? (await latestRevision(trx))
      const isAll = isBehind && jobId === undefined
      const rows = isAll
        ? await jobsSince(trx, after, MOST_MISSED)
        : await findJobs(trx, jobId === undefined ? jobIds : [jobId])
      return { rows, after: Math.max(start, ...rows.map(({ revision }) => revision)) }
    })
  } catch (error) {
    if (isDatabaseGone(error)) return 'away'
    throw error
  }
}

/** What a watcher has not read yet. */
interface News {
  readonly take: () => Unread
  /** Resolves when there is something, or the watch is to end. */
  readonly arrive: () => Promise<void>
  /** All is to be read anew: some may have been missed. */
  readonly catchUp: () => void
  readonly end: () => void
}

interface Unread {
  /** Some may not have been heard. */
  readonly isBehind: boolean
  readonly jobIds: readonly string[]
}

function openNews({ organisationId, jobId, signal }: WatchOptions, presence: Presence): News {
  const unread = new Set<string>()
  let isBehind = true // to begin with, and whenever the connection was away
  let wake = Promise.withResolvers<void>()
  const catchUp = (): void => {
    isBehind = true
    unread.clear()
    wake.resolve()
  }
  const unlisten = presence.listen({
    onJob: (told) => {
      const isMeant = jobId === undefined ? true : told.jobId === jobId
      if (!isMeant || (told.organisationId !== null && told.organisationId !== organisationId)) return
      unread.add(told.jobId)
      if (unread.size > MOST_UNREAD) catchUp()
      wake.resolve()
    },
    onJoined: catchUp,
  })
  const stop = (): void => wake.resolve()
  signal.addEventListener('abort', stop, { once: true })
  return {
    take: () => {
      const taken = { isBehind, jobIds: [...unread] }
      unread.clear()
      isBehind = false
      wake = Promise.withResolvers<void>()
      if (signal.aborted) wake.resolve()
      return taken
    },
    arrive: async () => wake.promise,
    catchUp,
    end: () => {
      unlisten()
      signal.removeEventListener('abort', stop)
    },
  }
}
