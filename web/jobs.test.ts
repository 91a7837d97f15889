import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Job } from '../src/server/contract.ts'
import { formatsOf } from './formats.ts'
import { fractionOf, listenToJobs, withJob } from './jobs.ts'
import { progressText } from './parts/jobs-line.ts'
import { en } from './words/en.ts'

function aJob(part: Partial<Job> = {}): Job {
  return {
    jobId: 'a',
    kind: 'feedPull',
    priority: 'person',
    state: 'running',
    says: 'nvd',
    attempts: 1,
    mostAttempts: 5,
    createdAt: '2026-01-01T00:00:00Z',
    ...part,
  }
}

test('news of a job takes the place of older news, and what has ended is gone', () => {
  const first = withJob([], aJob({ jobId: 'b', createdAt: '2026-01-02T00:00:00Z' }))
  const both = withJob(first, aJob())
  assert.deepEqual(
    both.map(({ jobId }) => jobId),
    ['a', 'b'],
  )
  const news = withJob(both, aJob({ progress: { done: 5, unit: 'records' } }))
  assert.equal(news[0]?.progress?.done, 5)
  assert.deepEqual(
    withJob(news, aJob({ state: 'failed' })).map(({ jobId }) => jobId),
    ['b'],
  )
})

test('how far a job is has no fraction while its end is not known, and never leaves 0 to 1', () => {
  assert.equal(fractionOf(aJob()), undefined)
  assert.equal(fractionOf(aJob({ progress: { done: 5, unit: 'records' } })), undefined)
  assert.equal(fractionOf(aJob({ progress: { done: 5, total: 20, unit: 'records' } })), 0.25)
  assert.equal(fractionOf(aJob({ progress: { done: 30, total: 20, unit: 'records' } })), 1)
})

test('progress is told in the words of the page', () => {
  const speech = { words: en, formats: formatsOf('en') }
  assert.equal(progressText(aJob(), speech), '')
  assert.equal(
    progressText(aJob({ progress: { done: 12_000, total: 298_586, unit: 'records' } }), speech),
    '12,000 of 298,586 records',
  )
  assert.equal(progressText(aJob({ attempts: 2, progress: { done: 3, unit: 'files' } }), speech), '3 files, attempt 2')
})

test('the server is listened to while somebody looks at a page that is seen, and not otherwise', () => {
  const opened: FakeSource[] = []
  const seen: { visibilityState: DocumentVisibilityState } = { visibilityState: 'visible' }
  const page = Object.assign(new EventTarget(), seen)
  let ended = 0
  const jobs = listenToJobs({
    page,
    done: () => (ended += 1),
    open: () => {
      const source = new FakeSource()
      opened.push(source)
      return source as unknown as EventSource
    },
  })
  assert.equal(opened.length, 0)
  let told = 0
  const leave = jobs.subscribe(() => (told += 1))
  const leaveToo = jobs.subscribe(() => undefined)
  assert.equal(opened.length, 1)
  told = 0
  opened[0]?.say(aJob())
  assert.deepEqual([told, jobs.now().length, ended], [1, 1, 0])
  opened[0]?.say(aJob({ state: 'done' }))
  assert.deepEqual([jobs.now().length, ended], [0, 1])

  opened[0]?.say(aJob())
  page.visibilityState = 'hidden'
  page.dispatchEvent(new Event('visibilitychange'))
  assert.deepEqual([opened[0]?.isClosed, jobs.now().length], [true, 0])
  page.visibilityState = 'visible'
  page.dispatchEvent(new Event('visibilitychange'))
  assert.equal(opened.length, 2)

  leave()
  assert.equal(opened[1]?.isClosed, false)
  leaveToo()
  assert.equal(opened[1]?.isClosed, true)
})

class FakeSource extends EventTarget {
  isClosed = false
  close(): void {
    this.isClosed = true
  }
  say(job: Job): void {
    this.dispatchEvent(new MessageEvent('job', { data: JSON.stringify(job) }))
  }
}
