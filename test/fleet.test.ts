import assert from 'node:assert/strict'
import { test } from 'node:test'
import { importAssets } from '../src/flows/index.ts'
import { deviceIdOf, testHospital } from './hospital.ts'
import { flaw, part } from './one-flaw.ts'

test('an SBOM of one device alone counts for that device, beside that of its model', async (t) => {
  const hospital = await testHospital(t)
  await hospital.load('osv', [flaw])
  await hospital.describe('Pump', { parts: [part('2.0.0')] })
  await hospital.own(['one', 'two', 'three'], { model: 'Pump' })
  const before = await hospital.ask('CVE-2031-0001')
  assert.equal(before.counts?.notAffected, 3)
  await hospital.describe('Pump', { parts: [part('1.2.9')] }, { deviceId: deviceIdOf(before, 'two') })
  assert.deepEqual(await hospital.verdicts('CVE-2031-0001'), {
    one: 'notAffected listedOutsideRange',
    two: 'affected listedInRange',
    three: 'notAffected listedOutsideRange',
  })
  assert.deepEqual((await hospital.ask('CVE-2031-0001')).counts, {
    affected: 1,
    unknown: 0,
    notListed: 0,
    notAffected: 2,
  })
})

test('of two SBOMs of a model version the worst counts', async (t) => {
  const hospital = await testHospital(t)
  await hospital.load('osv', [flaw])
  await hospital.describe('Pump', { parts: [part('2.0.0')], complete: 'whole' })
  await hospital.own(['Pump'])
  assert.deepEqual(await hospital.verdicts('CVE-2031-0001'), { Pump: 'notAffected listedOutsideRange' })
  await hospital.describe('Pump', { parts: [{ name: 'zlib', version: '1' }] })
  assert.deepEqual(await hospital.verdicts('CVE-2031-0001'), { Pump: 'notListed notListed' })
})

test('a day or a moment that is still to come is refused, and today is not', async (t) => {
  const hospital = await testHospital(t)
  await hospital.own(['Pump'])
  const day = 24 * 60 * 60 * 1000
  const soon = new Date(Date.now() + day).toISOString()
  for (const when of ['2999-12-31', soon.slice(0, 10), soon]) {
    await assert.rejects(
      hospital.ask(`zlib as-of:${when}`),
      /is still to come .* Ask for a day that has begun, or leave it out/,
    )
  }
  const today = new Date().toISOString().slice(0, 10)
  assert.deepEqual(await hospital.verdicts(`zlib as-of:${today}`), { Pump: 'unknown noSbom' })
})

test('a past day is answered with what was known on that day', async (t) => {
  const hospital = await testHospital(t)
  await hospital.describe('Pump', { parts: [part('1.0.0')] })
  await hospital.own(['Pump'])
  const before = new Date().toISOString()
  await hospital.load('osv', [flaw])
  await hospital.own(['Pump'], { 'software version': '2' })
  const after = new Date().toISOString()
  assert.deepEqual(await hospital.verdicts(`CVE-2031-0001 as-of:${before}`), { Pump: 'unknown notInFeeds' })
  assert.deepEqual(await hospital.verdicts(`CVE-2031-0001 as-of:${after}`), { Pump: 'unknown noSbom' })
  const then = await hospital.ask(`left-pad-ng as-of:${before}`)
  assert.deepEqual([then.counts?.affected, then.devices[0]?.softwareVersion], [1, '1'])
})

test('filters narrow the fleet, and the counts with it', async (t) => {
  const hospital = await testHospital(t)
  await hospital.own(['a', 'b'], { model: 'Pump', ward: 'Réanimation A' })
  await hospital.own(['c'], { model: 'Pump', site: 'South' })
  assert.equal((await hospital.ask('log4j ward:"réanimation a"')).inScope, 2)
  assert.equal((await hospital.ask('log4j site:South')).inScope, 1)
  assert.equal((await hospital.ask('log4j site:North ward:ICU')).inScope, 0)
  const fleet = await hospital.ask('model:pump')
  assert.deepEqual([fleet.counts, fleet.devices.length], [null, 3])
})

test('a list without a version column leaves the version and its source as they were', async (t) => {
  const hospital = await testHospital(t)
  await hospital.own(['Pump'])
  const first = (await hospital.ask('serial:Pump')).devices[0]
  const { organisationId } = hospital.organisation
  const bytes = Buffer.from('serial;maker;ward\nPump;Maker;Surgery\n')
  await importAssets(hospital.store, { organisationId, fileName: 'wards.csv', bytes, dryRun: false, now: new Date() })
  const [then] = (await hospital.ask('serial:Pump')).devices
  assert.deepEqual(
    [then?.ward, then?.softwareVersion, then?.versionSource, then?.versionSeenAt],
    ['Surgery', '1', first?.versionSource, first?.versionSeenAt],
  )
})

test('a filter finds a maker and a model in any spelling', async (t) => {
  const hospital = await testHospital(t)
  await hospital.own(['a'], { maker: 'Philips Medical Systems', model: 'IntelliVue MX-700' })
  await hospital.own(['b'], { maker: 'PHILLIPS', model: 'intellivue mx 700' })
  await hospital.own(['c'], { maker: 'Other' })
  assert.equal((await hospital.ask('log4j maker:Philips')).inScope, 2)
  assert.equal((await hospital.ask('model:"IntelliVue MX 700"')).devices.length, 2)
})

test('a filter that leaves no device says so, with what there is; words and accents are folded', async (t) => {
  const hospital = await testHospital(t)
  await hospital.own(['a'], { site: 'Hôpital Nord', ward: 'Réanimation A' })
  assert.equal((await hospital.ask('log4j site:nord ward:reanimation')).inScope, 1)
  const typo = await hospital.ask('log4j site:Nrod')
  assert.deepEqual(
    [typo.inScope, typo.notes.find((note) => note.is === 'noDevice')],
    [0, { is: 'noDevice', asked: 'site:Nrod', taken: ['Hôpital Nord'] }],
  )
})

test('a word that is exactly a host name is that device, whatever it resembles in SBOMs', async (t) => {
  const hospital = await testHospital(t)
  await hospital.describe('Pump', { parts: [{ name: 'pompex', version: '1' }] })
  await hospital.own(['pompes'], { model: 'Monitor' })
  const answer = await hospital.ask('pompes')
  assert.deepEqual([answer.question, answer.devices.length], ['device', 1])
})

test('model versions are told once for each verdict, devices with an SBOM of their own included', async (t) => {
  const hospital = await testHospital(t)
  await hospital.load('osv', [flaw])
  await hospital.describe('Pump', { parts: [part('2.0.0')] })
  await hospital.own(['one', 'two', 'three'], { model: 'Pump' })
  await hospital.describe(
    'Pump',
    { parts: [part('2.1.0')] },
    { deviceId: deviceIdOf(await hospital.ask('CVE-2031-0001'), 'two') },
  )
  const { modelVersions } = await hospital.ask('CVE-2031-0001')
  assert.deepEqual(
    modelVersions.map((each) => [each.model, each.verdict, each.devices]),
    [['Pump', 'notAffected', 3]],
  )
})

test('a word in SBOMs that is also the name of a device tells of both', async (t) => {
  const hospital = await testHospital(t)
  await hospital.describe('Pump', { parts: [{ name: 'orchestra', version: '1' }] })
  await hospital.own(['Pump'])
  await hospital.own(['orchestra'], { model: 'Monitor' })
  const { counts, notes } = await hospital.ask('orchestra')
  assert.equal(counts?.affected, 1)
  assert.deepEqual(notes.find((note) => note.is === 'alsoDevices')?.taken, ['orchestra'])
})
