import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { testStore } from '../../test/database.ts'
import type { OrganisationId } from '../model/index.ts'
import { inOrganisation, openPresence, takeKey } from '../store/index.ts'
import type { KeptResponse, RepeatableRequest } from '../store/index.ts'
import { once } from './once.ts'
import type { InTurn } from './once.ts'

const store = await testStore(test)
const [north, south] = [randomUUID(), randomUUID()] as OrganisationId[] as [OrganisationId, OrganisationId]
const presence = openPresence(store)
test.after(async () => presence.close())
await presence.hold('there')

const requestOf = (body: string, more: Partial<RepeatableRequest> = {}): RepeatableRequest => ({
  organisationId: north,
  key: 'key',
  fingerprint: createHash('sha256').update(body).digest(),
  ...more,
})

const created: KeptResponse = { status: 201, headers: { location: '/api/v1/sboms/7' }, body: '{"sbomId":7}' }

/** How often work was done, and what it gives. */
function counted(response: KeptResponse | Error = created) {
  const count = { done: 0 }
  const work = async (): Promise<KeptResponse> => {
    count.done += 1
    if (response instanceof Error) throw response
    return response
  }
  return { count, work }
}

test('the same request with the same key is done once, and gets the first response again', async () => {
  const request = requestOf('a', { key: 'same' })
  const { count, work } = counted()
  assert.deepEqual(await once(store, { presence, request }, work), { response: created, isRepeated: false })
  assert.deepEqual(await once(store, { presence, request }, work), { response: created, isRepeated: true })
  assert.equal(count.done, 1)
})

test('the key of another request is refused, and nothing is done', async () => {
  const { count, work } = counted()
  await once(store, { presence, request: requestOf('a', { key: 'reused' }) }, work)
  await assert.rejects(once(store, { presence, request: requestOf('b', { key: 'reused' }) }, work), {
    code: 'keyReused',
  })
  assert.equal(count.done, 1)
})

test('keys of two organisations are strangers', async () => {
  const { count, work } = counted()
  await once(store, { presence, request: requestOf('a', { key: 'shared' }) }, work)
  await once(store, { presence, request: requestOf('b', { key: 'shared', organisationId: south }) }, work)
  assert.equal(count.done, 2)
})

test('while a request is under way the same one is told so, on this server and on another', async () => {
  const request = requestOf('a', { key: 'at once' })
  const elsewhere = openPresence(store)
  await elsewhere.hold('there too')
  const { promise, resolve } = Promise.withResolvers<KeptResponse>()
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
  const first = once(store, { presence, request }, async () => {
    begin()
    return promise
  })
  await begun
  const { count, work } = counted()
  await assert.rejects(once(store, { presence, request }, work), { code: 'keyInUse' })
  await assert.rejects(once(store, { presence: elsewhere, request }, work), { code: 'keyInUse' })
  resolve(created)
  await first
  assert.deepEqual((await once(store, { presence: elsewhere, request }, work)).response, created)
  assert.equal(count.done, 0)
  await elsewhere.close()
})

test('of two who ask at once the second takes nothing, though it reaches the database first', async () => {
  const request = requestOf('a', { key: 'overtaken' })
  const taker = { holder: presence.id, isAtWork: true }
  const taken = await inOrganisation(store, north, async (trx) => takeKey(trx, request, taker))
  assert.equal(taken.is, 'underWay')
  for (let round = 0; round < 20; round += 1) {
    const { count, work } = counted()
    const again = { ...request, key: `at once ${round}` }
    await Promise.allSettled([1, 2, 3, 4].map(async () => once(store, { presence, request: again }, work)))
    assert.equal(count.done, 1)
  }
})

test('what fails for a reason that may pass leaves the key free', async () => {
  const request = requestOf('a', { key: 'failed' })
  const busy = counted(new Error('the database is busy'))
  await assert.rejects(once(store, { presence, request }, busy.work), /busy/)
  const full = counted({ status: 507, headers: {}, body: '' })
  await once(store, { presence, request }, full.work)
  const { count, work } = counted()
  await once(store, { presence, request }, work)
  assert.deepEqual([busy.count.done, full.count.done, count.done], [1, 1, 1])
})

test('the key of a server that died is taken over', async () => {
  const request = requestOf('a', { key: 'crash' })
  const dead = openPresence(store)
  await dead.hold('for now')
  await inOrganisation(store, north, async (trx) => takeKey(trx, request, { holder: dead.id, isAtWork: false }))
  const { count, work } = counted()
  await assert.rejects(once(store, { presence, request }, work), { code: 'keyInUse' })
  await dead.close()
  await once(store, { presence, request }, work)
  assert.equal(count.done, 1)
})

test('the key is asked for and kept in turn, and what is done in between waits for nobody', async () => {
  const steps: string[] = []
  const inTurn: InTurn = async (work) => {
    steps.push('comes in')
    return work().finally(() => steps.push('leaves'))
  }
  const work = async (): Promise<KeptResponse> => {
    steps.push('works')
    return created
  }
  await once(store, { presence, request: requestOf('a', { key: 'in turn' }), inTurn }, work)
  assert.deepEqual(steps, ['comes in', 'leaves', 'works', 'comes in', 'leaves'])
})
