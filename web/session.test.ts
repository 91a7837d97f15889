import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tokenOf } from './parts/sign-in.ts'
import { takeToken } from './session.ts'

test('the token leaves the address as soon as it is read, and the rest of the address stays', () => {
  const kept: string[] = []
  const history = { state: null, replaceState: (_state: unknown, _title: string, url: string) => kept.push(url) }
  const location = { hash: '#token=abc_-1', pathname: '/ask', search: '?q=log4j' }
  assert.equal(takeToken(location as Location, history as unknown as History), 'abc_-1')
  assert.deepEqual(kept, ['/ask?q=log4j'])
  assert.equal(takeToken({ ...location, hash: '#affected' } as Location, history as unknown as History), undefined)
  assert.equal(kept.length, 1)
})

test('who pastes the whole link into the field gives its token', () => {
  assert.equal(tokenOf(' http://127.0.0.1:8320/#token=abc_-1\n'), 'abc_-1')
  assert.equal(tokenOf(' abc_-1 '), 'abc_-1')
})
