import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Observation, ObservedFlow } from '../src/model/index.ts'
import { inOrganisation } from '../src/store/index.ts'
import type { Organisation, Store } from '../src/store/index.ts'
import { testStore } from './database.ts'
import {
  createOrganisation,
  fuseObservations,
  importAssets,
  listObserved,
  takeObservations,
} from '../src/flows/index.ts'

const now = new Date('2026-11-01T12:00:00Z')
const seenAt = Date.parse('2026-10-31T08:00:00Z')

const scanner: Observation = {
  subject: { mac: '00:09:fb:00:00:01', ip: '10.0.0.5', aeTitle: 'CT1' },
  protocol: 'dicom',
  facts: [
    { field: 'maker', value: 'Philips' },
    { field: 'model', value: 'Ingenuity CT' },
    { field: 'serial', value: 'DE 123' },
    { field: 'softwareVersion', value: '4.1.7' },
  ],
  confidence: 'explicit',
  firstSeenAt: seenAt,
  lastSeenAt: seenAt + 1000,
  count: 3,
  place: 'packet 214',
}

const flow: ObservedFlow = {
  client: { ip: '10.0.0.5' },
  server: { ip: '10.0.0.9' },
  transport: 'tcp',
  port: 104,
  protocol: 'dicom',
  isClearText: true,
  connections: 2,
  unanswered: 0,
  packets: 40,
  bytes: 4000,
  firstSeenAt: seenAt,
  lastSeenAt: seenAt + 5000,
}

interface Hospital {
  readonly store: Store
  readonly organisation: Organisation
  readonly take: (
    batchId: string,
    observations: readonly Observation[],
    flows?: readonly ObservedFlow[],
  ) => ReturnType<typeof takeObservations>
}

async function hospitalOf(scope: Parameters<typeof testStore>[0], shared?: Store): Promise<Hospital> {
  const store = shared ?? (await testStore(scope))
  const organisation = await createOrganisation(store, shared === undefined ? 'Hospital' : 'Another')
  const { organisationId } = organisation
  const take: Hospital['take'] = async (batchId, observations, flows = []) =>
    takeObservations(store, {
      organisationId,
      sensor: 'north',
      batchId,
      source: 'north.pcap',
      batch: { observations, flows },
      now,
    })
  return { store, organisation, take }
}

async function rowsOf(
  { store, organisation: { organisationId } }: Hospital,
  what: string,
): Promise<Record<string, unknown>[]> {
  return inOrganisation(
    store,
    organisationId,
    async ({ client }) => (await client.query<Record<string, unknown>>(`select ${what}`)).rows,
  )
}

test('a batch that comes twice counts once, and what is seen again is counted on', async (t) => {
  const hospital = await hospitalOf(t)
  assert.deepEqual(await hospital.take('1', [scanner, scanner], [flow]), {
    is: 'taken',
    observations: 1,
    flows: 1,
    leftOut: 0,
  })
  assert.equal((await hospital.take('1', [scanner, scanner], [flow])).is, 'known')
  const once = 'seen_count::integer as count, place, source from observation'
  assert.deepEqual(await rowsOf(hospital, once), [{ count: 6, place: 'packet 214', source: 'north.pcap' }])
  const later = { ...scanner, lastSeenAt: seenAt + 9000, place: 'packet 9' }
  await hospital.take('2', [later], [flow])
  assert.deepEqual(await rowsOf(hospital, once), [{ count: 9, place: 'packet 214', source: 'north.pcap' }])
  assert.deepEqual(await rowsOf(hospital, 'connections::integer, bytes::integer from flow_seen'), [
    { connections: 4, bytes: 8000 },
  ])
})

test('what another organisation sees is nobody else’s', async (t) => {
  const hospital = await hospitalOf(t)
  const other = await hospitalOf(t, hospital.store)
  await hospital.take('1', [scanner], [flow])
  for (const table of ['observed_batch', 'sighting', 'observation', 'flow_seen'])
    assert.deepEqual(await rowsOf(other, `count(*)::integer as rows from ${table}`), [{ rows: 0 }], table)
})

test('a field that is in no list is not kept, and a time to come counts as now', async (t) => {
  const hospital = await hospitalOf(t)
  const facts = [{ field: 'patientName', value: 'DOE^JANE' }, ...scanner.facts] as unknown as Observation['facts']
  await hospital.take('1', [{ ...scanner, facts, lastSeenAt: now.getTime() + 86_400_000 }])
  const [row] = await rowsOf(hospital, 'facts::text, last_seen_at as "lastSeenAt" from observation')
  assert.ok(!String(row?.['facts']).includes('DOE'))
  assert.equal(Date.parse(String(row?.['lastSeenAt'])), now.getTime())
})

test('observations become a device, and a second pass changes nothing', async (t) => {
  const hospital = await hospitalOf(t)
  const { organisationId } = hospital.organisation
  await hospital.take('1', [
    scanner,
    { ...scanner, subject: { ip: '10.0.0.5', aeTitle: 'CT1' }, facts: [{ field: 'role', value: 'scu' }] },
  ])
  const first = await fuseObservations(hospital.store, { organisationId })
  assert.deepEqual(first, { devices: 1, changed: 1, gone: 0, unplaced: 0, made: 1, withdrawn: 0, versions: 1 })
  const shown =
    'maker, model, serial, software_version as version, macs, ips, ae_titles as aes, is_clinical as clinical from observed_device'
  const device = {
    maker: 'Philips',
    model: 'Ingenuity CT',
    serial: 'DE 123',
    version: '4.1.7',
    macs: ['00:09:fb:00:00:01'],
    ips: ['10.0.0.5'],
    aes: ['CT1'],
    clinical: true,
  }
  assert.deepEqual(await rowsOf(hospital, shown), [device])
  const second = await fuseObservations(hospital.store, { organisationId })
  assert.deepEqual(second, { devices: 1, changed: 0, gone: 0, unplaced: 0, made: 0, withdrawn: 0, versions: 0 })
  await fuseObservations(hospital.store, { organisationId, again: 'everything' })
  assert.deepEqual(await rowsOf(hospital, shown), [device])
})

test('what is no address and no text never reaches the database, and takes nothing else with it', async (t) => {
  const hospital = await hospitalOf(t)
  const evil = '10.0.0.1 } ; flush ruleset\n#'
  const lone = '\ud800\u0000x'
  const odd: Observation = {
    ...scanner,
    subject: { mac: 'DROP', ip: evil, aeTitle: lone, hostName: `h\u0000${lone}` },
    protocol: `p${lone}`,
    facts: [
      { field: 'model', value: `m${lone}` },
      { field: 'ip', value: evil },
      { field: 'mac', value: 'x\ny' },
      { field: '__proto__', value: 'x' } as unknown as Observation['facts'][number],
      { field: 'constructor', value: 'x' } as unknown as Observation['facts'][number],
    ],
    count: Number.NaN,
    place: lone,
  }
  const taken = await hospital.take(
    lone,
    [odd, scanner],
    [
      { ...flow, client: { ip: evil, mac: evil }, bytes: -5 },
      { ...flow, server: { ip: '10.0.0.9', mac: evil }, bytes: Infinity },
    ],
  )
  assert.deepEqual([taken.is, taken.flows, taken.leftOut], ['taken', 1, 1])
  const { organisationId } = hospital.organisation
  await fuseObservations(hospital.store, { organisationId })
  const all = await Promise.all(
    ['sighting', 'observation', 'flow_seen', 'observed_device', 'device'].map(async (table) =>
      rowsOf(hospital, `each::text as row from ${table} as each`),
    ),
  )
  assert.ok(all[0]?.length === 2)
  assert.doesNotMatch(JSON.stringify(all), /flush|DROP/)
})

test('a UDI that comes without a maker names the device of the list, by its device identifier with the serial number', async (t) => {
  const hospital = await hospitalOf(t)
  const { store, organisation, take } = hospital
  const { organisationId } = organisation
  const list = [
    'serial,maker,model,udi',
    'S-7700,Acme,Pump,(01)04046964000003',
    'S-7701,Acme,Pump,(01)04046964000003',
  ].join('\n')
  await importAssets(store, { organisationId, fileName: 'list.csv', bytes: Buffer.from(list), dryRun: false, now })
  const [byUdi, byMaker] = [{ mac: '00:09:fb:00:00:07' }, { mac: '00:09:fb:00:00:08' }]
  const serial = [
    { field: 'maker', value: 'Acme' },
    { field: 'serial', value: 'S-7700' },
  ] as const
  await take('1', [
    { ...scanner, protocol: 'hl7', subject: byUdi, facts: [{ field: 'udi', value: '(01)04046964000003(21)S-7700' }] },
    { ...scanner, subject: byMaker, facts: serial },
    {
      ...scanner,
      protocol: 'hl7',
      subject: { mac: '00:09:fb:00:00:09' },
      facts: [{ field: 'udi', value: '(01)04046964000003' }],
    },
  ])
  await fuseObservations(store, { organisationId })
  const { items } = await listObserved(store, { organisation, now, page: { limit: 9 } })
  assert.deepEqual(
    new Set(
      items.map(({ macs, standing, candidates }) => `${macs.length} ${standing} ${candidates[0]?.device.serial}`),
    ),
    new Set(['2 matched S-7700', '1 onlyOnNetwork undefined']),
  )
})
