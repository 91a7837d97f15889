import assert from 'node:assert/strict'
import { test } from 'node:test'
import { heard } from '../bench/network.ts'
import { below, oneOf, seededRandom, shuffle } from '../bench/random.ts'
import type { Random } from '../bench/random.ts'
import {
  createOrganisation,
  fuseObservations,
  joinObserved,
  listObservedDecisions,
  splitObserved,
  takeObservations,
  undoObserved,
} from '../src/flows/index.ts'
import type { Observation, OrganisationId } from '../src/model/index.ts'
import { inOrganisation } from '../src/store/index.ts'
import type { Organisation, Store } from '../src/store/index.ts'
import { testStore } from './database.ts'

/** 100 devices of the made-up hospital, 5,000 observations: leases that change, routers, gateways. */
const observations = [...heard(0.005)]
const now = new Date('2026-11-01T00:00:00Z')

async function take(
  store: Store,
  organisationId: OrganisationId,
  batches: readonly (readonly Observation[])[],
): Promise<void> {
  for (const [number, batch] of batches.entries()) {
    const given = { organisationId, sensor: 'north', batchId: String(number), source: 'north.pcap', now }
    await takeObservations(store, { ...given, batch: { observations: batch, flows: [] } })
    await fuseObservations(store, { organisationId })
  }
}

/** Every device on the network with all that is kept of it, but for how it stands to an inventory of its own ids. */
async function devicesOf(store: Store, organisationId: OrganisationId): Promise<object[]> {
  const { rows } = await inOrganisation(store, organisationId, async ({ client }) =>
    client.query<object>(`
      select to_jsonb(observed_device) - '{organisation_id,device_id,match}'::text[] as device, standing
      from observed_device
      order by observed_id`),
  )
  return rows
}

/** In few words: a difference of hundreds of devices takes minutes to print. */
function firstDifference(some: readonly object[], others: readonly object[]): string | undefined {
  if (some.length !== others.length) return `${some.length} and ${others.length} devices`
  const texts = some.map((each, place) => [JSON.stringify(each), JSON.stringify(others[place])] as const)
  const [one, other] = texts.find(([a, b]) => a !== b) ?? ['', '']
  const at = Array.from({ length: one.length }, (_, place) => place).findIndex((place) => one[place] !== other[place])
  return one === other
    ? undefined
    : `…${one.slice(Math.max(0, at - 200), at + 100)} and …${other.slice(Math.max(0, at - 200), at + 100)}`
}

test('what came bit by bit in any order is what came at once, and a pass over everything changes nothing', async (t) => {
  const store = await testStore(t)
  const [bitByBit, atOnce] = [await createOrganisation(store, 'Bit by bit'), await createOrganisation(store, 'At once')]
  const shuffled = shuffle(seededRandom('fusion'), [...observations])
  const batches = Array.from({ length: 6 }, (_, part) => shuffled.filter((_each, place) => place % 6 === part))
  await take(store, bitByBit.organisationId, batches)
  await take(store, atOnce.organisationId, [observations])
  const devices = await devicesOf(store, bitByBit.organisationId)
  assert.ok(devices.length > 80, `${devices.length} devices`)
  assert.equal(firstDifference(devices, await devicesOf(store, atOnce.organisationId)), undefined)
  await fuseObservations(store, { organisationId: bitByBit.organisationId, again: 'everything' })
  assert.equal(firstDifference(devices, await devicesOf(store, bitByBit.organisationId)), undefined)
})

/** What is heard in a few small networks whose names meet in every way: one address of several, serial numbers at one address, names without any. */
function anyObservation(random: Random): Observation {
  const place = below(random, 3)
  const maybe = <T>(value: T): T | undefined => (below(random, 2) === 0 ? value : undefined)
  const [mac, ip] = [maybe(`00:09:fb:00:0${place}:0${below(random, 3)}`), maybe(`10.0.${place}.${below(random, 4)}`)]
  const [aeTitle, hostName] = [maybe(`CT${below(random, 3)}`), maybe(`host${place}${below(random, 2)}`)]
  const serial = below(random, 3) === 0 ? [`${place}00${below(random, 3)}`] : []
  const at = now.getTime() - below(random, 40) * 86_400_000
  return {
    subject: { ...set({ mac }), ...set({ ip }), ...set({ aeTitle }), ...set({ hostName }) },
    protocol: oneOf(random, ['arp', 'dicom', 'http']),
    facts: [
      { field: 'maker', value: 'Philips' },
      ...serial.map((value) => ({ field: 'serial', value }) as const),
      { field: 'banner', value: `Server/${below(random, 3)}` },
    ],
    confidence: 'explicit',
    firstSeenAt: at,
    lastSeenAt: at + below(random, 5) * 86_400_000,
    count: 1,
    place: 'packet 1',
  }
}

function set<T extends object>(named: T): { readonly [Key in keyof T]?: NonNullable<T[Key]> } {
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)) as {
    readonly [Key in keyof T]?: NonNullable<T[Key]>
  }
}

/** Somebody joins two devices, takes one apart, or takes a word back. */
async function say(store: Store, organisation: Organisation, random: Random): Promise<void> {
  const given = { organisation, author: 'M. Curie' }
  const { rows } = await inOrganisation(store, organisation.organisationId, async ({ client }) =>
    client.query<{ id: string; anchors: string[] }>(
      'select observed_id as id, anchors from observed_device order by observed_id',
    ),
  )
  const [one, other] = shuffle(random, rows)
  const { items } = await listObservedDecisions(store, { organisation, page: { limit: 100 } })
  const [decision] = items
  const turn = below(random, 3)
  if (turn === 0 && decision !== undefined) await undoObserved(store, { ...given, decisionId: decision.decisionId })
  else if (turn === 1 && one !== undefined && one.anchors.length > 1)
    await splitObserved(store, { ...given, observedId: one.id, anchor: one.anchors[0] ?? '' })
  else if (one !== undefined && other !== undefined)
    await joinObserved(store, { ...given, observedId: one.id, otherId: other.id })
}

test('a pass over what was touched leaves what a pass over everything leaves, whatever came before and whatever people said', async (t) => {
  const store = await testStore(t)
  const random = seededRandom('increments')
  for (const world of Array.from({ length: 5 }, (_, place) => place)) {
    const organisation = await createOrganisation(store, `World ${world}`)
    const { organisationId } = organisation
    for (const number of Array.from({ length: 7 }, (_, place) => place)) {
      const batch = Array.from({ length: 1 + below(random, number === 0 ? 40 : 6) }, () => anyObservation(random))
      const given = { organisationId, sensor: 'north', batchId: String(number), source: 'north.pcap', now }
      await takeObservations(store, { ...given, batch: { observations: batch, flows: [] } })
      await fuseObservations(store, { organisationId })
      const devices = await devicesOf(store, organisationId)
      await fuseObservations(store, { organisationId, again: 'everything' })
      const where = `world ${world}, batch ${number}`
      assert.equal(firstDifference(devices, await devicesOf(store, organisationId)), undefined, where)
      if (number % 2 === 1) await say(store, organisation, random)
    }
  }
})

test('a gateway of which nothing but the devices behind it was heard stays while others are heard, and goes once it is known by its own address', async (t) => {
  const store = await testStore(t)
  const { organisationId } = await createOrganisation(store, 'Gateway')
  const told = (subject: Observation['subject'], protocol: string, serial?: string): Observation => ({
    subject,
    protocol,
    confidence: 'explicit',
    facts: serial === undefined ? [] : toFacts(serial),
    firstSeenAt: now.getTime() - 3_600_000,
    lastSeenAt: now.getTime(),
    count: 1,
    place: 'packet 1',
  })
  const gateway = { ip: '10.0.0.1' }
  const steps = [
    { heard: [told(gateway, 'hl7', 'DE1'), told(gateway, 'hl7', 'DE2')], gateways: ['ip:10.0.0.1'] },
    { heard: [told({ mac: '00:09:fb:00:00:09', ip: '10.0.0.9' }, 'arp')], gateways: ['ip:10.0.0.1'] },
    { heard: [told({ mac: '00:09:fb:00:00:01', ...gateway }, 'arp')], gateways: ['mac:00:09:fb:00:00:01'] },
  ]
  for (const [number, { heard: batch, gateways }] of steps.entries()) {
    const given = { organisationId, sensor: 'north', batchId: String(number), source: 'north.pcap', now }
    await takeObservations(store, { ...given, batch: { observations: batch, flows: [] } })
    await fuseObservations(store, { organisationId })
    const { rows } = await inOrganisation(store, organisationId, async ({ client }) =>
      client.query<{ known: string }>(`select anchors[1] as known from observed_device where kind = 'gateway'`),
    )
    assert.deepEqual(
      rows.map(({ known }) => known),
      gateways,
    )
  }
})

function toFacts(serial: string): Observation['facts'] {
  return [
    { field: 'maker', value: 'Philips' },
    { field: 'serial', value: serial },
  ]
}
