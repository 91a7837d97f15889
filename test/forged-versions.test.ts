import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fuseObservations, importAssets, takeObservations } from '../src/flows/index.ts'
import type { Observation, ObservedFact } from '../src/model/index.ts'
import { decideVersion } from './observed-devices.ts'
import { osvRecord, testHospital } from './hospital.ts'
import type { TestHospital } from './hospital.ts'

// What somebody who can send on the network must not achieve by it: that a device which was seen to be affected is told as not affected.

const flaw = 'GHSA-0000-0000-0009'
const part = (version: string): object => ({ name: 'shell', version, purl: `pkg:npm/shell@${version}` })
const DAY_MS = 86_400_000
const now = new Date('2026-11-01T12:00:00Z')
const daysAgo = (days: number): number => now.getTime() - days * DAY_MS
const mac = '00:09:fb:00:07:01'
const ip = '10.0.7.1'

const fact = (field: ObservedFact['field'], value: string): ObservedFact => ({ field, value })

/** What somebody told at the device's address; unless otherwise said, with its serial number. */
function told(facts: readonly ObservedFact[], more: Partial<Observation> = {}, at: number = daysAgo(1)): Observation {
  return {
    subject: { mac, ip },
    protocol: 'dicom',
    facts: [fact('maker', 'Maker'), fact('serial', 'Pump'), ...facts],
    confidence: 'explicit',
    firstSeenAt: at,
    lastSeenAt: at,
    count: 1,
    place: 'packet 1',
    ...more,
  }
}

const version = (text: string): ObservedFact => fact('softwareVersion', text)

interface Scene {
  readonly hospital: TestHospital
  readonly hear: (observations: readonly Observation[]) => Promise<void>
  readonly verdict: () => Promise<string>
}

/** A pump of which the list says version 1, which is not affected; 2 is, and every other version is described and is not. */
async function scene(
  scope: Parameters<typeof testHospital>[0],
  { clean = [], declared = '1' }: { readonly clean?: readonly string[]; readonly declared?: string } = {},
): Promise<Scene> {
  const hospital = await testHospital(scope)
  await hospital.load('osv', [osvRecord(flaw, 'npm', 'shell', [{ introduced: '2.0.0' }, { fixed: '3.0.0' }])])
  for (const each of ['1', '2', ...clean])
    await hospital.describe(
      'Pump',
      { parts: [part(each === '2' ? '2.0.0' : '1.0.0')] as never },
      { maker: 'Maker', model: 'Pump', version: each },
    )
  await hospital.own(['Pump', 'Other'], { 'software version': declared })
  const { organisationId } = hospital.organisation
  let batches = 0
  return {
    hospital,
    hear: async (observations) => {
      batches += 1
      const batch = { observations, flows: [] }
      const given = { organisationId, sensor: 'north', batchId: String(batches), source: 'a.pcap', batch, now }
      await takeObservations(hospital.store, given)
      await fuseObservations(hospital.store, { organisationId })
    },
    verdict: async () => {
      const answer = await hospital.ask(flaw)
      const counts = answer.counts ?? assert.fail('no counts')
      assert.equal(counts.affected + counts.unknown + counts.notListed + counts.notAffected, answer.inScope)
      assert.equal(answer.devices.length, answer.inScope)
      return answer.devices.find(({ serial }) => serial === 'Pump')?.verdict ?? 'none'
    },
  }
}

test('a flood of versions that are not affected does not hide the one that is', async (t) => {
  const clean = Array.from({ length: 9 }, (_, index) => String(index + 10))
  const { hear, verdict } = await scene(t, { clean })
  await hear([told([version('2')], {}, daysAgo(3)), told([version('2')], { count: 2 }, daysAgo(2))])
  assert.equal(await verdict(), 'affected')
  await hear(clean.map((each) => told([version(each)], { firstSeenAt: daysAgo(3) }, daysAgo(1))))
  const after = await verdict()
  assert.ok(after === 'affected' || after === 'unknown', after)
})

test('a flood of other facts does not wash a version away', async (t) => {
  const { hear, verdict } = await scene(t)
  await hear([told([version('2')], {}, daysAgo(3))])
  const services = Array.from({ length: 600 }, (_, index) => fact('service', `port/${index}`))
  await hear(services.map((service) => told([service])))
  assert.equal(await verdict(), 'affected')
  await hear(Array.from({ length: 600 }, (_, index) => told([version('2'), fact('service', `port/${index}`)])))
  await hear(Array.from({ length: 600 }, (_, index) => told([version('1'), fact('banner', `hello ${index}`)])))
  assert.notEqual(await verdict(), 'notAffected')
})

test('a second serial number behind the address of a device does not silence what it told', async (t) => {
  const { hospital, hear, verdict } = await scene(t)
  const { organisationId } = hospital.organisation
  const bytes = Buffer.from(`serial,maker,model,software version,mac address\nPump,Maker,Pump,1,${mac}`)
  await importAssets(hospital.store, { organisationId, fileName: 'list.csv', bytes, dryRun: false, now })
  await hear([told([]), told([version('2')], { protocol: 'snmp', facts: [version('2')] })])
  assert.equal(await verdict(), 'affected')
  await hear([told([], { facts: [fact('maker', 'Maker'), fact('serial', 'Rogue-7')] })])
  assert.equal(await verdict(), 'affected')
})

test('nor that of a device which the list knows by its serial number alone', async (t) => {
  const { hear, verdict } = await scene(t)
  const snmp = { protocol: 'snmp', facts: [version('2')] } as const
  await hear([told([], {}, daysAgo(3)), told([], { ...snmp, firstSeenAt: daysAgo(3) }, daysAgo(2))])
  assert.equal(await verdict(), 'affected')
  const rogue = { facts: [fact('maker', 'Maker'), fact('serial', 'Rogue-7')] }
  await hear([told([], rogue)])
  assert.equal(await verdict(), 'affected')
  await hear([told([], { ...snmp, firstSeenAt: daysAgo(3) }, daysAgo(0)), told([], rogue, daysAgo(0))])
  assert.equal(await verdict(), 'affected')
})

test('two readings of the same bytes do not clear, whoever wrote them down', async (t) => {
  const { hear, verdict } = await scene(t, { declared: '2' })
  await hear([told([version('1')]), told([version('1')], { protocol: 'nmap' })])
  assert.equal(await verdict(), 'affected')
  await hear([told([version('1')], { protocol: 'a-protocol-that-nobody-knows' })])
  assert.equal(await verdict(), 'affected')
  await hear([told([version('1')], { protocol: 'hl7', confidence: 'weak' })])
  assert.equal(await verdict(), 'affected')
})

test('versions that look alike are other versions, and clear nothing', async (t) => {
  const { hear, verdict } = await scene(t, { declared: '2' })
  for (const text of ['1\u200b', '\u0661', 'l', '1.', '1.0', '01', '1\u0301']) {
    await hear([told([version(text)]), told([version(text)], { protocol: 'hl7' })])
    assert.notEqual(await verdict(), 'notAffected', JSON.stringify(text))
  }
})

test('what a person said of a version holds in view of the one that counts, not of a hint that came later', async (t) => {
  const { hospital, hear, verdict } = await scene(t)
  await hear([told([version('2')], {}, daysAgo(3)), told([version('7')], { confidence: 'weak' }, daysAgo(1))])
  assert.equal(await verdict(), 'affected')
  await decideVersion(hospital, 'Pump', '1')
  assert.equal(await verdict(), 'notAffected')
  await hear([told([version('9')], {}, daysAgo(0))])
  assert.equal(await verdict(), 'affected')
})

test('times that no clock shows, and batches that come again, clear nothing', async (t) => {
  const { hear, verdict } = await scene(t, { declared: '2' })
  for (const at of [Number.NaN, Infinity, -Infinity, -1, 8.64e15, 9e15, 0]) {
    await hear([told([version('1')], {}, at)])
    assert.equal(await verdict(), 'affected', String(at))
  }
})

test('one voice that goes back to what the list says does not clear a version that was seen a moment ago', async (t) => {
  const { hear, verdict } = await scene(t)
  await hear([told([version('2')], {}, daysAgo(2))])
  await hear([told([version('1')], {}, daysAgo(1))])
  assert.equal(await verdict(), 'affected')
})
