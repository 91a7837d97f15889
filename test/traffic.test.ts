import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  createOrganisation,
  fuseObservations,
  giveNetworkName,
  listExposures,
  listTraffic,
  namedNetworks,
  neededFlows,
  takeNetworkName,
  takeObservations,
} from '../src/flows/index.ts'
import type { Observation, ObservedFlow } from '../src/model/index.ts'
import type { Organisation, Store } from '../src/store/index.ts'
import { testStore } from './database.ts'

const now = new Date('2026-11-01T12:00:00Z')
const seenAt = Date.parse('2026-10-31T08:00:00Z')

function scanner(number: number): Observation {
  return {
    subject: { mac: `00:09:fb:00:00:0${number}`, ip: `10.0.0.${number}`, aeTitle: `CT${number}` },
    protocol: 'dicom',
    facts: [
      { field: 'maker', value: 'Philips' },
      { field: 'model', value: 'Ingenuity CT' },
      { field: 'serial', value: `DE ${number}` },
    ],
    confidence: 'explicit',
    firstSeenAt: seenAt,
    lastSeenAt: seenAt + 1000,
    count: 1,
    place: `packet ${number}`,
  }
}

function flow(client: string, server: string, rest: Partial<ObservedFlow> = {}): ObservedFlow {
  const counts = { connections: 1, unanswered: 0, packets: 10, bytes: 1000 }
  const ends = { client: { ip: client }, server: { ip: server, mac: '00:00:0c:00:00:01' } }
  return { ...ends, transport: 'tcp', port: 104, ...counts, firstSeenAt: seenAt, lastSeenAt: seenAt + 5000, ...rest }
}

async function hospital(store: Store, name: string, more: readonly ObservedFlow[] = []): Promise<Organisation> {
  const organisation = await createOrganisation(store, name)
  const { organisationId } = organisation
  const flows = [
    flow('10.0.0.1', '10.9.0.4', { protocol: 'dicom', isClearText: true, bytes: 9000 }),
    flow('10.0.0.2', '10.9.0.4', { protocol: 'dicom', isClearText: true, bytes: 8000 }),
    flow('10.0.0.1', '203.0.113.9', { port: 443, protocol: 'tls', isClearText: false, bytes: 7000 }),
    flow('10.7.7.7', '10.9.0.4', { port: 22 }),
    ...more,
  ]
  const given = { organisationId, sensor: 'north', source: 'ward.pcap', now }
  const batch = { observations: [scanner(1), scanner(2)], flows }
  await takeObservations(store, { ...given, batchId: '1', batch })
  await fuseObservations(store, { organisationId })
  return organisation
}

const page = { limit: 10 }

test('traffic of medical devices is told with their names and zones, and of no other organisation', async (t) => {
  const store = await testStore(t)
  const [organisation, other] = [await hospital(store, 'Hospital'), await createOrganisation(store, 'Another')]
  await giveNetworkName(store, organisation, { network: '10.9.0.9/16', name: 'Servers', author: 'IT' })
  const { items, total } = await listTraffic(store, { organisation, page })
  assert.deepEqual(
    items.map(({ client, server, clientZone, serverZone, bytes }) => [
      client.model,
      client.serial,
      server.ip,
      clientZone.name,
      serverZone.name,
      bytes,
    ]),
    [
      ['Ingenuity CT', 'DE 1', '10.9.0.4', '10.0.0.0/24', 'Servers', 9000],
      ['Ingenuity CT', 'DE 2', '10.9.0.4', '10.0.0.0/24', 'Servers', 8000],
      ['Ingenuity CT', 'DE 1', '203.0.113.9', '10.0.0.0/24', 'internet', 7000],
    ],
  )
  assert.equal(total, 3)
  assert.equal((await listTraffic(store, { organisation, zone: 'internet', page })).total, 1)
  const [first] = items
  const ofOne = await listTraffic(store, { organisation, device: first?.client.observedId ?? '', page })
  assert.equal(ofOne.total, 2)
  assert.equal((await listTraffic(store, { organisation: other, page })).total, 0)
  assert.deepEqual(await namedNetworks(store, other), [])
})

test('a list of traffic comes page by page, every line once', async (t) => {
  const store = await testStore(t)
  const organisation = await hospital(store, 'Hospital')
  const seen: number[] = []
  let after: string | undefined
  do {
    const { items, next } = await listTraffic(store, {
      organisation,
      page: { limit: 1, ...(after === undefined ? {} : { after }) },
    })
    seen.push(...items.map(({ bytes }) => bytes))
    after = next
  } while (after !== undefined)
  assert.deepEqual(seen, [9000, 8000, 7000])
})

test('what deserves a look is counted by rule', async (t) => {
  const store = await testStore(t)
  const organisation = await hospital(store, 'Hospital')
  const { rules, items } = await listExposures(store, { organisation, rule: 'toInternet', page })
  assert.deepEqual(rules, { clearText: { lines: 2, devices: 2 }, toInternet: { lines: 1, devices: 1 } })
  assert.deepEqual(
    items.map(({ peer }) => peer.ip),
    ['203.0.113.9'],
  )
})

test('a line between two medical devices that meets a rule for both is told and counted once', async (t) => {
  const store = await testStore(t)
  const between = flow('10.0.0.1', '10.0.0.2', { protocol: 'dicom', isClearText: true, bytes: 20_000 })
  const organisation = await hospital(store, 'Hospital', [between])
  const { rules, items, total } = await listExposures(store, { organisation, rule: 'clearText', page })
  assert.deepEqual([rules.clearText, total], [{ lines: 3, devices: 2 }, 3])
  assert.deepEqual([items[0]?.device.ip, items[0]?.peer.ip], ['10.0.0.1', '10.0.0.2'])
})

test('the flows that a model needs are found by any spelling of it', async (t) => {
  const store = await testStore(t)
  const organisation = await hospital(store, 'Hospital')
  const needed = await neededFlows(store, { organisation, maker: 'PHILIPS Healthcare', model: 'ingenuity-ct' })
  assert.deepEqual([needed.maker, needed.devices, needed.flows.map(({ ports, devices }) => [ports[0], devices])], ['Philips', 2, [[104, 2], [443, 1]]]) // prettier-ignore
  await assert.rejects(neededFlows(store, { organisation, maker: 'Philips', model: 'Nothing' }), { code: 'notFound' })
})

test('the name of a network is given, changed and taken away', async (t) => {
  const store = await testStore(t)
  const organisation = await createOrganisation(store, 'Hospital')
  await giveNetworkName(store, organisation, { network: '10.9.0.0/16', name: 'Servers', author: 'IT' })
  await giveNetworkName(store, organisation, { network: '10.9.0.7/16', name: 'Data centre', author: 'IT' })
  assert.deepEqual(await namedNetworks(store, organisation), [{ network: '10.9.0.0/16', name: 'Data centre' }])
  await takeNetworkName(store, organisation, '10.9.0.0/16')
  await assert.rejects(takeNetworkName(store, organisation, '10.9.0.0/16'), { code: 'notFound' })
  await assert.rejects(giveNetworkName(store, organisation, { network: 'ward 3', name: 'x', author: 'IT' }), {
    code: 'refused',
  })
})
