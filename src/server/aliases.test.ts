import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testHospital } from '../../test/hospital.ts'
import { testServer } from '../../test/server.ts'
import type { Alias, Page } from './contract.ts'

const north = await testHospital(test, 'North')
const south = await testHospital(test, 'South', north.store)
await north.describe('Pump', { parts: [{ name: 'Zwirbel', version: '1' }] })
await north.own(['Pump'])
const server = await testServer(test, north.store)
const fact = { relation: 'same', kind: 'product', from: 'Zwirbel', to: 'Swirl', source: 'a label' } as const

async function post(body: object, organisation = 'North') {
  const headers = { 'content-type': 'application/json' }
  return server.ask(`POST /aliases?organisation=${organisation}`, headers, JSON.stringify(body))
}

async function namedIn(organisation: string): Promise<readonly string[]> {
  const { json } = await server.ask(`GET /aliases?organisation=${organisation}&q=zwirbel`)
  return (json as Page<Alias>).items.map(({ from, to, addedBy, isPublic }) => `${from} ${to} ${addedBy} ${isPublic}`)
}

test('an alias is added for one organisation, read, told to nobody else, and closed', async () => {
  const added = await post({ aliases: [fact], by: 'a colleague' })
  assert.deepEqual(added.json, { added: [1], known: 0, components: 0 })
  assert.deepEqual(await namedIn('North'), ['Zwirbel Swirl a colleague false'])
  assert.deepEqual(await namedIn(south.organisation.name), [])
  assert.equal((await server.ask('GET /aliases/1?organisation=South')).status, 404)
  assert.equal((await server.ask('DELETE /aliases/1?organisation=South')).status, 404)
  const why = 'author=A.%20Martin&reason=the%20label%20was%20wrong'
  assert.equal((await server.ask(`DELETE /aliases/1?organisation=North&${why}`)).status, 200)
  assert.deepEqual(await namedIn('North'), [])
  const { json } = await server.ask('GET /aliases?organisation=North&q=zwirbel&closed=true')
  const [{ closedBy, closedBecause, closedAt } = {}] = (json as Page<Partial<Alias>>).items
  assert.deepEqual([closedBy, closedBecause, typeof closedAt], ['A. Martin', 'the label was wrong', 'string'])
})

test('a public alias acts for all and says how many components it touches', async () => {
  assert.deepEqual((await post({ aliases: [fact], isPublic: true })).json, { added: [2], known: 0, components: 1 })
  assert.deepEqual(await namedIn('South'), ['Zwirbel Swirl HTTP true'])
  const { json } = await server.ask('GET /ask?organisation=North&q=Swirl&lang=en')
  assert.match(JSON.stringify(json), /Zwirbel is another name of Swirl \(a label\)/)
})

test('what is no alias is refused with what is wrong', async () => {
  assert.equal((await post({ aliases: [{ ...fact, relation: 'likes' }] })).status, 400)
  const refused = await post({ aliases: [{ ...fact, kind: 'maker', relation: 'embeds' }] })
  assert.equal(refused.status, 422)
  assert.match(refused.text, /embeds is for products/)
})
