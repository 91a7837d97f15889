import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'

import { testStore } from '../../test/database.ts'
import type { JobId, JobPriority, OrganisationId } from '../model/index.ts'
import { inKnowledge, inOrganisation } from './in-transaction.ts'
import { findJob, jobsSince, listJobs } from './job-rows.ts'
import { addJob, cancelJob, endJob, noteProgress, returnJob, startJob } from './jobs.ts'
import type { NewJob } from './jobs.ts'
import type { Store } from './open.ts'
import { openPresence } from './presence.ts'
import { installQueue } from './queue.ts'
import { recoverJobs } from './recover-jobs.ts'

const store = await testStore(test)
await installQueue(store)

const [north, south] = [randomUUID(), randomUUID()] as OrganisationId[] as [OrganisationId, OrganisationId]

function jobOf(priority: JobPriority, more: Partial<NewJob> = {}): NewJob {
  const jobId = randomUUID() as JobId
  return { jobId, organisationId: undefined, kind: 'rematchAll', priority, work: {}, mostAttempts: 5, ...more }
}

const add = async (job: NewJob): Promise<JobId> => inKnowledge(store, async (trx) => addJob(trx, job))
const start = async (jobId: JobId, worker: string) =>
  inKnowledge(store, async (trx) => startJob(trx, { jobId, worker }))
const stateOf = async (jobId: JobId, of: Store = store): Promise<string | undefined> =>
  (await inKnowledge(of, async (trx) => findJob(trx, jobId)))?.state

/** The queue as it would be taken from, next first. */
async function queued(): Promise<{ key: string | null; locked_by: string | null; run_at: string }[]> {
  const { rows } = await store.ownerPool.query<{ key: string | null; locked_by: string | null; run_at: string }>(
    'select key, locked_by, run_at from graphile_worker.jobs order by priority, run_at',
  )
  return rows
}

const keys = async (): Promise<(string | null)[]> => (await queued()).map(({ key }) => key)

async function clear(): Promise<void> {
  await store.ownerPool.query(
    'delete from job; select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))',
  )
}

test("a person's work stands before an upload's, and that before scheduled work; each in the order it was asked for", async () => {
  await clear()
  const scheduled = await add(jobOf('scheduled'))
  const upload = await add(jobOf('upload'))
  const person = await add(jobOf('person'))
  const later = await add(jobOf('person'))
  assert.deepEqual(await keys(), [person, later, upload, scheduled])
})

test('while a job waits, asking for the same gives that one, in the better of the two places', async () => {
  await clear()
  const [first, other] = [await add(jobOf('scheduled', { sameAs: 'rematch' })), await add(jobOf('upload'))]
  assert.equal(await add(jobOf('person', { sameAs: 'rematch' })), first)
  assert.deepEqual(await keys(), [first, other])
  assert.equal(await add(jobOf('scheduled', { sameAs: 'rematch' })), first)
  assert.deepEqual(await keys(), [first, other])
  await start(first, 'w')
  assert.notEqual(await add(jobOf('person', { sameAs: 'rematch' })), first)
})

test('a job asked for again under its own id is not made twice', async () => {
  await clear()
  const job = jobOf('upload')
  assert.equal(await add(job), await add(job))
  assert.equal((await keys()).length, 1)
})

test('an organisation sees its own jobs and public ones, and no other', async () => {
  await clear()
  const mine = await add(jobOf('upload', { organisationId: north }))
  const theirs = await add(jobOf('upload', { organisationId: south }))
  const everyones = await add(jobOf('scheduled'))
  const seen = await inOrganisation(store, north, async (trx) => listJobs(trx, undefined, 10))
  assert.deepEqual(
    seen.map(({ jobId }) => jobId),
    [everyones, mine],
  )
  await inOrganisation(store, north, async (trx) => {
    assert.equal(await findJob(trx, theirs), undefined)
    assert.deepEqual((await jobsSince(trx, 0, 10)).map(({ jobId }) => jobId).sort(), [mine, everyones].sort())
  })
})

test('the application may not write jobs, whoever they belong to', async () => {
  await assert.rejects(
    inOrganisation(store, north, async (trx) => addJob(trx, jobOf('person', { organisationId: north }))),
    /permission denied/,
  )
})

test('only the worker that has a job tells how it goes and how it ended', async () => {
  await clear()
  const jobId = await add(jobOf('person'))
  assert.equal((await start(jobId, 'a'))?.attempts, 1)
  assert.equal(await start(jobId, 'b'), undefined)
  const asB = { jobId, worker: 'b' }
  await inKnowledge(store, async (trx) => {
    assert.equal(await noteProgress(trx, asB, { done: 1, unit: 'bytes' }), 'lost')
    assert.equal(await noteProgress(trx, { jobId, worker: 'a' }, { done: 1, unit: 'bytes' }), 'goOn')
    assert.equal(await endJob(trx, asB, { state: 'done', result: {} }), false)
    assert.equal(await returnJob(trx, asB, { because: 'handedBack' }), false)
    assert.equal(await endJob(trx, { jobId, worker: 'a' }, { state: 'done', result: { records: 3 } }), true)
  })
  const ended = await inKnowledge(store, async (trx) => findJob(trx, jobId))
  assert.deepEqual([ended?.state, ended?.result, ended?.progress], ['done', { records: 3 }, { done: 1, unit: 'bytes' }])
})

test('a try that failed waits and counts; work that was handed back goes on at once and does not count', async () => {
  await clear()
  const jobId = await add(jobOf('person'))
  const claim = { jobId, worker: 'a' }
  const problem = { code: 'network', detail: 'the server is away' }
  await start(jobId, 'a')
  await inKnowledge(store, async (trx) => returnJob(trx, claim, { because: 'tryFailed', problem, delayS: 60 }))
  assert.ok(Date.parse((await queued())[0]?.run_at ?? '') > Date.now() + 30_000)
  assert.equal((await start(jobId, 'a'))?.attempts, 2)
  await inKnowledge(store, async (trx) => returnJob(trx, claim, { because: 'handedBack' }))
  assert.ok(Date.parse((await queued())[0]?.run_at ?? '') <= Date.now())
  assert.equal((await start(jobId, 'a'))?.attempts, 2)
})

test('one that waits is cancelled at once; one that runs is told, and ends when it can', async () => {
  await clear()
  const [waiting, running] = [await add(jobOf('person')), await add(jobOf('person'))]
  await start(running, 'a')
  for (const jobId of [waiting, running]) await inKnowledge(store, async (trx) => cancelJob(trx, jobId))
  assert.deepEqual([await stateOf(waiting), await stateOf(running)], ['cancelled', 'running'])
  assert.ok(!(await keys()).includes(waiting))
  const claim = { jobId: running, worker: 'a' }
  const word = await inKnowledge(store, async (trx) => noteProgress(trx, claim, { done: 1, unit: 'bytes' }))
  assert.equal(word, 'cancel')
})

test('jobs of a dead worker wait again, those of a living one are left alone', async (t) => {
  await clear()
  const presence = openPresence(store)
  t.after(async () => presence.close())
  await presence.hold('alive')
  const [lost, kept] = [await add(jobOf('person')), await add(jobOf('person'))]
  await start(lost, 'dead')
  await start(kept, 'alive')
  assert.equal(await inKnowledge(store, recoverJobs), 1)
  assert.deepEqual([await stateOf(lost), await stateOf(kept)], ['waiting', 'running'])
  assert.equal((await start(lost, 'alive'))?.attempts, 1)
  await presence.release('alive')
  assert.equal(await inKnowledge(store, recoverJobs), 2)
})

test('a job that its dead worker was to cancel is cancelled', async () => {
  await clear()
  const jobId = await add(jobOf('person'))
  await start(jobId, 'dead')
  await inKnowledge(store, async (trx) => cancelJob(trx, jobId))
  await inKnowledge(store, recoverJobs)
  assert.equal(await stateOf(jobId), 'cancelled')
})

test('a job that ends its server each time is given up after twenty times', async () => {
  await clear()
  const jobId = await add(jobOf('person'))
  for (let n = 0; n <= 20; n += 1) {
    await start(jobId, `dead ${n}`)
    await inKnowledge(store, recoverJobs)
    assert.equal(await stateOf(jobId), n < 20 ? 'waiting' : 'failed')
  }
})

test('a job that waits without a place in the queue is given one, as after a restore', async () => {
  await clear()
  const jobId = await add(jobOf('upload'))
  await store.ownerPool.query('select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs))')
  assert.deepEqual(await keys(), [])
  assert.equal(await inKnowledge(store, recoverJobs), 1)
  assert.deepEqual(await keys(), [jobId])
  assert.equal(await inKnowledge(store, recoverJobs), 0)
})

test('a place in the queue that a clock set back put far ahead comes to now', async () => {
  await clear()
  await add(jobOf('upload'))
  await store.ownerPool.query(
    `select graphile_worker.reschedule_jobs(array(select id from graphile_worker.jobs), run_at => now() + interval '2 days')`,
  )
  await inKnowledge(store, recoverJobs)
  assert.ok(Date.parse((await queued())[0]?.run_at ?? '') <= Date.now() + 1000)
})
