import assert from 'node:assert/strict'
import { test } from 'node:test'
import { osvRecord, testHospital } from '../../test/hospital.ts'
import type { CorrectionFact } from '../model/index.ts'
import {
  addCorrection,
  findingsOf,
  listCorrections,
  listDevices,
  readCorrection,
  removeCorrection,
  softwareOf,
} from './index.ts'

const north = await testHospital(test, 'North')
const south = await testHospital(test, 'South', north.store)
const { store, organisation } = north
const below = (fixed: string) => [{ introduced: '0' }, { fixed }]
await north.load('osv', [
  osvRecord('GHSA-1', 'npm', 'leaky', below('2'), { aliases: ['CVE-2031-0001'] }),
  osvRecord('GHSA-2', 'npm', 'other', below('9'), { aliases: ['CVE-2031-0002'] }),
])
for (const hospital of [north, south]) {
  await hospital.own(['Pump', 'Scale'])
  await hospital.describe('Pump', { parts: [{ name: 'leaky', version: '1', purl: 'pkg:npm/leaky@1' }] })
}

const say = async (fact: Omit<CorrectionFact, 'reason'>, isDryRun = false, hospital = north) =>
  addCorrection(store, hospital.organisation, { ...fact, reason: 'seen on the device', by: 'Ann', isDryRun })
const end = async (correctionId: number | undefined): Promise<void> => {
  await removeCorrection(store, organisation, { correctionId: correctionId ?? 0, by: 'Ann' })
}
const leaky = { name: 'leaky' }

test('a dry run tells what a correction would touch, and changes nothing', async () => {
  const { correctionId, components, sboms, devices, samples } = await say(
    { match: leaky, sets: { version: '2' } },
    true,
  )
  assert.deepEqual([correctionId, components, sboms, devices], [undefined, 1, 1, 1])
  assert.deepEqual(samples, [{ name: 'leaky', version: '1', supplier: null }])
  assert.deepEqual((await listCorrections(store, { organisation, page: { limit: 5 } })).items, [])
  assert.equal((await north.verdicts('CVE-2031-0001'))['Pump'], 'affected listedInRange')
})

test('another version settles the verdict of one hospital alone, with the original and the reason beside it, until it is taken back', async () => {
  const before = new Date().toISOString()
  const { correctionId } = await say({ match: leaky, sets: { version: '2' } })
  const answer = await north.ask('CVE-2031-0001')
  const pump = answer.devices.find(({ serial }) => serial === 'Pump')
  assert.equal(`${pump?.verdict} ${pump?.reason}`, 'notAffected listedOutsideRange')
  const [away, judged] = pump?.why ?? []
  assert.equal(away?.reason, 'componentCorrected')
  assert.deepEqual(away?.component?.version, '1')
  assert.equal(judged?.component?.version, '2')
  assert.equal(judged?.component?.purl, 'pkg:npm/leaky@2')
  assert.deepEqual(judged?.corrected?.was, { name: 'leaky', version: '1' })
  assert.deepEqual(
    judged?.corrected?.corrections.map(({ by, reason }) => [by, reason]),
    [['Ann', 'seen on the device']],
  )
  assert.match(JSON.stringify(answer.notes), /leaky 1 \(Ann: seen on the device\)/)
  assert.equal((await south.verdicts('CVE-2031-0001'))['Pump'], 'affected listedInRange')
  assert.deepEqual((await south.ask('CVE-2031-0001')).notes, [])
  assert.equal((await north.verdicts(`CVE-2031-0001 as-of:${before}`))['Pump'], 'affected listedInRange')
  const corrected = new Date().toISOString()
  await end(correctionId)
  assert.equal((await north.verdicts('CVE-2031-0001'))['Pump'], 'affected listedInRange')
  assert.equal((await north.verdicts(`CVE-2031-0001 as-of:${corrected}`))['Pump'], 'notAffected listedOutsideRange')
})

test('a correction acts on what is uploaded later, and on the pages of a device', async () => {
  const { correctionId } = await say({ match: { ...leaky, version: '' }, sets: { version: '1.5' } })
  assert.equal((await north.verdicts('CVE-2031-0001'))['Scale'], 'unknown noSbom')
  await north.describe('Scale', { parts: [{ name: 'leaky', purl: 'pkg:npm/leaky' }] })
  assert.equal((await north.verdicts('CVE-2031-0001'))['Scale'], 'affected listedInRange')
  const { items } = await listDevices(store, { organisation, page: { limit: 5 } })
  const deviceId = items.find(({ serial }) => serial === 'Scale')?.deviceId ?? ''
  const page = { limit: 5 }
  const [finding] = (await findingsOf(store, { organisation, deviceId, page })).items
  assert.equal(`${finding?.vulnerability} ${finding?.verdict}`, 'CVE-2031-0001 affected')
  assert.deepEqual(finding?.why[0]?.corrected?.was, { name: 'leaky' })
  const line = (await softwareOf(store, { organisation, deviceId, page })).items.find(
    ({ component }) => component.name === 'leaky',
  )
  assert.deepEqual([line?.component.version, line?.affected, line?.unknown], [undefined, 1, 0])
  assert.deepEqual(line?.corrections?.[0]?.sets, { version: '1.5' })
  await end(correctionId)
})

test('what is really something else is found as that, by its name and by its flaws', async () => {
  const { correctionId } = await say({ match: leaky, sets: { name: 'other', purl: 'pkg:npm/other@3' } })
  const verdicts = await north.verdicts('CVE-2031-0002')
  assert.equal(verdicts['Pump'], 'affected listedInRange')
  assert.equal((await north.verdicts('other'))['Pump'], 'affected listedInRange')
  assert.equal((await north.verdicts('CVE-2031-0001'))['Pump'], 'notListed notListed')
  const answer = await north.ask('CVE-2031-0001')
  assert.ok(answer.notes.some(({ is }) => is === 'correctionsAct'))
  const why = answer.devices.find(({ serial }) => serial === 'Pump')?.why ?? []
  assert.ok(why.some(({ corrected }) => corrected?.isAway === true))
  await end(correctionId)
})

test('what is not on the device is not listed: silence, and no proof where the list is not complete', async () => {
  const { correctionId } = await say({ match: leaky, sets: { notOnDevice: true } })
  assert.equal((await north.verdicts('CVE-2031-0001'))['Pump'], 'notListed notListed')
  assert.equal((await south.verdicts('CVE-2031-0001'))['Pump'], 'affected listedInRange')
  await end(correctionId)
})

test('several corrections of one component act together, in their order', async () => {
  const one = await say({ match: leaky, sets: { purl: 'pkg:npm/other' } })
  const two = await say({ match: { ...leaky, version: '1' }, sets: { version: '10' } })
  assert.equal((await north.verdicts('CVE-2031-0002'))['Pump'], 'notAffected listedOutsideRange')
  await end(one.correctionId)
  await end(two.correctionId)
  assert.equal((await north.verdicts('CVE-2031-0001'))['Pump'], 'affected listedInRange')
})

test('a correction takes the place of another at once, and what is no longer held is not replaced', async () => {
  const one = await say({ match: leaky, sets: { version: '2' } })
  const put = async (replaces = 0) =>
    addCorrection(store, organisation, {
      match: leaky,
      sets: { version: '1.9' },
      reason: 'read again',
      by: 'Bob',
      isDryRun: false,
      replaces,
    })
  const two = await put(one.correctionId)
  const { items } = await listCorrections(store, { organisation, page: { limit: 5 } })
  assert.deepEqual(
    items.map(({ correctionId, sets }) => [correctionId, sets]),
    [[two.correctionId, { version: '1.9' }]],
  )
  assert.equal((await north.verdicts('CVE-2031-0001'))['Pump'], 'affected listedInRange')
  await assert.rejects(put(one.correctionId), { code: 'notFound' })
  await end(two.correctionId)
})

test('the list tells which corrections meet nothing now', async () => {
  const met = await say({ match: leaky, sets: { version: '2' } })
  const missing = await say({ match: { ...leaky, version: '77' }, sets: { version: '2' } })
  const list = async (misses: boolean) => {
    const { items } = await listCorrections(store, { organisation, misses, page: { limit: 5 } })
    return items.map(({ correctionId, meets }) => [correctionId, meets])
  }
  assert.deepEqual(await list(false), [
    [met.correctionId, true],
    [missing.correctionId, false],
  ])
  assert.deepEqual(await list(true), [[missing.correctionId, false]])
  await end(met.correctionId)
  await end(missing.correctionId)
})

test('one organisation neither reads nor ends the corrections of another, and a wrong correction is refused', async () => {
  const { correctionId = 0 } = await say({ match: leaky, sets: { version: '2' } }, false, south)
  const live = await listCorrections(store, { organisation, page: { limit: 5 } })
  assert.deepEqual(live.items, [])
  await assert.rejects(readCorrection(store, organisation, correctionId), { code: 'notFound' })
  await assert.rejects(end(correctionId), { code: 'notFound' })
  await assert.rejects(say({ match: leaky, sets: {} }), { code: 'refused' })
  await assert.rejects(say({ match: leaky, sets: { purl: 'no purl' } }), { code: 'refused' })
  await assert.rejects(say({ match: leaky, sets: { notOnDevice: true, version: '1' } }), { code: 'refused' })
  const closed = await listCorrections(store, { organisation, closed: true, page: { limit: 50 } })
  assert.ok(closed.items.length > 3 && closed.items.every(({ closedAt, isOwn }) => closedAt !== null && isOwn))
})

test('what a component was made from stays known when its version is corrected', async () => {
  await north.describe('Scale', {
    parts: [
      {
        name: 'fork',
        version: '7',
        purl: 'pkg:generic/fork@7',
        pedigree: { ancestors: [{ type: 'library', name: 'leaky', version: '1', purl: 'pkg:npm/leaky@1' }] },
      },
    ],
  })
  const scale = async (): Promise<unknown> => {
    const { devices } = await north.ask('CVE-2031-0001')
    const why = devices.find(({ serial }) => serial === 'Scale')?.why ?? []
    return why.find(({ component }) => component?.name === 'fork')?.reason
  }
  assert.equal(await scale(), 'ancestorOnly')
  const { correctionId } = await say({ match: { name: 'fork' }, sets: { version: '8' } })
  assert.equal(await scale(), 'ancestorOnly')
  await end(correctionId)
})
