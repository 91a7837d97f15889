import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testStore } from '../../test/database.ts'
import { sbomFixture } from '../../test/sbom-readings.ts'
import { testServer } from '../../test/server.ts'
import type { Answered } from '../../test/server.ts'
import { createOrganisation } from '../flows/index.ts'

const store = await testStore(test)
await createOrganisation(store, 'North')
const server = await testServer(test, store, { limits: { answeredAtOnceBytes: 5_000 } })

interface Body {
  readonly [field: string]: unknown
}

const bodyOf = ({ json }: Answered): Body => json as Body
const guessed = (rows: number): string =>
  `Teil;Zustand\n${Array.from({ length: rows }, (_, n) => `part-${n};1.0.${n}\n`).join('')}`
const target = 'maker=Acme&model=Infusa&version=4'

/** A job's last state. */
async function ended({ jobId }: Body): Promise<Body> {
  for (;;) {
    const job = bodyOf(await server.ask(`GET /jobs/${String(jobId)}`))
    if (job['state'] !== 'waiting' && job['state'] !== 'running') return job
  }
}

test('a workbook is added, and the answer shows how its columns were understood', async () => {
  const added = await server.ask(`POST /sboms?${target}`, {}, sbomFixture('list-xlsx/pump.xlsx'))
  assert.equal(added.status, 201, added.text)
  const list = bodyOf(added)['list'] as { columns: { header: string; field: string }[] }
  assert.deepEqual(list.columns[0], { position: 1, header: 'SOUP name', by: 'named', field: 'name', filledRows: 3 })
})

test('a guess is answered with what was understood, and counts when it is sent back confirmed', async () => {
  const asked = await server.ask(`POST /sboms?${target}`, {}, guessed(9))
  assert.equal(asked.status, 200, asked.text)
  const { is, confirmation, components } = bodyOf(asked)
  assert.deepEqual([is, components], ['needsConfirmation', 9])
  const added = await server.ask(`POST /sboms?${target}&confirm=${String(confirmation)}`, {}, guessed(9))
  assert.equal(added.status, 201, added.text)
})

test('a job ends with the list to be confirmed as its result', async () => {
  const other = target.replace('Acme', 'Other')
  const sent = await server.ask(`POST /sboms?${other}`, {}, guessed(600))
  assert.equal(sent.status, 202, sent.text)
  const { state, result } = await ended(bodyOf(sent))
  const { is, confirmation } = result as Body
  assert.deepEqual([state, is], ['done', 'needsConfirmation'])
  const again = await server.ask(`POST /sboms?${other}&confirm=${String(confirmation)}`, {}, guessed(600))
  assert.equal(((await ended(bodyOf(again)))['result'] as Body)['is'], 'added')
})

test('what was accepted is listed, and forgotten once', async () => {
  const { items } = bodyOf(await server.ask('GET /list-columns')) as {
    items: { listColumnsId: number; headers: string[] }[]
  }
  assert.deepEqual(items[0]?.headers, ['Teil', 'Zustand'])
  const line = `DELETE /list-columns/${items[0].listColumnsId}`
  assert.equal((await server.ask(line)).status, 200)
  assert.equal((await server.ask(line)).status, 404)
})

test('columns may be said beside the file, and what is said must be understood', async () => {
  const text = 'Foo,Bar\nOpenSSL,1\n'
  const added = await server.ask(`POST /sboms?${target}&columns=name%3DFoo,version%3D2`, {}, text)
  assert.equal(added.status, 201, added.text)
  const wrong = await server.ask(`POST /sboms?${target}&columns=foo`, {}, text)
  assert.deepEqual([wrong.status, bodyOf(wrong)['code']], [400, 'notUnderstood'])
})

test('columns of an equipment list are said beside it, remembered once it is imported, and refused where the list has none such', async () => {
  const list = 'Code bien;Zone 7\nT1;S1\n'
  const said = 'columns=serial%3DZone%207'
  const imported = await server.ask(`POST /asset-lists?${said}`, {}, list)
  assert.equal(imported.status, 200, imported.text)
  const planned = await server.ask('POST /asset-lists?dryRun=true', {}, list)
  const columns = bodyOf(planned)['columns'] as { field: string; by: string }[]
  assert.deepEqual(
    columns.map(({ field, by }) => `${field} ${by}`),
    ['assetTag remembered', 'serial remembered'],
  )
  const { items } = bodyOf(await server.ask('GET /list-columns')) as { items: { kind: string }[] }
  assert.equal(items[0]?.kind, 'equipment')
  const nowhere = await server.ask('POST /asset-lists?columns=serial%3DNowhere', {}, list)
  assert.deepEqual([nowhere.status, bodyOf(nowhere)['code']], [422, 'refused'])
})
