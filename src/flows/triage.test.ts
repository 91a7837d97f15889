import assert from 'node:assert/strict'
import { test } from 'node:test'
import { osvRecord, testHospital } from '../../test/hospital.ts'
import {
  addStatements,
  confirmTriage,
  findingsOf,
  listDevices,
  listTriage,
  listTriageToConfirm,
  setTriage,
  tellAnswer,
} from './index.ts'

const flaw = 'CVE-2031-0001'
const pad = { name: 'pad', version: '1', purl: 'pkg:npm/pad@1' }
const page = { limit: 50 }

test('a decision of the hospital counts where nobody else speaks, waits for a person at the next version, and is never carried back', async (t) => {
  const hospital = await testHospital(t)
  const { store, organisation } = hospital
  await hospital.load('osv', [osvRecord(flaw, 'npm', 'pad', [{ introduced: '0' }, { fixed: '2' }])])
  for (const version of ['4.1', '4.2', '4.3']) {
    await hospital.own(['Pump'], { serial: version, 'software version': version })
    await hospital.describe('Pump', { parts: [pad] }, { maker: 'Maker', model: 'Pump', version })
  }
  const { items } = await listDevices(store, { organisation, page })
  const versions = new Map(items.map((device) => [device.softwareVersion, device.modelVersionId]))
  const [old = 0, next = 0] = [versions.get('4.2'), versions.get('4.3')]
  const words = { reason: 'the port is closed here', author: 'M. Curie' }
  const { triageId } = await setTriage(store, {
    organisation,
    target: { modelVersionId: old },
    vulnerability: flaw.toLowerCase(),
    status: 'notAffected',
    justification: 'vulnerableCodeNotInExecutePath',
    ...words,
  })
  const affected = 'affected listedInRange'
  assert.deepEqual(await hospital.verdicts(flaw), {
    '4.1': affected,
    '4.2': 'notAffected statedNotAffected',
    '4.3': affected,
  })
  const waiting = await listTriageToConfirm(store, { organisation, page })
  assert.deepEqual(
    waiting.items.map(({ toVersion, reason }) => [toVersion, reason]),
    [['4.3', words.reason]],
  )
  const answer = await hospital.ask(flaw)
  const told = answer.devices.map(({ serial, why }) => [
    serial,
    why.flatMap(({ statement }) => statement?.toConfirm?.version ?? []),
  ])
  assert.deepEqual(Object.fromEntries(told), { '4.1': [], '4.2': [], '4.3': ['4.2'] })
  const deviceId = items.find(({ softwareVersion }) => softwareVersion === '4.3')?.deviceId ?? ''
  const [finding] = (await findingsOf(store, { organisation, deviceId, page })).items
  assert.equal(finding?.why[0]?.statement?.toConfirm?.triageId, triageId)
  const look = { language: 'en', colour: false, width: 400, all: true } as const
  const text = { organisation, text: flaw, fictional: false, as: 'text', look } as const
  const shown = await tellAnswer(store, text, async ({ pieces }) => (await Array.fromAsync(pieces)).join(''))
  assert.match(JSON.stringify(shown), /decided of version 4\.2, and counts here only once somebody confirms it/)
  assert.match(JSON.stringify(shown), new RegExp(`triage confirm ${triageId} --model-version ${next}`))
  const confirmed = await confirmTriage(store, { organisation, triageId, modelVersionId: next, author: 'P. Curie' })
  assert.deepEqual([confirmed.carriedFrom, confirmed.reason, confirmed.author], [triageId, words.reason, 'P. Curie'])
  assert.equal((await hospital.verdicts(flaw))['4.3'], 'notAffected statedNotAffected')
  assert.deepEqual((await listTriageToConfirm(store, { organisation, page })).items, [])
  assert.equal((await listTriage(store, { organisation, vulnerability: flaw, page })).items.length, 2)
})

test('a decision is confirmed for another version of its model, and for nothing else', async (t) => {
  const hospital = await testHospital(t)
  const { store, organisation } = hospital
  await hospital.own(['Pump', 'Pad', 'Lamp'])
  const { items } = await listDevices(store, { organisation, page })
  const [pump, lamp] = ['Pump', 'Lamp'].map((name) => items.find(({ model }) => model === name))
  const words = {
    organisation,
    vulnerability: flaw,
    status: 'notAffected',
    reason: 'closed',
    author: 'M. Curie',
  } as const
  const ofModel = await setTriage(store, { ...words, target: { modelVersionId: pump?.modelVersionId ?? 0 } })
  const ofDevice = await setTriage(store, { ...words, target: { deviceId: pump?.deviceId ?? '' } })
  for (const { triageId } of [ofModel, ofDevice]) {
    for (const modelVersionId of [pump, lamp].map((device) => device?.modelVersionId ?? 0)) {
      const confirming = { organisation, triageId, modelVersionId, author: 'P. Curie' }
      await assert.rejects(confirmTriage(store, confirming), { code: 'notUnderstood' })
    }
  }
  assert.equal((await listTriage(store, { organisation, page })).items.length, 2)
})

test('a decision on one device is on no other of its model, in answers and on its page', async (t) => {
  const hospital = await testHospital(t)
  const { store, organisation } = hospital
  await hospital.load('osv', [osvRecord(flaw, 'npm', 'pad', [{ introduced: '0' }, { fixed: '2' }])])
  await hospital.own(['Pump'], { serial: 'one' })
  await hospital.own(['Pump'], { serial: 'two' })
  await hospital.describe('Pump', { parts: [pad] })
  const { items } = await listDevices(store, { organisation, page })
  const deviceId = items.find(({ serial }) => serial === 'two')?.deviceId ?? ''
  const given = {
    organisation,
    target: { deviceId },
    vulnerability: flaw,
    reason: 'rebuilt',
    author: 'M. Curie',
  } as const
  await setTriage(store, { ...given, status: 'fixed' })
  assert.deepEqual(await hospital.verdicts(flaw), { one: 'affected listedInRange', two: 'notAffected statedFixed' })
  assert.deepEqual((await hospital.ask(flaw)).counts, { affected: 1, unknown: 0, notListed: 0, notAffected: 1 })
  assert.deepEqual((await findingsOf(store, { organisation, deviceId, page })).items, [])
  await setTriage(store, { ...given, status: 'underInvestigation' })
  assert.equal((await hospital.verdicts(flaw))['two'], 'affected listedInRange')
  assert.equal((await listTriage(store, { organisation, page })).items.length, 1)
})

test('the reason of a decision stays in sight when the maker states otherwise later', async (t) => {
  const hospital = await testHospital(t)
  const { store, organisation } = hospital
  const { organisationId } = organisation
  await hospital.load('osv', [osvRecord(flaw, 'npm', 'pad', [{ introduced: '0' }, { fixed: '2' }])])
  await hospital.own(['Pump'])
  await hospital.describe('Pump', { parts: [pad] })
  const { items } = await listDevices(store, { organisation, page })
  const target = { modelVersionId: items[0]?.modelVersionId ?? 0 }
  const reason = 'the port is closed on ward 3'
  const given = { organisation, target, vulnerability: flaw, reason, author: 'M. Curie' }
  await setTriage(store, { ...given, status: 'notAffected' })
  // More makers' words than are shown with one verdict, all of them deciding.
  for (let index = 0; index < 25; index += 1) {
    const document = {
      '@context': 'https://openvex.dev/ns/v0.2.0',
      '@id': `https://maker.example/${index}`,
      author: `Maker ${index}`,
      timestamp: '2026-01-01T00:00:00Z',
      version: 1,
      statements: [
        { vulnerability: { name: flaw }, products: [{ '@id': 'pkg:generic/Maker/Pump@1' }], status: 'affected' },
      ],
    }
    await addStatements(store, { organisationId, bytes: Buffer.from(JSON.stringify(document)), role: 'maker' })
  }
  const { devices } = await hospital.ask(flaw)
  const stated = devices[0]?.why.flatMap(({ statement }) => statement ?? []) ?? []
  assert.deepEqual([devices[0]?.verdict, stated[0]?.role, stated.length], ['affected', 'maker', 20])
  assert.deepEqual(
    stated.filter(({ isOverruled }) => isOverruled).map(({ role, text, author }) => [role, text, author]),
    [['hospital', reason, 'M. Curie']],
  )
  const look = { language: 'en', colour: false, width: 200, all: true } as const
  const asked = { organisation, text: flaw, fictional: false, as: 'text', look } as const
  const told = await tellAnswer(store, asked, async ({ pieces }) => (await Array.fromAsync(pieces)).join(''))
  assert.match(told.is === 'answer' ? told.value : '', /decided otherwise here.*the port is closed on ward 3/)
  assert.equal((await listTriage(store, { organisation, page })).items[0]?.reason, reason)
})

test('a decision without a reason, or on a model whose version nobody knows, is refused', async (t) => {
  const hospital = await testHospital(t)
  const { store, organisation } = hospital
  await hospital.own(['Pump'], { 'software version': '' })
  const { items } = await listDevices(store, { organisation, page })
  const target = { modelVersionId: items[0]?.modelVersionId ?? 0 }
  const given = { organisation, target, vulnerability: flaw, status: 'notAffected', author: 'M. Curie' } as const
  await assert.rejects(setTriage(store, { ...given, reason: ' ' }), /reason is missing/)
  await assert.rejects(setTriage(store, { ...given, reason: 'so' }), /version of that model is not known/)
  await assert.rejects(setTriage(store, { ...given, target: { modelVersionId: 99 }, reason: 'so' }), {
    code: 'notFound',
  })
})
