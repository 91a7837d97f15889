import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testStore } from '../../test/database.ts'
import { testServer } from '../../test/server.ts'
import { createOrganisation } from '../flows/index.ts'

const store = await testStore(test)
await createOrganisation(store, 'North')
await createOrganisation(store, 'South')
const server = await testServer(test, store)

interface Line {
  readonly check: string
  readonly counts: { readonly fail: number }
  readonly share?: number
  readonly ask?: string
}

test('a stored SBOM is held beside checklists, and the components of which something is missing come page by page', async () => {
  const names = Array.from({ length: 5 }, (_, place) => ({ type: 'library', name: `part-${place}`, version: '1' }))
  const file = JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components: names })
  const added = await server.ask(
    'POST /sboms?organisation=North&maker=Acme&model=Infusa&version=4',
    { 'content-type': 'application/octet-stream' },
    file,
  )
  assert.equal(added.status, 201, added.text)
  const { sbomId } = added.json as { sbomId: number }
  const whole = await server.ask(`GET /sboms/${sbomId}/quality?organisation=North&against=ntia&lang=fr`)
  assert.equal(whole.status, 200, whole.text)
  const { checklists } = whole.json as { checklists: { id: string; lines: Line[] }[] }
  assert.deepEqual(
    checklists.map(({ id }) => id),
    ['ntia'],
  )
  const supplier = checklists[0]?.lines.find(({ check }) => check === 'supplier')
  assert.equal(supplier?.counts.fail, 5)
  assert.equal(supplier?.share, 0)
  assert.match(supplier?.ask ?? '', /fournit/)
  const first = await server.ask(`GET /sboms/${sbomId}/quality/components?organisation=North&check=supplier&limit=3`)
  const { items, next } = first.json as { items: { name: string }[]; next: string }
  assert.deepEqual(
    items.map(({ name }) => name),
    ['part-0', 'part-1', 'part-2'],
  )
  const rest = await server.ask(
    `GET /sboms/${sbomId}/quality/components?organisation=North&check=supplier&limit=3&after=${next}`,
  )
  assert.equal((rest.json as { items: unknown[] }).items.length, 2)
  const other = await server.ask(`GET /sboms/${sbomId}/quality?organisation=South`)
  assert.equal(other.status, 404)
})
