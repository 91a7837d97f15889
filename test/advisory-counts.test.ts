import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  devicesOfAdvisory,
  fuseObservations,
  importAssets,
  listAdvisories,
  loadFeed,
  readAdvisory,
  rematch,
  remediate,
  takeObservations,
} from '../src/flows/index.ts'
import type { AdvisoryFleet, DeviceNamedByAdvisory } from '../src/flows/index.ts'
import type { Observation } from '../src/model/index.ts'
import { testStore } from './database.ts'
import { testHospital } from './hospital.ts'
import type { TestHospital } from './hospital.ts'

// What a list of advisories counts is what its devices, listed one by one, add up to: by every version that each may run, not by that of its list.

const store = await testStore(test)
const flaw = 'CVE-2031-0007'
const seenAt = Date.parse('2026-10-31T08:00:00Z')

interface Sketch {
  readonly model: string
  readonly declared: string
  /** `protocol version`. */
  readonly seen: readonly string[]
  readonly status: string
}

/** Versions below 2 are affected, 3 and 4 are repaired; a family is in doubt; of the ventilators only some serial numbers are meant. */
const products: readonly (readonly [id: string, name: string, range: string, serials?: readonly string[]])[] = [
  ['P1', 'Pump 3000', '< 2'],
  ['P2', 'Pump 3000', '3'],
  ['P3', 'Vista products', '< 4'],
  ['P4', 'Ventilator X9', 'vers:all/*', ['SN-?1*', 'SN-2*']],
]

await load()

test('a device of which an affected version was seen is counted as affected, whatever its list says', async () => {
  const hospital = await testHospital(test, 'One', store)
  await own(hospital, [{ model: 'Pump 3000', declared: '3', seen: ['dicom 1'], status: 'active' }])
  const { fleet } = await readAdvisory(store, hospital.organisation, 'EX-7')
  assert.deepEqual(fleet.verdicts, { affected: 1 })
  assert.deepEqual(fleet.states, { notRemediated: 1 })
})

test('a version that independent sources agree on is counted alone', async () => {
  const hospital = await testHospital(test, 'Two', store)
  await own(hospital, [{ model: 'Pump 3000', declared: '1', seen: ['dicom 3', 'hl7 3'], status: 'active' }])
  assert.deepEqual((await readAdvisory(store, hospital.organisation, 'EX-7')).fleet.verdicts, { fixed: 1 })
})

test('a device whose maker and model only the network tells is named by the advisory, listed and counted', async () => {
  const hospital = await testHospital(test, 'Three', store)
  const { organisationId } = hospital.organisation
  const bytes = Buffer.from('serial,software version,mac address\nSN-000,,00:09:fb:00:01:01')
  await importAssets(store, { organisationId, fileName: 'list.csv', bytes, dryRun: false, now: new Date() })
  await hear(hospital, [told({ place: 0, maker: 'Maker', model: 'Pump 3000' }, 'dicom 1')])
  const { items } = await devicesOfAdvisory(store, {
    organisation: hospital.organisation,
    id: 'EX-7',
    page: { limit: 9 },
  })
  assert.deepEqual(
    items.map(({ flaws }) => flaws.map(({ verdict }) => verdict)),
    [['affected']],
  )
  assert.deepEqual((await readAdvisory(store, hospital.organisation, 'EX-7')).fleet.verdicts, { affected: 1 })
  for (const filter of ['maker:Maker', 'model:"Pump 3000"', 'model:"Pump 3000" site:North', 'model:Ventilator'])
    assert.equal((await hospital.ask(`${flaw} ${filter}`)).inScope, /North|Ventilator/.test(filter) ? 0 : 1, filter)
})

const sketches: fc.Arbitrary<Sketch> = fc.record({
  model: fc.constantFrom('Pump 3000', 'Vista MX450', 'Ventilator X9', 'Pump 9000'),
  declared: fc.constantFrom('', '1', '2', '3', '4'),
  seen: fc.array(
    fc
      .tuple(fc.constantFrom('dicom', 'hl7', 'snmp'), fc.constantFrom('1', '2', '3', '4'))
      .map((each) => each.join(' ')),
    { maxLength: 3 },
  ),
  status: fc.constantFrom('active', 'active', 'active', 'scrapped'),
})
const works = fc.record({
  on: fc.nat(),
  ofModel: fc.boolean(),
  state: fc.constantFrom('inProgress' as const, 'done' as const),
})

test('the counts of a made-up hospital are those of its devices listed one by one', async () => {
  let hospitals = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(sketches, { minLength: 12, maxLength: 40 }),
      fc.array(works, { maxLength: 6 }),
      async (devices, work) => {
        hospitals += 1
        const hospital = await testHospital(test, `Made up ${hospitals}`, store)
        const { organisation } = hospital
        await own(hospital, devices)
        const before = await listed(hospital)
        for (const { on, ofModel, state } of before.length === 0 ? [] : work) {
          const { deviceId, modelVersionId } = before[on % before.length]?.device ?? assert.fail()
          const target = ofModel ? { modelVersionId } : { deviceId }
          if (ofModel && modelVersionId === 0) continue
          await remediate(store, { organisation, id: 'EX-7', flaw, on: target, state, note: '', author: 'A' })
        }
        const summed = sumOf(await listed(hospital))
        const { fleet } = await readAdvisory(store, organisation, 'EX-7')
        assert.deepEqual(withoutNoughts(fleet), summed)
        const [inList] = (await listAdvisories(store, { organisation, page: { limit: 1 } })).items
        assert.deepEqual(inList?.fleet, fleet)
      },
    ),
    { numRuns: 8 },
  )
})

async function listed({ organisation }: TestHospital): Promise<readonly DeviceNamedByAdvisory[]> {
  return (await devicesOfAdvisory(store, { organisation, id: 'EX-7', page: { limit: 100 } })).items
}

type Counted = Pick<AdvisoryFleet, 'verdicts' | 'states'>

function sumOf(devices: readonly DeviceNamedByAdvisory[]): Counted {
  const flaws = devices.flatMap((device) => device.flaws)
  const open = flaws.filter(({ verdict }) => verdict === 'affected' || verdict === 'possible')
  return { verdicts: countBy(flaws, ({ verdict }) => verdict), states: countBy(open, ({ state }) => state) }
}

function countBy<T>(all: readonly T[], nameOf: (each: T) => string): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(all, nameOf)].map(([name, some]) => [name, some.length]))
}

function withoutNoughts({ verdicts, states }: AdvisoryFleet): Counted {
  const some = (counts: object): object => Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
  return { verdicts: some(verdicts), states: some(states) }
}

/** Devices of a list, and what the network tells of each. */
async function own(hospital: TestHospital, devices: readonly Sketch[]): Promise<void> {
  const lines = devices.map(({ model, declared, status }, place) =>
    [serialOf(place), 'Maker', model, declared, status, macOf(place)].join(','),
  )
  const csv = ['serial,maker,model,software version,status,mac address', ...lines].join('\n')
  const { organisationId } = hospital.organisation
  const bytes = Buffer.from(csv)
  await importAssets(store, { organisationId, fileName: 'list.csv', bytes, dryRun: false, now: new Date() })
  await hear(
    hospital,
    devices.flatMap(({ seen }, place) => seen.map((each) => told({ place, maker: 'Maker' }, each))),
  )
}

async function hear({ organisation: { organisationId } }: TestHospital, observations: Observation[]): Promise<void> {
  const batch = { observations, flows: [] }
  const now = new Date('2026-11-01T12:00:00Z')
  await takeObservations(store, { organisationId, sensor: 'north', batchId: '1', source: 'a.pcap', batch, now })
  await fuseObservations(store, { organisationId })
}

const serialOf = (place: number): string => `SN-${String(place).padStart(3, '0')}`
const macOf = (place: number): string => `00:09:fb:00:01:${String(place + 1).padStart(2, '0')}`

interface Told {
  readonly place: number
  readonly maker: string
  readonly model?: string
}

function told({ place, maker, model }: Told, text: string): Observation {
  const [protocol = '', version = ''] = text.split(' ')
  return {
    subject: { mac: macOf(place), ip: `10.0.1.${place + 1}` },
    protocol,
    facts: [
      { field: 'maker', value: maker },
      ...(model === undefined ? [] : [{ field: 'model', value: model } as const]),
      { field: 'serial', value: serialOf(place) },
      { field: 'softwareVersion', value: version },
    ],
    confidence: 'explicit',
    firstSeenAt: seenAt,
    lastSeenAt: seenAt,
    count: 1,
    place: 'packet 1',
  }
}

async function load(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'auscult-csaf-'))
  await writeFile(join(folder, 'advisory.json'), JSON.stringify(advisory()))
  await loadFeed(store, { path: folder, feed: 'csaf' })
  await rm(folder, { recursive: true })
  await rematch(store, 'stale')
}

function advisory(): object {
  const date = '2031-01-01T00:00:00Z'
  const remediation = (details: string, ids: readonly string[]) => ({
    category: 'vendor_fix',
    details,
    product_ids: ids,
  })
  return {
    document: {
      category: 'csaf_security_advisory',
      csaf_version: '2.0',
      title: 'Flaws',
      publisher: { category: 'vendor', name: 'Maker', namespace: 'https://maker.example' },
      tracking: {
        id: 'EX-7',
        version: '1',
        status: 'final',
        initial_release_date: date,
        current_release_date: date,
        revision_history: [{ number: '1', date, summary: 'x' }],
      },
    },
    product_tree: {
      branches: [
        {
          category: 'vendor',
          name: 'Maker',
          branches: products.map(([id, name, range, serials]) => ({
            category: 'product_name',
            name,
            branches: [
              {
                category: range === '3' ? 'product_version' : 'product_version_range',
                name: range,
                product: {
                  product_id: id,
                  name: `${name}: ${range}`,
                  ...(serials === undefined ? {} : { product_identification_helper: { serial_numbers: serials } }),
                },
              },
            ],
          })),
        },
      ],
    },
    vulnerabilities: [
      {
        cve: flaw,
        product_status: { known_affected: ['P1', 'P3', 'P4'], fixed: ['P2'] },
        remediations: [remediation('Install 3.', ['P1']), remediation('Ask the maker.', ['P3', 'P4'])],
      },
    ],
  }
}
