import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testStore } from '../../test/database.ts'
import { testServer } from '../../test/server.ts'
import { createOrganisation } from '../flows/index.ts'

const store = await testStore(test)
await createOrganisation(store, 'North')
const server = await testServer(test, store)
const json = { 'content-type': 'application/json' }

test('a correction is tried, added, read with what it touches, listed and closed over HTTP', async () => {
  const file = JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    components: [{ type: 'library', name: 'leaky', purl: 'pkg:npm/leaky' }],
  })
  await server.ask(
    'POST /sboms?maker=Acme&model=Infusa&version=4',
    { 'content-type': 'application/octet-stream' },
    file,
  )
  const correction = { match: { name: 'leaky', version: '' }, sets: { version: '2' }, reason: 'seen', by: 'Ann' }
  const tried = await server.ask('POST /corrections', json, JSON.stringify({ ...correction, dryRun: true }))
  assert.equal(tried.status, 200, tried.text)
  const { correctionId: none, ...reach } = tried.json as { correctionId?: number }
  assert.equal(none, undefined)
  const samples = [{ name: 'leaky', version: null, supplier: null }]
  assert.deepEqual(reach, { components: 1, sboms: 1, devices: 0, samples })
  const added = await server.ask('POST /corrections', json, JSON.stringify(correction))
  const { correctionId } = added.json as { correctionId: number }
  const read = await server.ask(`GET /corrections/${correctionId}`)
  assert.equal((read.json as { correction: { by: string } }).correction.by, 'Ann')
  const listed = (await server.ask('GET /corrections')).json as { items: { meets: boolean }[] }
  assert.deepEqual(
    listed.items.map(({ meets }) => meets),
    [true],
  )
  assert.deepEqual((await server.ask('GET /corrections?misses=true')).json, { items: [] })
  const changed = { ...correction, sets: { version: '3' }, replaces: correctionId }
  const second = (await server.ask('POST /corrections', json, JSON.stringify(changed))).json as { correctionId: number }
  const closed = await server.ask(`DELETE /corrections/${second.correctionId}?by=Bob`)
  assert.equal(closed.status, 200, closed.text)
  assert.equal((closed.json as { closedBy: string }).closedBy, 'Bob')
  assert.deepEqual((await server.ask('GET /corrections')).json, { items: [] })
  assert.equal(((await server.ask('GET /corrections?closed=true')).json as { items: unknown[] }).items.length, 2)
  const wrong = await server.ask('POST /corrections', json, JSON.stringify({ ...correction, sets: {} }))
  assert.equal(wrong.status, 422, wrong.text)
})
