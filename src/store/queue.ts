import { setTimeout as delay } from 'node:timers/promises'
import type { WorkerPool } from 'graphile-worker'
import type { Pool, PoolClient } from 'pg'

import type { JobId, JobKind } from '../model/index.ts'
import { graphileOptions, loadGraphile } from './graphile.ts'
import { inKnowledge } from './in-transaction.ts'
import type { JobClaim } from './jobs.ts'
import { pruneJobs } from './jobs.ts'
import { pruneResponses } from './kept-responses.ts'
import { LOCK } from './migrate.ts'
import type { Store } from './open.ts'
import type { Presence } from './presence.ts'
import { recoverJobs } from './recover-jobs.ts'
import { messageOf } from './system-error.ts'

/** Where the queue tells what nobody waits for. */
export type QueueLog = (level: 'info' | 'warn', message: string, fields?: Readonly<Record<string, unknown>>) => void

export interface QueueOptions {
  readonly presence: Presence
  /** The data folder whose files this process can reach. */
  readonly place: string
  /** Does one job. It is over when this returns; when it throws, how it ended could not be written, and it is taken up again. */
  readonly perform: (claim: JobClaim, signal: AbortSignal) => Promise<void>
  readonly log: QueueLog
}

/** One job at a time each. The second never takes scheduled work, so that a person does not wait behind it. */
const slots = [
  { name: 'any', skipped: [] },
  { name: 'prompt', skipped: ['scheduled'] },
] as const

const kinds = {
  feedPull: true,
  feedImport: true,
  rematch: true,
  rematchAll: true,
  assetsImport: true,
  sbomAdd: true,
  observationsFuse: true,
  captureListen: true,
} as const satisfies Record<JobKind, true>

/** A new job is told at once; this is how late one is noticed that had to wait for its next try. */
const POLL_MS = 10_000
/** How soon the death of another server is noticed. */
const RECOVER_MS = 10_000
const PRUNE_MS = 3_600_000
const RESTART_MS = 500
/** How long running work may take to hand itself back. */
const STOP_MS = 5_000
/** Two slots listen, and ask for and end jobs. */
const CONNECTIONS = 4

const installed = new WeakMap<Pool, Promise<void>>()

/** Has the tables of graphile-worker in place, in their own schema and by their own migrations; once for each process. */
export async function installQueue(store: Store): Promise<void> {
  const known = installed.get(store.ownerPool)
  if (known !== undefined) return known
  const installing = install(store)
  installed.set(store.ownerPool, installing)
  await installing.catch((error: unknown) => {
    installed.delete(store.ownerPool)
    throw error
  })
}

async function install(store: Store): Promise<void> {
  const { runMigrations } = await loadGraphile()
  const pool = store.openOwnerPool(2)
  const client = await pool.connect()
  try {
    await client.query(`select pg_advisory_lock(${LOCK})`)
    await runMigrations({ pgPool: pool, ...(await graphileOptions(() => undefined)) })
  } finally {
    client.release(true) // the lock ends with its session
    await pool.end()
  }
}

/**
 * Takes jobs as they come, two at a time, until told to stop. A slot whose database goes away, or whose job could not say how it ended,
 * begins anew under another name, and its job is recovered as that of a worker that died.
 */
export async function runQueue(store: Store, options: QueueOptions): Promise<{ stop: () => Promise<void> }> {
  await installQueue(store)
  const stopping = new AbortController()
  const running = { store, options, pool: openPool(store), stopping: stopping.signal }
  await recover(running)
  const lives = [...slots.map(async (slot) => keepSlot(running, slot)), keepOrder(running)]
  return {
    stop: async () => {
      stopping.abort(new Error('the server is stopping'))
      await Promise.all(lives)
      await Promise.race([running.pool.end(), delay(STOP_MS, undefined, { ref: false })])
    },
  }
}

interface Running {
  readonly store: Store
  readonly options: QueueOptions
  readonly pool: Pool
  readonly stopping: AbortSignal
}

type Slot = (typeof slots)[number]

async function keepSlot(running: Running, slot: Slot): Promise<void> {
  const { stopping, options } = running
  while (!stopping.aborted) {
    await runSlot(running, slot).catch((error: unknown) => {
      options.log('warn', 'the queue begins anew', { slot: slot.name, because: messageOf(error) })
    })
    await delay(RESTART_MS, undefined, { signal: stopping }).catch(() => undefined)
    if (!stopping.aborted) await recover(running)
  }
}

/** One life of a slot, under one name. */
async function runSlot({ options, pool, stopping }: Running, { skipped }: Slot): Promise<void> {
  const { runTaskList } = await loadGraphile()
  const { presence, perform } = options
  const ending = new AbortController()
  const signal = AbortSignal.any([stopping, ending.signal])
  const { promise: isHeld, resolve: held } = Promise.withResolvers<void>()
  const task = async (payload: unknown): Promise<void> => {
    try {
      await perform({ jobId: jobIdOf(payload), worker: workers.id }, signal)
    } catch (error) {
      ending.abort(error)
      throw error
    }
  }
  const workers: WorkerPool = runTaskList(
    {
      concurrency: 1,
      pollInterval: POLL_MS,
      noHandleSignals: true,
      ...(await graphileOptions(options.log)),
      forbiddenFlags: async () => isHeld.then(() => [...skipped]), // no job is taken before its taker can be seen to live
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } }, // without these a failure to write ends the process
    },
    tasksOf(options.place, task),
    pool,
  )
  const unlisten = presence.listen({ onLost: () => ending.abort(new Error('the connection to the database was lost')) })
  presence.hold(workers.id).then(held, held)
  try {
    await Promise.race([aborted(signal), workers.promise])
    if (!stopping.aborted) throw signal.reason ?? new Error('its workers ended')
  } finally {
    held()
    unlisten()
    await Promise.race([shutDown(workers), delay(STOP_MS, undefined, { ref: false })])
    await presence.release(workers.id)
  }
}

async function shutDown(workers: WorkerPool): Promise<void> {
  await Promise.allSettled([workers.gracefulShutdown(), workers.promise])
}

async function aborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  if (signal.aborted) resolve()
  signal.addEventListener('abort', () => resolve(), { once: true })
  return promise
}

type Task = (payload: unknown) => Promise<void>

/** Work on a file is taken only where the file is. */
function tasksOf(place: string, task: Task): Record<string, Task> {
  return Object.fromEntries(
    Object.keys(kinds).flatMap((kind) => [kind, `${kind}@${place}`].map((name) => [name, task])),
  )
}

function jobIdOf(payload: unknown): JobId {
  const { jobId } = payload as { jobId: JobId }
  return jobId
}

/** Recovers what dead servers had, and forgets what is old. */
async function keepOrder(running: Running): Promise<void> {
  const { stopping } = running
  for (let sincePrune = PRUNE_MS; !stopping.aborted; sincePrune += RECOVER_MS) {
    if (sincePrune >= PRUNE_MS) {
      sincePrune = 0
      await quietly(running, async () => inKnowledge(running.store, prune))
    }
    await delay(RECOVER_MS, undefined, { signal: stopping }).catch(() => undefined)
    if (!stopping.aborted) await recover(running)
  }
}

const prune: Parameters<typeof inKnowledge<void>>[1] = async (trx) => {
  await pruneJobs(trx)
  await pruneResponses(trx)
}

async function recover(running: Running): Promise<void> {
  const { store, options } = running
  await quietly(running, async () => {
    const recovered = await inKnowledge(store, recoverJobs)
    if (recovered > 0) options.log('info', 'jobs whose worker died wait again', { jobs: recovered })
  })
}

/** The next round does it, should the database be away now. */
async function quietly({ options }: Running, work: () => Promise<void>): Promise<void> {
  await work().catch((error: unknown) => {
    options.log('warn', 'the queue could not be kept in order this time', { because: messageOf(error) })
  })
}

type GiveBack = PoolClient['release']

/** graphile-worker 0.18 gives its listening connection back twice when the database goes away while it stops; the second time would end the process. */
function openPool(store: Store): Pool {
  const pool = store.openOwnerPool(CONNECTIONS)
  pool.on('connect', (client) => {
    let giveBack: GiveBack | undefined
    Object.defineProperty(client, 'release', {
      get: () => giveBack,
      set: (release: GiveBack) => {
        giveBack = onlyOnce(release)
      },
    })
  })
  return pool
}

function onlyOnce(release: GiveBack): GiveBack {
  let isDone = false
  return (error) => {
    if (isDone) return
    isDone = true
    release(error)
  }
}
