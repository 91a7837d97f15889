import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testStore } from '../../test/database.ts'
import { StoreError } from './error.ts'
import { inKnowledge } from './in-transaction.ts'
import { toUnavailable } from './unavailable.ts'

function withCode(code: string, more: object = {}): Error {
  return Object.assign(new Error('raw words of the driver'), { code, ...more })
}

const cases: readonly (readonly [what: string, error: Error, code: string])[] = [
  ['a server that shuts down', withCode('57P01'), 'databaseUnreachable'],
  ['a server that starts', withCode('57P03'), 'databaseUnreachable'],
  ['a refused connection', withCode('ECONNREFUSED'), 'databaseUnreachable'],
  ['a socket that is gone', withCode('ENOENT', { syscall: 'connect' }), 'databaseUnreachable'],
  ['a lost connection', new Error('Connection terminated unexpectedly'), 'databaseUnreachable'],
  ['no free connection', new Error('timeout exceeded when trying to connect'), 'databaseBusy'],
  ['a deadlock', withCode('40P01'), 'databaseBusy'],
  ['a full disk', withCode('53100'), 'diskFull'],
]
for (const [what, error, code] of cases) {
  test(`${what} is told as ${code}, with the raw error as its cause alone`, () => {
    const told = toUnavailable(error)
    assert.ok(told instanceof StoreError)
    assert.equal(told.code, code)
    assert.equal(told.cause, error)
    assert.doesNotMatch(told.message, /raw words/)
  })
}

test('an error of the statement itself, of a file or of ours stays what it is', () => {
  for (const error of [withCode('23505'), withCode('ENOENT', { syscall: 'open' }), new StoreError('diskFull', 'x')])
    assert.equal(toUnavailable(error), error)
})

test('a connection that the server ends fails its work as databaseUnreachable, and the next work has a new one', async (t) => {
  const store = await testStore(t)
  const ended = inKnowledge(store, async ({ client }) => client.query('select pg_terminate_backend(pg_backend_pid())'))
  await assert.rejects(ended, { name: 'StoreError', code: 'databaseUnreachable' })
  await inKnowledge(store, async ({ client }) => client.query('select 1'))
})

test('a connection that is lost as it is handed out ends nothing', async (t) => {
  const { appPool } = await testStore(t)
  const client = await appPool.connect()
  assert.doesNotThrow(() => client.emit('error', new Error('terminating connection due to unexpected postmaster exit')))
  client.release(true)
})
