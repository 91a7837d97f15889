import assert from 'node:assert/strict'
import { test } from 'node:test'
import { osvRecord, testHospital } from '../../test/hospital.ts'
import { confirmTriage, findingsOf, listDevices, listTriage, listTriageToConfirm, setTriage } from './index.ts'

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
