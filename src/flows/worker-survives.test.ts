import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { optionsOf, unmigratedTestStore } from '../../test/database.ts'
import { answering, dataFolderFor, jobsStore, pull, silent, statesOf, work } from '../../test/worker.ts'
import { backup, restore } from '../store/index.ts'
import { enqueue, listJobs, readJob } from './jobs.ts'

const dataFolder = dataFolderFor(test)
const [shared, crashed, saved] = [await jobsStore(test), await jobsStore(test), await jobsStore(test)]
const restored = await unmigratedTestStore(test)

test('a worker killed in the middle of a job: the next goes on with it at once', async (t) => {
  const { store, organisationId } = crashed
  const given = JSON.stringify({ options: optionsOf(store), dataFolder })
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
  const worker = await work(t, store, { dataFolder })
  const seen = await statesOf(store, worker, organisationId, job)
  assert.deepEqual([seen.at(-1)?.state, seen.at(-1)?.attempts], ['done', 1])
})

test('told to stop, a worker hands its job back, and another goes on with it', async (t) => {
  const { store, organisationId } = shared
  const { fetch, asked } = silent()
  const first = await work(t, store, { dataFolder, fetch })
  const { jobId } = await enqueue(store, pull)
  await asked
  await first.stop()
  const returned = await readJob(store, organisationId, jobId)
  assert.deepEqual([returned.state, returned.attempts], ['waiting', 0])
  const seen = await statesOf(store, await work(t, store, { dataFolder }), organisationId, returned)
  assert.equal(seen.at(-1)?.state, 'done')
})

test('when the connections are cut, running work is done anew and nothing is lost', async (t) => {
  const { store, organisationId } = shared
  const { promise: isCut, resolve: cut } = Promise.withResolvers<void>()
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>()
  const worker = await work(t, store, {
    dataFolder,
    fetch: async (url, init) => {
      ask()
      await isCut
      return answering(url, init)
    },
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
  const worker = await work(t, store, { dataFolder, fetch })
  const done = await enqueue(store, { work: { kind: 'rematch' }, priority: 'person' })
  await statesOf(store, worker, organisationId, done)
  const running = await enqueue(store, pull)
  await asked
  const path = join(dataFolder, 'jobs.backup')
  await backup(store, path)
  await restore(restored, path)
  assert.equal((await readJob(restored, organisationId, done.jobId)).state, 'done')
  const next = await work(t, restored, { dataFolder })
  const seen = await statesOf(restored, next, organisationId, running)
  assert.equal(seen.at(-1)?.state, 'done')
})
