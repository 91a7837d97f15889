import assert from 'node:assert/strict'
import { existsSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { osvRecord } from '../../test/hospital.ts'
import { dataFolderFor, jobsStore, pull, silent, statesOf, work } from '../../test/worker.ts'
import { hasEnded } from '../model/index.ts'
import type { Job } from '../model/index.ts'
import { cancelJob, enqueue, listJobs, readJob } from './jobs.ts'
import { newSpooledFile, pathInSpool } from './spool.ts'
import type { Spool } from './spool.ts'
import { startWorker } from './worker.ts'

const dataFolder = dataFolderFor(test)
const [shared, crowded] = [await jobsStore(test), await jobsStore(test)]

test('a job is done, seen on its way, and followed by the rematch that it makes needed', async (t) => {
  const { store, organisationId } = shared
  const worker = await work(t, store, { dataFolder })
  const job = await enqueue(store, pull)
  const seen = await statesOf(store, worker, organisationId, job)
  const last = seen.at(-1)
  assert.deepEqual([last?.state, last?.about, last?.attempts], ['done', 'kev', 1])
  assert.deepEqual(last?.result, { feed: 'kev', files: 1, records: 1, changed: 1 })
  const { items } = await listJobs(store, organisationId, { limit: 10 })
  assert.deepEqual(
    items.map(({ kind, priority }) => `${kind} ${priority}`),
    ['rematch person', 'feedPull person'],
  )
})

test("a person's work does not wait behind a scheduled load", async (t) => {
  const { store, organisationId } = shared
  const { fetch, asked } = silent()
  const worker = await work(t, store, { dataFolder, fetch })
  const scheduled = await enqueue(store, { ...pull, priority: 'scheduled' })
  await asked
  const seen = await statesOf(
    store,
    worker,
    organisationId,
    await enqueue(store, { work: { kind: 'rematch' }, priority: 'person' }),
  )
  assert.equal(seen.at(-1)?.state, 'done')
  assert.equal((await readJob(store, organisationId, scheduled.jobId)).state, 'running')
})

test('one slot never takes scheduled work, however much of it waits', async (t) => {
  const { store, organisationId } = crowded
  const { fetch, asked } = silent()
  await work(t, store, { dataFolder, fetch })
  const first = await enqueue(store, { ...pull, priority: 'scheduled' })
  await asked
  const second = await enqueue(store, { work: { kind: 'rematchAll' }, priority: 'scheduled' })
  const worker = await work(t, store, { dataFolder })
  const seen = await statesOf(store, worker, organisationId, second)
  assert.equal(seen.at(-1)?.state, 'done') // by the other server
  assert.equal((await readJob(store, organisationId, first.jobId)).state, 'running')
})

test('a job that runs is ended when somebody asks for it, on whichever server it runs', async (t) => {
  const { store, organisationId } = shared
  const { fetch, asked } = silent()
  const worker = await work(t, store, { dataFolder, fetch })
  const { jobId } = await enqueue(store, pull)
  await asked
  const job = await cancelJob(store, organisationId, jobId)
  const seen = await statesOf(store, worker, organisationId, job)
  assert.equal(seen.at(-1)?.state, 'cancelled')
  assert.equal((await cancelJob(store, organisationId, jobId)).state, 'cancelled')
})

test('a failure that may pass is tried again later; one that cannot ends the job with the words of the reader', async (t) => {
  const { store, organisationId } = shared
  const worker = await work(t, store, { dataFolder, fetch: async () => new Response('not a catalogue') })
  const refused = await statesOf(store, worker, organisationId, await enqueue(store, pull))
  assert.equal(refused.at(-1)?.state, 'failed')
  assert.match(refused.at(-1)?.problem?.detail ?? '', /kev|JSON|record/i)
  await worker.stop()
  await work(t, store, { dataFolder, fetch: async () => new Response('', { status: 404 }) })
  const { jobId } = await enqueue(store, { ...pull, work: { kind: 'feedPull', feed: 'epss' } })
  for (;;) {
    const job = await readJob(store, organisationId, jobId)
    assert.ok(!hasEnded(job), JSON.stringify(job))
    if (job.problem === undefined) continue
    assert.deepEqual([job.state, job.problem.code, job.attempts], ['waiting', 'network', 1])
    return
  }
})

async function spooled(spool: Spool, text: string) {
  const file = newSpooledFile()
  writeFileSync(pathInSpool(spool, file), text)
  return file
}

test('an uploaded feed is loaded from the spool, which is then empty again', async (t) => {
  const { store, organisationId } = shared
  const worker = await work(t, store, { dataFolder })
  const record = osvRecord('MADE-UP-1', 'npm', 'left-pad', [{ introduced: '0' }, { fixed: '1.0.0' }])
  const file = await spooled(worker.spool, JSON.stringify(record))
  const job = await enqueue(store, {
    work: { kind: 'feedImport', feed: 'osv', file, fileName: 'osv.json' },
    priority: 'upload',
    spool: worker.spool,
  })
  const seen = await statesOf(store, worker, organisationId, job)
  assert.deepEqual(seen.at(-1)?.result, { feed: 'osv', records: 1, changed: 1 })
  while (existsSync(pathInSpool(worker.spool, file))) await readJob(store, organisationId, job.jobId) // it goes once the end is told
})

test('a file is read only by a server that has it', async (t) => {
  const { store, organisationId } = shared
  const elsewhere = { id: 'ffffffff-0000-4000-8000-000000000000', folder: '/nowhere', owner: 'nobody' }
  const worker = await work(t, store, { dataFolder })
  const { jobId } = await enqueue(store, {
    work: { kind: 'feedImport', feed: 'osv', file: newSpooledFile(), fileName: 'osv.json' },
    priority: 'upload',
    spool: elsewhere,
  })
  await statesOf(store, worker, organisationId, await enqueue(store, { work: { kind: 'rematch' }, priority: 'person' }))
  assert.equal((await readJob(store, organisationId, jobId)).state, 'waiting')
})

test('an equipment list in the background: what it reports, and what is refused', async (t) => {
  const { store, organisationId } = shared
  const worker = await work(t, store, { dataFolder })
  const importOf = async (text: string): Promise<Job | undefined> => {
    const file = await spooled(worker.spool, text)
    const asked = { work: { kind: 'assetsImport', file, fileName: 'list.csv' }, priority: 'upload' } as const
    const job = await enqueue(store, { ...asked, organisationId, spool: worker.spool })
    return (await statesOf(store, worker, organisationId, job)).at(-1)
  }
  const done = await importOf('serial,maker,model\nA1,Maker,Pump\n')
  assert.deepEqual([done?.state, (done?.result as { added?: number } | undefined)?.added], ['done', 1])
  const refused = await importOf('%PDF-1.7 this is none')
  assert.deepEqual([refused?.state, refused?.problem?.code], ['failed', 'refused'])
})

test('where that was chosen every feed is fetched once a day, by one of several servers', async (t) => {
  const { store, organisationId } = shared
  const { fetch } = silent()
  const options = { dataFolder, fetch, log: () => undefined, pullFeeds: 'daily' } as const
  const workers = await Promise.all([startWorker(store, options), startWorker(store, options)])
  t.after(async () => Promise.all(workers.map(async (worker) => worker.stop())).then(() => undefined))
  const { items } = await listJobs(store, organisationId, { limit: 500 })
  const scheduled = items.filter(({ priority, kind }) => priority === 'scheduled' && kind === 'feedPull')
  const asked = scheduled.filter(({ state }) => state !== 'cancelled').map(({ about = '' }) => about)
  assert.deepEqual(asked.toSorted((a, b) => a.localeCompare(b)).join(), 'csaf,cve,eol,epss,euvd,nvd,osv') // a person fetched kev before; the fetch of epss was cancelled
})
