import assert from 'node:assert/strict'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { testHospital } from '../../test/hospital.ts'
import { testServer } from '../../test/server.ts'
import { loadFeed, rematch } from '../flows/index.ts'

interface Listed {
  readonly items: readonly {
    readonly trackingId?: string
    readonly device?: { readonly deviceId: string; readonly model: string }
    readonly flaws: readonly {
      readonly id: string
      readonly verdict: string
      readonly says: string
      readonly state: string
    }[]
  }[]
}

test('advisories are listed and shown, with their devices and the work on them, and every device has its own', async (t) => {
  const hospital = await testHospital(t)
  await hospital.own(['Pump 3000'], { maker: 'Example Medical', serial: 'SN-1234' })
  const folder = await mkdtemp(join(tmpdir(), 'auscult-csaf-'))
  await copyFile(join(import.meta.dirname, '../feeds/csaf/fixtures/documents.ndjson'), join(folder, 'documents.ndjson'))
  await loadFeed(hospital.store, { path: folder, feed: 'csaf' })
  await rm(folder, { recursive: true })
  await rematch(hospital.store, 'stale')
  const server = await testServer(t, hospital.store)
  const read = async (path: string): Promise<Listed> => {
    const { status, text } = await server.ask(`GET ${path}`)
    assert.equal(status, 200, text)
    return JSON.parse(text) as Listed
  }

  assert.deepEqual((await read('/advisories?q=EX-2026')).items.map(({ trackingId }) => trackingId).toSorted(byText), [
    'EX-2026-001',
    'EX-2026-002',
  ])
  await read('/advisories/EX-2026-001')
  await read('/advisories/example-medical%2FEX-2026-001')
  const { items } = await read('/advisories/EX-2026-001/devices?lang=fr')
  const [named] = items
  assert.equal(named?.flaws.find(({ id }) => id === 'CVE-2026-0001')?.verdict, 'affected')
  const deviceId = named?.device?.deviceId ?? ''
  const body = { flaw: 'CVE-2026-0001', deviceId, state: 'inProgress', note: 'ordered', author: 'M. Curie' }
  const post = async (sent: object) =>
    server.ask(
      'POST /advisories/EX-2026-001/remediations',
      { 'content-type': 'application/json' },
      JSON.stringify(sent),
    )
  const set = await post(body)
  assert.equal(set.status, 200, set.text)
  assert.equal((await post({ ...body, modelVersionId: 1 })).status, 400)
  assert.equal((await post({ ...body, flaw: 'CVE-1999-0001' })).status, 404)
  const own = await read(`/devices/${deviceId}/advisories`)
  assert.equal(own.items[0]?.flaws.find(({ id }) => id === 'CVE-2026-0001')?.state, 'inProgress')
  assert.equal((await server.ask('GET /advisories/EX-99')).status, 404)
})

function byText(a = '', b = ''): number {
  return a < b ? -1 : 1
}
