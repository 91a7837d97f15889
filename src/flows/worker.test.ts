import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { optionsOf, testStore, unmigratedTestStore } from '../../test/database.ts'
import { osvRecord } from '../../test/hospital.ts'
import { hasEnded } from '../model/index.ts'
import type { Job, OrganisationId } from '../model/index.ts'
import { backup, restore } from '../store/index.ts'
import type { Store } from '../store/index.ts'
import { watchJobs } from './job-watch.ts'
import { cancelJob, enqueue, listJobs, readJob } from './jobs.ts'
import { createOrganisation, listOrganisations } from './open.ts'
import { newSpooledFile, pathInSpool } from './spool.ts'
import type { Spool } from './spool.ts'
import { startWorker } from './worker.ts'
import type { Worker, WorkerOptions } from './worker.ts'

const folder = mkdtempSync(join(tmpdir(), 'auscult-worker-'))
test.after(() => rmSync(folder, { recursive: true }))

const catalogue = {
  title: 'made up',
  catalogVersion: '2025.01.01',
  dateReleased: '2025-01-01T00:00:00Z',
  count: 1,
  vulnerabilities: [{ cveID: 'CVE-2021-44228', vulnerabilityName: 'made up', dateAdded: '2021-12-10' }],
}
const answering: WorkerOptions['fetch'] = async () => new Response(JSON.stringify(catalogue))

/** Never answers; `asked` resolves with the first request, whose signal it then heeds. */
function silent(): { fetch: WorkerOptions['fetch']; asked: Promise<void> } {
  const { promise: asked, resolve } = Promise.withResolvers<void>()
  const fetch: WorkerOptions['fetch'] = async (_, { signal }) => {
    resolve()
    const { promise, reject } = Promise.withResolvers<Response>()
    signal?.addEventListener('abort', () => reject(signal.reason))
    return promise
  }
  return { fetch, asked }
}

/** Databases go with the file, after the workers on them. */
async function hospital(): Promise<{ store: Store; organisationId: OrganisationId }> {
  const store = await testStore(test)
  const { organisationId } = await createOrganisation(store, 'North')
  return { store, organisationId }
}

async function work(t: TestContext, store: Store, fetch: WorkerOptions['fetch'] = answering): Promise<Worker> {
  const worker = await startWorker(store, { dataFolder: folder, fetch, log: () => undefined })
  let hasStopped = false
  const stop = async (): Promise<void> => {
    if (!hasStopped) await worker.stop()
    hasStopped = true
  }
  t.after(async () => {
    await stop()
    await cancelAll(store)
  })
  return { ...worker, stop }
}

/** What one test leaves behind is no work for the next. */
async function cancelAll(store: Store): Promise<void> {
  const [organisation] = await listOrganisations(store)
  if (organisation === undefined) return
  const { organisationId } = organisation
  const { items } = await listJobs(store, organisationId, { limit: 100 })
  for (const job of items) if (!hasEnded(job)) await cancelJob(store, organisationId, job.jobId)
}

const [shared, crowded, crashed, saved] = [await hospital(), await hospital(), await hospital(), await hospital()]
const restored = await unmigratedTestStore(test)

/** Every state that a job is seen in, until it ends. */
async function statesOf(
  store: Store,
  { presence }: Worker,
  organisationId: OrganisationId,
  { jobId }: Job,
): Promise<Job[]> {
  const seen: Job[] = []
  const { signal } = new AbortController()
  for await (const job of watchJobs(store, presence, { organisationId, jobId, signal })) seen.push(job)
  return seen
}

const pull = { work: { kind: 'feedPull', feed: 'kev' }, priority: 'person' } as const

test('a job is done, seen on its way, and followed by the rematch that it makes needed', async (t) => {
  const { store, organisationId } = shared
  const worker = await work(t, store)
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
  const worker = await work(t, store, fetch)
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
  await work(t, store, fetch)
  const first = await enqueue(store, { ...pull, priority: 'scheduled' })
  await asked
  const second = await enqueue(store, { work: { kind: 'rematchAll' }, priority: 'scheduled' })
  const worker = await work(t, store)
  const seen = await statesOf(store, worker, organisationId, second)
  assert.equal(seen.at(-1)?.state, 'done') // by the other server
  assert.equal((await readJob(store, organisationId, first.jobId)).state, 'running')
})

test('a worker killed in the middle of a job: the next goes on with it at once', async (t) => {
  const { store, organisationId } = crashed
  const given = JSON.stringify({ options: optionsOf(store), dataFolder: folder })
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../test/worker-child.ts'), given], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.after(() => child.kill('SIGKILL'))
  let said = ''
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    if (said === '') await enqueue(store, pull)
    said += chunk.toString()
    if (said.includes('working')) break
  }
  const [job] = (await listJobs(store, organisationId, { limit: 1 })).items
  assert.ok(job !== undefined)
  assert.equal(job.state, 'running')
  child.kill('SIGKILL')
  await once(child, 'exit')
  const worker = await work(t, store)
  const seen = await statesOf(store, worker, organisationId, job)
  assert.deepEqual([seen.at(-1)?.state, seen.at(-1)?.attempts], ['done', 1])
})

test('told to stop, a worker hands its job back, and another goes on with it', async (t) => {
  const { store, organisationId } = shared
  const { fetch, asked } = silent()
  const first = await work(t, store, fetch)
  const { jobId } = await enqueue(store, pull)
  await asked
  await first.stop()
  const returned = await readJob(store, organisationId, jobId)
  assert.deepEqual([returned.state, returned.attempts], ['waiting', 0])
  const seen = await statesOf(store, await work(t, store), organisationId, returned)
  assert.equal(seen.at(-1)?.state, 'done')
})

test('a job that runs is ended when somebody asks for it, on whichever server it runs', async (t) => {
  const { store, organisationId } = shared
  const { fetch, asked } = silent()
  const worker = await work(t, store, fetch)
  const { jobId } = await enqueue(store, pull)
  await asked
  const job = await cancelJob(store, organisationId, jobId)
  const seen = await statesOf(store, worker, organisationId, job)
  assert.equal(seen.at(-1)?.state, 'cancelled')
  assert.equal((await cancelJob(store, organisationId, jobId)).state, 'cancelled')
})

test('a failure that may pass is tried again later; one that cannot ends the job with the words of the reader', async (t) => {
  const { store, organisationId } = shared
  const worker = await work(t, store, async () => new Response('not a catalogue'))
  const refused = await statesOf(store, worker, organisationId, await enqueue(store, pull))
  assert.equal(refused.at(-1)?.state, 'failed')
  assert.match(refused.at(-1)?.problem?.detail ?? '', /kev|JSON|record/i)
  await worker.stop()
  await work(t, store, async () => new Response('', { status: 404 }))
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
  const worker = await work(t, store)
  const record = osvRecord('MADE-UP-1', 'npm', 'left-pad', [{ introduced: '0' }, { fixed: '1.0.0' }])
  const file = await spooled(worker.spool, JSON.stringify(record))
  const job = await enqueue(store, {
    work: { kind: 'feedImport', feed: 'osv', file, fileName: 'osv.json' },
    priority: 'upload',
    spool: worker.spool,
  })
  const seen = await statesOf(store, worker, organisationId, job)
  assert.deepEqual(seen.at(-1)?.result, { feed: 'osv', records: 1, changed: 1 })
  assert.ok(!existsSync(pathInSpool(worker.spool, file)))
})

test('a file is read only by a server that has it', async (t) => {
  const { store, organisationId } = shared
  const elsewhere = { id: 'ffffffff-0000-4000-8000-000000000000', folder: '/nowhere' }
  const worker = await work(t, store)
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
  const worker = await work(t, store)
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

test('when the connections are cut, running work is done anew and nothing is lost', async (t) => {
  const { store, organisationId } = shared
  const { promise: isCut, resolve: cut } = Promise.withResolvers<void>()
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>()
  const worker = await work(t, store, async (url, init) => {
    ask()
    await isCut
    return answering(url, init)
  })
  const job = await enqueue(store, pull)
  await asked
  const admin = await store.connectAboveWalls()
  await admin.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
  await admin.end()
  cut()
  const seen = await statesOf(store, worker, organisationId, job)
  assert.equal(seen.at(-1)?.state, 'done')
})

test('a backup keeps jobs; restored, those that had not ended wait for the next worker', async (t) => {
  const { store, organisationId } = saved
  const { fetch, asked } = silent()
  const worker = await work(t, store, fetch)
  const done = await enqueue(store, { work: { kind: 'rematch' }, priority: 'person' })
  await statesOf(store, worker, organisationId, done)
  const running = await enqueue(store, pull)
  await asked
  const path = join(folder, 'jobs.backup')
  await backup(store, path)
  await restore(restored, path)
  assert.equal((await readJob(restored, organisationId, done.jobId)).state, 'done')
  const next = await work(t, restored)
  const seen = await statesOf(restored, next, organisationId, running)
  assert.equal(seen.at(-1)?.state, 'done')
})
