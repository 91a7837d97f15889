import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addSbom, listModels, listTriage, listTriageToConfirm, readStandings, setTriage } from '../src/flows/index.ts'
import { countFlawsOfDevice, decideVersion, deviceOf, seeVersion } from './observed-devices.ts'
import { osvRecord, testHospital } from './hospital.ts'
import type { TestHospital } from './hospital.ts'

const flaw = 'GHSA-0000-0000-0001'
const part = (version: string): object => ({ name: 'shell', version, purl: `pkg:npm/shell@${version}` })

/** Versions 1 and 2 of the model are described, 1 with the part outside the affected range, 2 inside; 3 is described by nothing. */
async function hospitalWith(scope: Parameters<typeof testHospital>[0]): Promise<TestHospital> {
  const hospital = await testHospital(scope)
  await hospital.load('osv', [osvRecord(flaw, 'npm', 'shell', [{ introduced: '2.0.0' }, { fixed: '3.0.0' }])])
  await hospital.describe('Pump', { parts: [part('1.0.0')] as never }, { maker: 'Maker', model: 'Pump', version: '1' })
  await hospital.describe('Pump', { parts: [part('2.0.0')] as never }, { maker: 'Maker', model: 'Pump', version: '2' })
  return hospital
}

interface Case {
  readonly what: string
  readonly declared: string
  /** `protocol version`. */
  readonly seen: readonly string[]
  readonly says?: string
  readonly verdict: string
}

const cases: readonly Case[] = [
  {
    what: 'list and network agree on what is not affected',
    declared: '1',
    seen: ['dicom 1'],
    verdict: 'notAffected listedOutsideRange',
  },
  {
    what: 'list and network agree on what is affected',
    declared: '2',
    seen: ['dicom 2'],
    verdict: 'affected listedInRange',
  },
  { what: 'one source makes it affected at once', declared: '1', seen: ['dicom 2'], verdict: 'affected listedInRange' },
  { what: 'one source makes it unknown at once', declared: '1', seen: ['dicom 3'], verdict: 'unknown noSbom' },
  {
    what: 'one source never makes it not affected',
    declared: '2',
    seen: ['dicom 1'],
    verdict: 'affected listedInRange',
  },
  {
    what: 'one source never settles what the list does not tell',
    declared: '',
    seen: ['dicom 1'],
    verdict: 'unknown noVersion',
  },
  {
    what: 'one source accuses where the list tells nothing',
    declared: '',
    seen: ['dicom 2'],
    verdict: 'affected listedInRange',
  },
  {
    what: 'two sources that agree make it not affected',
    declared: '2',
    seen: ['dicom 1', 'hl7 1'],
    verdict: 'notAffected listedOutsideRange',
  },
  {
    what: 'two sources that agree settle what the list does not tell',
    declared: '',
    seen: ['dicom 1', 'hl7 1'],
    verdict: 'notAffected listedOutsideRange',
  },
  {
    what: 'two names of one source are one',
    declared: '2',
    seen: ['dicom 1', 'dicom-file 1'],
    verdict: 'affected listedInRange',
  },
  {
    what: 'two sources that disagree leave the worst',
    declared: '1',
    seen: ['dicom 1', 'hl7 2'],
    verdict: 'affected listedInRange',
  },
  {
    what: 'a person settles what is seen',
    declared: '2',
    seen: ['dicom 1'],
    says: '1',
    verdict: 'notAffected listedOutsideRange',
  },
  {
    what: 'a person settles what the list says',
    declared: '1',
    seen: ['dicom 2'],
    says: '1',
    verdict: 'notAffected listedOutsideRange',
  },
  {
    what: 'a person may know it is worse',
    declared: '1',
    seen: ['dicom 3'],
    says: '2',
    verdict: 'affected listedInRange',
  },
]

test('what list, network and people say of a version, and what comes of it', async (t) => {
  const hospital = await hospitalWith(t)
  await hospital.own(['Other'])
  for (const [place, { what, declared, seen, says }] of cases.entries()) {
    await hospital.own([what], { model: 'Pump', 'software version': declared })
    await seeVersion(hospital, { serial: what, place }, seen)
    if (says !== undefined) await decideVersion(hospital, what, says)
  }
  const answer = await hospital.ask(flaw)
  for (const { what, verdict } of cases) {
    const device = answer.devices.find((each) => each.serial === what)
    assert.equal(`${device?.verdict} ${device?.reason}`, verdict, what)
    const { affected } = await countFlawsOfDevice(hospital, what)
    assert.equal(affected, verdict.startsWith('affected') ? 1 : 0, `${what}: the page of the device`)
  }
  const conflictOf = (what: string) => answer.devices.find(({ serial }) => serial === what)?.why[0]?.versions
  const oneVoice = conflictOf('one source makes it affected at once')
  assert.equal(oneVoice?.declared, '1')
  assert.match(oneVoice.declaredSource ?? '', /^equipment list list.csv, line \d+$/)
  assert.deepEqual(oneVoice.seen, [
    {
      version: '2',
      stands: 'beside',
      because: 'oneVoice',
      evidence: {
        protocols: ['dicom'],
        sensors: ['north'],
        firstSeenAt: '2026-10-31T08:00:00.000Z',
        source: 'a.pcap',
        place: 'packet 1',
      },
    },
  ])
  assert.equal(conflictOf('list and network agree on what is affected'), undefined)
  assert.equal(conflictOf('one source never settles what the list does not tell')?.declared, undefined)
  assert.deepEqual(
    conflictOf('a person may know it is worse')?.seen.map(({ because, version }) => [because, version]),
    [['person', '2']],
  )
  const counts = answer.counts ?? assert.fail('no counts')
  assert.equal(answer.inScope, cases.length + 1)
  assert.equal(counts.affected + counts.unknown + counts.notListed + counts.notAffected, cases.length + 1)
  assert.equal(answer.devices.length, cases.length + 1)
  assert.equal(
    answer.modelVersions.reduce((sum, { devices }) => sum + devices, 0),
    cases.length + 1,
  )
})

test('when the list comes to agree with the network, both decide together', async (t) => {
  const hospital = await hospitalWith(t)
  await hospital.own(['Pump'], { 'software version': '2' })
  await seeVersion(hospital, { serial: 'Pump', place: 1 }, ['dicom 1'])
  assert.equal((await hospital.verdicts(flaw))['Pump'], 'affected listedInRange')
  await hospital.own(['Pump'], { 'software version': '1' })
  assert.equal((await hospital.verdicts(flaw))['Pump'], 'notAffected listedOutsideRange')
})

test('a decision that clears the version of the list does not clear the one that is seen', async (t) => {
  const hospital = await hospitalWith(t)
  await hospital.own(['Pump'])
  await seeVersion(hospital, { serial: 'Pump', place: 1 }, ['dicom 2'])
  const { modelVersions } = await hospital.ask(flaw)
  const declared = modelVersions.find(({ model }) => model === 'Pump')
  await setTriage(hospital.store, {
    organisation: hospital.organisation,
    target: { modelVersionId: declared?.modelVersionId ?? 0 },
    vulnerability: flaw,
    status: 'notAffected',
    justification: 'vulnerableCodeNotPresent',
    reason: 'not built in',
    author: 'M. Curie',
  })
  assert.equal((await hospital.verdicts(flaw))['Pump'], 'affected listedInRange')
  assert.equal((await countFlawsOfDevice(hospital, 'Pump')).affected, 1)
})

test('a device that is in no list comes into the inventory, an import adopts it, and what is less sure waits', async (t) => {
  const hospital = await hospitalWith(t)
  const { store, organisation } = hospital
  await seeVersion(hospital, { serial: 'New', place: 1, model: 'Pump' }, ['dicom 2'])
  assert.deepEqual(await hospital.verdicts(flaw), { New: 'affected listedInRange' })
  await seeVersion(hospital, { serial: 'Nameless', place: 2 }, ['ssdp 2'])
  const standings = await readStandings(store, { organisation, now: new Date() })
  assert.deepEqual([standings.matched, standings.onlyOnNetwork, standings.foundByNetwork], [1, 1, 1])
  await hospital.own(['New'], { model: 'Pump', 'software version': '2' })
  const later = await readStandings(store, { organisation, now: new Date() })
  assert.deepEqual([later.matched, later.onlyOnNetwork, later.foundByNetwork], [1, 1, 0])
  assert.equal((await hospital.ask(flaw)).inScope, 1)
})

test('a version that was only seen has devices wherever devices are counted, and what it lacks is asked for', async (t) => {
  const hospital = await hospitalWith(t)
  const { store, organisation } = hospital
  await hospital.own(['Pump'])
  await seeVersion(hospital, { serial: 'Pump', place: 1 }, ['dicom 3'])
  const { settles } = await hospital.ask(flaw)
  assert.deepEqual(
    settles.map(({ need, model, version, devices }) => [need, model, version, devices]),
    [['sbom', 'Pump', '3', 1]],
  )
  const counted = async () =>
    (await listModels(store, { organisation, page: { limit: 9 } })).items.map(({ version, devices }) => [
      version,
      devices,
    ])
  assert.deepEqual(await counted(), [
    ['1', 1],
    ['2', 0],
    ['3', 1],
  ])
  const bom = { bomFormat: 'CycloneDX', specVersion: '1.6', components: [part('1.0.0')] }
  const added = await addSbom(store, {
    organisationId: organisation.organisationId,
    bytes: Buffer.from(JSON.stringify(bom)),
    target: { maker: 'Maker', model: 'Pump', version: '3' },
  })
  assert.equal('devices' in added ? added.devices : 0, 1)
  await seeVersion(hospital, { serial: 'Pump', place: 1 }, ['dicom 3', 'hl7 3'])
  assert.deepEqual(await counted(), [
    ['1', 0],
    ['2', 0],
    ['3', 1],
  ])
})

test('decisions on a version that was only seen are those of the device, and one on another version waits to be confirmed', async (t) => {
  const hospital = await hospitalWith(t)
  const { store, organisation } = hospital
  const page = { limit: 9 }
  await hospital.own(['Pump'])
  await seeVersion(hospital, { serial: 'Pump', place: 1 }, ['dicom 2'])
  const models = (await listModels(store, { organisation, page })).items
  const idOf = (version: string) => models.find((model) => model.version === version)?.modelVersionId ?? 0
  const said = { organisation, vulnerability: flaw, reason: 'not built in', author: 'M. Curie' }
  await setTriage(store, { ...said, target: { modelVersionId: idOf('1') }, status: 'notAffected' })
  const waiting = (await listTriageToConfirm(store, { organisation, page })).items
  assert.deepEqual(
    waiting.map(({ version, toVersion }) => [version, toVersion]),
    [['1', '2']],
  )
  const [asked] = (await hospital.ask(flaw)).devices
  assert.equal(asked?.why.filter(({ statement }) => statement?.toConfirm?.modelVersionId === idOf('2')).length, 1)
  await setTriage(store, { ...said, target: { modelVersionId: idOf('2') }, status: 'affected' })
  const { items } = await listTriage(store, { organisation, deviceId: await deviceOf(hospital, 'Pump'), page })
  assert.deepEqual(new Set(items.map(({ version }) => version)), new Set(['1', '2']))
})
