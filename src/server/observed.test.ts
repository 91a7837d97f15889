import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testStore } from '../../test/database.ts'
import { testServer } from '../../test/server.ts'
import { createOrganisation, fuseObservations, importAssets, takeObservations } from '../flows/index.ts'
import type { Observation } from '../model/index.ts'

const store = await testStore(test)
const { organisationId } = await createOrganisation(store, 'North')
const server = await testServer(test, store)
const json = { 'content-type': 'application/json' }
const seenAt = Date.parse('2026-10-31T08:00:00Z')

function seen(serial: string, mac: string, version: string): Observation {
  const facts = { maker: 'Philips', serial, softwareVersion: version } as const
  return {
    subject: { mac, ip: '10.0.0.5' },
    protocol: 'dicom',
    facts: (['maker', 'serial', 'softwareVersion'] as const).map((field) => ({ field, value: facts[field] })),
    confidence: 'explicit',
    firstSeenAt: seenAt,
    lastSeenAt: seenAt,
    count: 1,
    place: 'packet 1',
  }
}

interface Listed {
  readonly items: readonly {
    readonly observedId: string
    readonly standing: string
    readonly serial?: string
    readonly kind: string
    readonly candidates: readonly { readonly rule: string; readonly device: { readonly assetTag?: string } }[]
  }[]
}

interface UnseenPage {
  readonly items: readonly { readonly assetTag: string }[]
  readonly next?: string
}

async function listed(query = ''): Promise<Listed['items']> {
  const answered = await server.ask(`GET /observed-devices${query}`)
  assert.equal(answered.status, 200, answered.text)
  return (answered.json as Listed).items
}

test('devices on the network are listed, shown with their evidence, joined, split, linked and settled over HTTP', async () => {
  const csv =
    'asset tag,serial,maker,model,software version\nBM-00412,DE1,Philips,Ingenuity,4.0\nBM-00500,DE9,Philips,Ingenuity,4.0'
  await importAssets(store, {
    organisationId,
    fileName: 'list.csv',
    bytes: Buffer.from(csv),
    dryRun: false,
    now: new Date(),
  })
  const observations = [seen('DE1', '00:09:fb:00:00:01', '4.1'), seen('DE2', '00:09:fb:00:00:02', '4.1')]
  await takeObservations(store, {
    organisationId,
    sensor: 'north',
    batchId: '1',
    source: 'a.pcap',
    batch: { observations, flows: [] },
    now: new Date(),
  })
  await fuseObservations(store, { organisationId })

  const [first, second] = await listed()
  assert.deepEqual(
    [first?.serial, first?.standing, second?.serial, second?.standing],
    ['DE1', 'matched', 'DE2', 'onlyOnNetwork'],
  )
  assert.deepEqual(
    [first, second].map((each) => each?.candidates.map(({ rule, device }) => `${rule} ${device.assetTag ?? ''}`)),
    [['serial BM-00412'], []],
  )
  assert.equal((await listed('?standing=onlyOnNetwork&q=philips')).length, 1)
  assert.equal((await listed('?q=PH%C3%8FLIPS')).length, 2)
  assert.equal((await listed('?limit=1')).length, 1)
  assert.equal((await listed('?conflicts=true')).length, 0)

  const detail = await server.ask(`GET /observed-devices/${first?.observedId ?? ''}`)
  assert.equal(detail.status, 200, detail.text)
  const { fields, candidates } = detail.json as {
    fields: { field: string }[]
    candidates: { rule: string; device: { deviceId: string } }[]
  }
  assert.ok(fields.some(({ field }) => field === 'softwareVersion'))
  assert.equal(candidates[0]?.rule, 'serial')
  const deviceId = candidates[0]?.device.deviceId ?? ''

  const ofDevice = await server.ask(`GET /devices/${deviceId}/observed`)
  const judged = (ofDevice.json as { versions: object[] }).versions
  assert.deepEqual(judged, [{ version: '4.1', declared: '4.0', stands: 'beside', because: 'oneVoice' }])
  const said = JSON.stringify({ version: '4.1', author: 'M. Curie', reason: 'read on the screen' })
  assert.equal((await server.ask(`POST /devices/${deviceId}/version-decisions`, json, said)).status, 201)
  const settled = (await server.ask(`GET /devices/${deviceId}/observed`)).json as {
    versions: { stands: string }[]
    decisions: { version?: string; author: string }[]
  }
  assert.equal(settled.versions[0]?.stands, 'instead')
  assert.deepEqual(
    settled.decisions.map(({ version, author }) => `${version} ${author}`),
    ['4.1 M. Curie'],
  )

  const join = JSON.stringify({ otherId: second?.observedId, author: 'M. Curie' })
  const joined = await server.ask(`POST /observed-devices/${first?.observedId ?? ''}/joins`, json, join)
  assert.equal(joined.status, 201, joined.text)
  const [one, ...others] = await listed()
  assert.equal(others.length, 0)
  const { conflicts } = (await server.ask(`GET /observed-devices/${one?.observedId ?? ''}`)).json as {
    conflicts: { field: string }[]
  }
  assert.deepEqual(
    conflicts.map(({ field }) => field),
    ['serial'],
  )

  const { decisionId } = joined.json as { decisionId: string }
  assert.equal((await server.ask(`DELETE /observed-decisions/${decisionId}?author=M.%20Curie`)).status, 204)
  assert.equal((await server.ask(`DELETE /observed-decisions/${decisionId}?author=M.%20Curie`)).status, 404)
  assert.equal((await listed()).length, 2)

  const split = JSON.stringify({ anchor: 'mac:00:09:fb:00:00:01', author: 'M. Curie' })
  assert.equal((await server.ask(`POST /observed-devices/${first?.observedId ?? ''}/splits`, json, split)).status, 201)
  const wrong = JSON.stringify({ anchor: 'mac:none', author: 'M. Curie' })
  assert.equal((await server.ask(`POST /observed-devices/${second?.observedId ?? ''}/splits`, json, wrong)).status, 400)
  const link = JSON.stringify({ deviceId, kind: 'isNotDevice', author: 'M. Curie' })
  assert.equal((await server.ask(`POST /observed-devices/${first?.observedId ?? ''}/links`, json, link)).status, 201)
  assert.ok((await listed()).every(({ standing }) => standing === 'onlyOnNetwork'))

  const unseen = (await server.ask('GET /observed-devices/unseen?lang=en&limit=1')).json as UnseenPage
  const rest = (await server.ask(`GET /observed-devices/unseen?after=${unseen.next ?? ''}`)).json as UnseenPage
  assert.deepEqual(
    [...unseen.items, ...rest.items].map(({ assetTag }) => assetTag),
    ['BM-00412', 'BM-00500'],
  )
  assert.equal(((await server.ask('GET /observed-devices/unseen?q=DE9')).json as UnseenPage).items.length, 1)
  const ofModel = await server.ask('GET /observed-devices/unseen?q=PHILIPS%20ing%C3%A9nuity')
  assert.equal((ofModel.json as UnseenPage).items.length, 2)

  const standings = (await server.ask('GET /observed-devices/standings')).json
  assert.deepEqual(standings, {
    matched: 0,
    probable: 0,
    onlyOnNetwork: 2,
    onlyInList: 2,
    notSeen: 0,
    betweenOthers: 0,
    outside: 0,
    foundByNetwork: 0,
  })
  assert.equal(((await server.ask('GET /observed-decisions')).json as Listed).items.length, 3)
})
