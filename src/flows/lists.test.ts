import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { testHospital } from '../../test/hospital.ts'
import type { TestHospital } from '../../test/hospital.ts'
import type { Page, PageAsked } from '../model/index.ts'
import { addSbom, documentOf, listDevices, listModels, listSboms, readDevice, readModel, readSbom } from './index.ts'

const hospital = await testHospital(test, 'North')
const south = await testHospital(test, 'South', hospital.store)
const { store, organisation } = hospital

await hospital.describe('Pump', { parts: [{ name: 'zlib', version: '1' }] })
await hospital.own(['a-1', 'a-2'], { model: 'Pump', ward: 'Réanimation' })
await hospital.own(['b_3'], { model: 'Monitor', ward: '' })
await hospital.own(['c 4'], { model: 'Scanner', site: '', status: 'scrapped' })
await hospital.own(['d5'], { maker: 'Dräger', model: 'Evita V500' })
await south.own(['s-1'], { model: 'PUMP' })

/** All items of a list, read page by page. */
async function readAll<T>(list: (page: PageAsked) => Promise<Page<T>>, limit: number): Promise<T[]> {
  const all: T[] = []
  for (let after: string | undefined; ;) {
    const page: Page<T> = await list({ limit, ...(after === undefined ? {} : { after }) })
    all.push(...page.items)
    if (page.next === undefined) return all
    after = page.next
  }
}

const serialsOf = async (options: object, of: TestHospital = hospital, limit = 50) =>
  (await readAll(async (page) => listDevices(store, { organisation: of.organisation, ...options, page }), limit)).map(
    (device) => device.serial,
  )

test('devices are listed by site, ward, maker and model, those without a site last, whatever the length of a page', async () => {
  const all = await serialsOf({})
  assert.deepEqual(all, ['d5', 'a-1', 'a-2', 'b_3', 'c 4'])
  for (const limit of [1, 2, 3]) assert.deepEqual(await serialsOf({}, hospital, limit), all)
})

test('filters and a part of a serial number, however it is written, narrow the list of devices', async () => {
  assert.deepEqual(await serialsOf({ ward: 'reanimation' }), ['a-1', 'a-2'])
  assert.deepEqual(await serialsOf({ maker: 'Drager' }), ['d5'])
  assert.deepEqual(await serialsOf({ model: 'monitor', site: 'north' }), ['b_3'])
  assert.deepEqual(await serialsOf({ text: 'B3' }), ['b_3'])
  assert.deepEqual(await serialsOf({ text: 'A 2' }), ['a-2'])
  assert.deepEqual(await serialsOf({ text: '%' }), [])
  assert.deepEqual(await serialsOf({ text: 'x\0y', ward: '\0' }), [])
})

test('a hospital lists its own devices alone, and reads no other', async () => {
  assert.deepEqual(await serialsOf({}, south), ['s-1'])
  const [device] = (await listDevices(store, { organisation, text: 'a-1', page: { limit: 1 } })).items
  assert.ok(device)
  await assert.rejects(readDevice(store, south.organisation, device.deviceId), { code: 'notFound' })
  await assert.rejects(readDevice(store, organisation, 'a-1'), { code: 'notFound' })
})

test('a device is read with the SBOMs of its model version and its own', async () => {
  const [device] = (await listDevices(store, { organisation, text: 'a-1', page: { limit: 1 } })).items
  assert.ok(device)
  await hospital.describe('Pump', { parts: [{ name: 'extra', version: '2' }] }, { deviceId: device.deviceId })
  const detail = await readDevice(store, organisation, device.deviceId)
  assert.equal(detail.device.serial, 'a-1')
  assert.deepEqual(
    detail.sboms.map((sbom) => [sbom.of, sbom.components, sbom.complete]),
    [
      ['device', 2, false],
      ['modelVersion', 2, false],
    ],
  )
})

test('models are those of the fleet and those that readable SBOMs describe, in the spelling of the own list', async () => {
  const modelsOf = async (of: TestHospital, text?: string, limit = 50) =>
    readAll(
      async (page) =>
        listModels(store, { organisation: of.organisation, page, ...(text === undefined ? {} : { text }) }),
      limit,
    )
  const names = async (of: TestHospital, text?: string, limit?: number) =>
    (await modelsOf(of, text, limit)).map(
      (each) => `${each.maker} ${each.model} ${each.version} ${each.devices} ${each.sboms.length}`,
    )
  const all = ['Dräger Evita V500 1 1 0', 'Maker Monitor 1 1 0', 'Maker Pump 1 2 1', 'Maker Scanner 1 0 0']
  assert.deepEqual(await names(hospital), all)
  assert.deepEqual(await names(hospital, undefined, 1), all)
  assert.deepEqual(await names(hospital, 'drager'), [all[0]])
  assert.deepEqual(await names(hospital, 'v5 evita'), [all[0]])
  assert.deepEqual(await names(south), ['Maker PUMP 1 1 0'])
  await south.describe('Ventilator', { parts: [] })
  assert.deepEqual(await names(south, 'ventilator'), ['Maker Ventilator 1 0 1'])
  assert.deepEqual(await names(hospital, 'ventilator'), [])
  const [ventilator] = await modelsOf(south, 'ventilator')
  assert.ok(ventilator)
  assert.deepEqual(await readModel(store, south.organisation, ventilator.modelVersionId), ventilator)
  await assert.rejects(readModel(store, organisation, ventilator.modelVersionId), { code: 'notFound' })
})

test('SBOMs are listed newest first, and each says what it describes and what could not be kept', async () => {
  const bytes = Buffer.from(
    JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components: [{ type: 'library' }] }),
  )
  const target = { maker: 'Maker', model: 'Monitor', version: '1' }
  const added = await addSbom(store, {
    organisationId: organisation.organisationId,
    bytes,
    fileName: 'monitor.json',
    target,
  })
  assert.equal(added.is, 'added')
  const list = async (of: TestHospital, limit: number) =>
    readAll(async (page) => listSboms(store, { organisation: of.organisation, page }), limit)
  const all = await list(hospital, 50)
  assert.deepEqual(all[0]?.fileName, 'monitor.json')
  assert.deepEqual(await list(hospital, 1), all)
  const detail = await readSbom(store, organisation, all[0]?.sbomId ?? 0)
  assert.deepEqual(
    detail.describes.map(({ model }) => model),
    ['Monitor'],
  )
  assert.equal(detail.problems.length, all[0]?.problems)
  assert.match(detail.problems.map(({ where }) => where).join(' '), /components\/0/)
  for (const { sbomId } of all) {
    await assert.rejects(readSbom(store, south.organisation, sbomId), { code: 'notFound' })
    await assert.rejects(documentOf(store, south.organisation, sbomId), { code: 'notFound' })
  }
})

test('a document comes back byte by byte as it came, also one of many pieces', async () => {
  const padding = 'x'.repeat(9 * 1024 * 1024)
  const bytes = Buffer.from(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components: [], padding }))
  const added = await addSbom(store, {
    organisationId: organisation.organisationId,
    bytes,
    target: { maker: 'Maker', model: 'Pump', version: '2' },
  })
  assert.equal(added.is, 'added')
  const [newest] = (await listSboms(store, { organisation, page: { limit: 1 } })).items
  const document = await documentOf(store, organisation, newest?.sbomId ?? 0)
  const digest = createHash('sha256')
  let pieces = 0
  for await (const piece of document.bytes) {
    digest.update(piece)
    pieces += 1
  }
  assert.deepEqual([digest.digest('hex'), document.sizeBytes, pieces], [document.sha256, bytes.length, 2])
  for (const id of [0, -1, 1.5, 2 ** 40, Number.NaN]) {
    await assert.rejects(documentOf(store, organisation, id), { code: 'notFound' })
  }
})
