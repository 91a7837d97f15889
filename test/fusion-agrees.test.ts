import assert from 'node:assert/strict'
import { test } from 'node:test'
import { heard } from '../bench/network.ts'
import { seededRandom, shuffle } from '../bench/random.ts'
import { createOrganisation, fuseObservations, takeObservations } from '../src/flows/index.ts'
import type { Observation, OrganisationId } from '../src/model/index.ts'
import { inOrganisation } from '../src/store/index.ts'
import type { Store } from '../src/store/index.ts'
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
