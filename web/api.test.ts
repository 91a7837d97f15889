import assert from 'node:assert/strict'
import { afterEach, mock, test } from 'node:test'
import { ApiError, addressOf, read, signIn } from './api.ts'
import { createClient, isPassing, isSignedOut } from './client.ts'

const { signal } = new AbortController()

function answers(body: string, init: ResponseInit): void {
  mock.method(globalThis, 'fetch', async () => new Response(body, init))
}

async function failureOf(promise: Promise<unknown>): Promise<ApiError> {
  return promise.then(
    () => assert.fail('it should have failed'),
    (error: unknown) => {
      assert.ok(error instanceof ApiError)
      return error
    },
  )
}

afterEach(() => mock.restoreAll())

test('an address carries what is set, and a list value by value', () => {
  assert.equal(addressOf('/ask', { q: 'openssl < 1.1.1', after: undefined }), '/api/v1/ask?q=openssl+%3C+1.1.1')
  assert.equal(
    addressOf('/ask/devices', { verdict: ['affected', 'unknown'] }),
    '/api/v1/ask/devices?verdict=affected&verdict=unknown',
  )
  assert.equal(addressOf('/feeds'), '/api/v1/feeds')
})

test('what the server refuses is told in its own words', async () => {
  answers(
    JSON.stringify({ type: 'a', title: 'b', status: 503, code: 'stillMatching', detail: 'feeds are being matched' }),
    {
      status: 503,
      headers: { 'retry-after': '2' },
    },
  )
  const error = await failureOf(read('/ask', {}, signal))
  assert.equal(error.message, 'feeds are being matched')
  assert.equal(error.retryAfter, 2)
  assert.ok(isPassing(error))
})

test('an answer that is none of ours is told by its status, and a Retry-After that is a date is left alone', async () => {
  answers('<h1>proxy</h1>', { status: 502, headers: { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' } })
  const error = await failureOf(read('/ask', {}, signal))
  assert.deepEqual([error.problem.code, error.problem.status, error.retryAfter], ['unreadable', 502, undefined])
  assert.ok(!isPassing(error))
})

test('no answer at all is told as unreachable, and an abort stays an abort', async () => {
  mock.method(globalThis, 'fetch', async () => Promise.reject(new TypeError('fetch failed')))
  assert.equal((await failureOf(read('/ask', {}, signal))).problem.code, 'unreachable')
  mock.method(globalThis, 'fetch', async () => Promise.reject(new DOMException('gone', 'AbortError')))
  await assert.rejects(read('/ask', {}, signal), { name: 'AbortError' })
})

test('a wrong token is a refusal like any other, and who is not known is signed out', async () => {
  answers(JSON.stringify({ status: 401, code: 'tokenWrong', detail: 'this is not the token' }), { status: 401 })
  assert.ok(isSignedOut(await failureOf(signIn('x'))))
})

test('only what passes by itself is asked again, and when the server says', () => {
  const { retry, retryDelay } = createClient().getDefaultOptions().queries ?? {}
  assert.ok(typeof retry === 'function' && typeof retryDelay === 'function')
  const problem = { type: '', title: '', status: 503, code: 'stillMatching', detail: '' }
  assert.equal(retry(0, new ApiError(problem, 2)), true)
  assert.equal(retryDelay(0, new ApiError(problem, 2)), 2_000)
  assert.equal(retryDelay(0, new ApiError(problem, 3_600)), 30_000)
  assert.equal(retry(0, new ApiError({ ...problem, code: 'internal' }, 2)), false)
  assert.equal(retry(0, new ApiError({ ...problem, code: 'tooManyAttempts' }, 60)), false)
  assert.equal(retry(0, new Error('a fault')), false)
})
