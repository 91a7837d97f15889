import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { testStore } from '../../test/database.ts'
import { testServer } from '../../test/server.ts'
import { createOrganisation, fuseObservations, takeObservations } from '../flows/index.ts'
import type { Observation, ObservedFlow } from '../model/index.ts'
import type { Organisation } from '../store/index.ts'

const store = await testStore(test)
await createOrganisation(store, 'North')
const south = await createOrganisation(store, 'South')
const server = await testServer(test, store)
const json = { 'content-type': 'application/json' }
const seenAt = Date.parse('2026-10-31T08:00:00Z')
const times = { firstSeenAt: seenAt, lastSeenAt: seenAt + 1000 }

interface Told {
  readonly maker: string
  readonly model: string
  readonly hostName?: string
}

function device(number: number, { maker, model, hostName }: Told): Observation {
  const facts = [
    { field: 'maker', value: maker },
    { field: 'model', value: model },
    { field: 'serial', value: `DE ${number}` },
    ...(hostName === undefined ? [] : [{ field: 'hostName', value: hostName } as const]),
  ] as const
  const subject = { mac: `00:09:fb:00:00:0${number}`, ip: `10.0.0.${number}` }
  return { subject, protocol: 'dicom', facts, confidence: 'explicit', ...times, count: 1, place: 'packet 1' }
}

function flow(client: string, server_: string, rest: Partial<ObservedFlow> = {}): ObservedFlow {
  const counts = { connections: 1, unanswered: 0, packets: 10, bytes: 1000 }
  return { client: { ip: client }, server: { ip: server_ }, transport: 'tcp', port: 104, ...counts, ...times, ...rest }
}

async function hear(
  { organisationId }: Organisation,
  observations: Observation[],
  flows: ObservedFlow[],
): Promise<void> {
  const given = { organisationId, sensor: 'ward', source: 'secret.pcap', now: new Date(seenAt + 60_000) }
  await takeObservations(store, { ...given, batchId: randomUUID(), batch: { observations, flows } })
  await fuseObservations(store, { organisationId })
}

const firstOf = async (path: string, id: string): Promise<string> => {
  const { status, json: body, text } = await server.ask(`GET ${path}?organisation=South`)
  assert.equal(status, 200, text)
  return String((body as { items: Record<string, unknown>[] }).items[0]?.[id])
}

await hear(south, [device(1, { maker: 'Secret Medical', model: 'Secret CT' })], [flow('10.0.0.1', '10.9.9.9')])
await server.ask('PUT /zones?organisation=South', json, '{"network":"10.9.9.0/24","name":"Secret zone","author":"x"}')

test('nothing on the network of another organisation is behind any id, and nothing of it can be decided', async () => {
  const observed = await firstOf('/observed-devices', 'observedId')
  const listed = await firstOf('/devices', 'deviceId')
  const author = 'x'
  const split = await server.ask(
    `POST /observed-devices/${observed}/splits?organisation=South`,
    json,
    JSON.stringify({ anchor: 'mac:00:09:fb:00:00:01', author }),
  )
  assert.equal(split.status, 201, split.text)
  const { decisionId } = split.json as { decisionId: string }
  const asks: readonly (readonly [line: string, body?: object])[] = [
    [`GET /observed-devices/${observed}`],
    [`GET /devices/${listed}/observed`],
    [`POST /observed-devices/${observed}/joins`, { otherId: randomUUID(), author }],
    [`POST /observed-devices/${observed}/splits`, { anchor: 'mac:00:09:fb:00:00:01', author }],
    [`POST /observed-devices/${observed}/links`, { deviceId: listed, kind: 'isDevice', author }],
    [`POST /devices/${listed}/version-decisions`, { version: '1', author }],
  ]
  for (const [line, body] of asks) {
    const [real, absent] = await Promise.all(
      [line, line.replace(/[\da-f-]{36}/, randomUUID())].map(async (each) =>
        server.ask(`${each}?organisation=North`, body === undefined ? {} : json, body && JSON.stringify(body)),
      ),
    )
    assert.ok(real !== undefined && absent !== undefined)
    assert.equal(real.status, 404, `${line}: ${real.status} ${real.text}`)
    assert.equal(real.status, absent.status, `${line} tells that it is there: ${real.text} / ${absent.text}`)
    assert.doesNotMatch(real.text, /secret/i)
  }
  const undone = await server.ask(`DELETE /observed-decisions/${decisionId}?organisation=North&author=x`)
  assert.equal(undone.status, 404, undone.text)
  const lists = [
    '/observed-devices',
    '/observed-devices/standings',
    '/observed-devices/unseen',
    '/observed-decisions',
    '/traffic',
    '/exposures',
    '/zones',
    '/asset-lists',
    '/needed-flows?maker=Secret%20Medical&model=Secret%20CT',
    `/traffic?device=${observed}`,
    `/traffic?device=${listed}`,
  ]
  for (const path of lists) {
    const { text } = await server.ask(`GET ${path}${path.includes('?') ? '&' : '?'}organisation=North`)
    assert.doesNotMatch(
      text.replaceAll('Secret Medical', '').replaceAll('Secret CT', ''),
      /secret|10\.9\.9\.9|10\.0\.0\.1\b/i,
      path,
    )
  }
  await server.ask('DELETE /zones?organisation=North&network=10.9.9.0/24')
  assert.match((await server.ask('GET /zones?organisation=South')).text, /Secret zone/)
})
