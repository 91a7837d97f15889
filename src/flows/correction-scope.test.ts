import assert from 'node:assert/strict'
import { test } from 'node:test'
import { osvRecord, testHospital } from '../../test/hospital.ts'
import type { CorrectionFact } from '../model/index.ts'
import { addCorrection, diffSboms, exportSbom, findingsOf, listDevices, removeCorrection } from './index.ts'

const north = await testHospital(test, 'North')
const { store, organisation } = north
await north.load('osv', [osvRecord('CVE-2031-0001', 'npm', 'leaky', [{ introduced: '0' }, { fixed: '2' }])])
const leaky = { name: 'leaky', version: '1', purl: 'pkg:npm/leaky@1' }
for (const [serial, maker, model] of [
  ['pump', 'Acme', 'Infusa'],
  ['scale', 'Acme', 'Libra'],
  ['lamp', 'Other', 'Infusa'],
] as const) {
  await north.own([serial], { maker, model })
  await north.describe(model, { parts: [leaky] }, { maker, model, version: '1' })
}

const affected = 'affected listedInRange'
const outside = 'notAffected listedOutsideRange'
const say = async (match: Omit<CorrectionFact['match'], 'name'>, sets: CorrectionFact['sets'] = { version: '2.1' }) =>
  addCorrection(store, organisation, {
    match: { name: 'leaky', ...match },
    sets,
    reason: 'seen',
    by: 'Ann',
    isDryRun: false,
  })
const end = async (...ids: readonly (number | undefined)[]): Promise<void> => {
  for (const id of ids) await removeCorrection(store, organisation, { correctionId: id ?? 0, by: 'Ann' })
}
const verdicts = async () => north.verdicts('CVE-2031-0001')

test('a correction holds for the devices of one maker, or of one model of it, alone', async () => {
  assert.deepEqual(await verdicts(), { pump: affected, scale: affected, lamp: affected })
  const ofMaker = await say({ ofMaker: 'ACME' })
  assert.deepEqual([ofMaker.sboms, ofMaker.devices], [2, 2])
  assert.deepEqual(await verdicts(), { pump: outside, scale: outside, lamp: affected })
  await end(ofMaker.correctionId)
  const ofModel = await say({ ofMaker: 'Acme', ofModel: 'INFUSA' })
  assert.deepEqual([ofModel.sboms, ofModel.devices], [1, 1])
  assert.deepEqual(await verdicts(), { pump: outside, scale: affected, lamp: affected })
  const { items } = await listDevices(store, { organisation, page: { limit: 10 } })
  for (const { deviceId, serial } of items) {
    const found = await findingsOf(store, { organisation, deviceId, page: { limit: 10 } })
    assert.equal(found.items.length, serial === 'pump' ? 0 : 1, serial)
  }
  await end(ofModel.correctionId)
  assert.deepEqual(await verdicts(), { pump: affected, scale: affected, lamp: affected })
})

test('what a correction of devices that nobody has would touch is nothing, also of components', async () => {
  const { correctionId, components, sboms, devices, samples } = await say({ ofMaker: 'Nobody' })
  await end(correctionId)
  assert.deepEqual({ components, sboms, devices, samples }, { components: 0, sboms: 0, devices: 0, samples: [] })
})

test('a wide and a narrow correction act together where both hold', async () => {
  const wide = await say({}, { version: '1.5' })
  const narrow = await say({ ofMaker: 'Acme', ofModel: 'Infusa' }, { notOnDevice: true })
  assert.deepEqual(await verdicts(), { pump: 'notListed notListed', scale: affected, lamp: affected })
  const { devices } = await north.ask('CVE-2031-0001')
  const scale = devices.find(({ serial }) => serial === 'scale')
  assert.equal(scale?.why.find((why) => why.component?.name === 'leaky')?.component?.version, '1.5')
  await end(wide.correctionId, narrow.correctionId)
})

test('an SBOM that comes later is corrected where it is of those devices', async () => {
  const { correctionId } = await say({ ofMaker: 'Acme', ofModel: 'Infusa' })
  await north.own(['late', 'later'], { maker: 'Acme', model: 'Infusa', 'software version': '2' })
  const parts = [leaky, { name: 'new', version: '1' }]
  await north.describe('Infusa', { parts }, { maker: 'Acme', model: 'Infusa', version: '2' })
  assert.deepEqual((await verdicts())['late'], outside)
  await end(correctionId)
})

test('exports and comparisons mark a correction only where it holds', async () => {
  await north.own(['empty'], { maker: 'Acme', model: 'Empty' })
  await north.describe('Empty', { parts: [] }, { maker: 'Acme', model: 'Empty', version: '1' })
  const { correctionId } = await say({ ofMaker: 'Acme', ofModel: 'Infusa' })
  const { items } = await listDevices(store, { organisation, page: { limit: 10 } })
  const idOf = (serial: string): number => items.find((each) => each.serial === serial)?.modelVersionId ?? 0
  for (const serial of ['pump', 'scale']) {
    const what = { modelVersionId: idOf(serial) }
    const written = await exportSbom(store, { organisation, what, as: 'cyclonedx', now: new Date(), version: '1' })
    assert.equal([...written.pieces].join('').includes('auscult:corrected'), serial === 'pump', serial)
  }
  for (const serial of ['pump', 'scale']) {
    const sides = { before: { modelVersionId: idOf(serial) }, after: { modelVersionId: idOf('empty') } }
    const { components } = await diffSboms(store, organisation, sides)
    const gone = components.removed.find(({ name }) => name === 'leaky')
    assert.equal(gone?.corrected?.instead?.version, serial === 'pump' ? '2.1' : undefined, serial)
  }
  await end(correctionId)
})

test('a component that is corrected on one side of a comparison alone is changed, and its flaws turn', async () => {
  const { items } = await listDevices(store, { organisation, page: { limit: 10 } })
  const idOf = (serial: string): number => items.find((each) => each.serial === serial)?.modelVersionId ?? 0
  const compare = async (before: string, after: string) => {
    const sides = { before: { modelVersionId: idOf(before) }, after: { modelVersionId: idOf(after) } }
    const { components, flaws } = await diffSboms(store, organisation, sides)
    const lines = components.changed.filter(({ after: line }) => line.name === 'leaky')
    return [
      ...lines.flatMap((line) => [line.before.corrected?.instead?.version, line.after.corrected?.instead?.version]),
      ...lines.flatMap(({ fields }) => fields),
      ...Object.entries(flaws).flatMap(([turn, some]) => some.map(({ reason }) => `${turn} ${reason}`)),
    ]
  }
  assert.deepEqual(await compare('scale', 'pump'), [])
  const { correctionId } = await say({ ofMaker: 'Acme', ofModel: 'Infusa' })
  assert.deepEqual(await compare('scale', 'pump'), [undefined, '2.1', 'corrected', 'fixed listedOutsideRange'])
  assert.deepEqual(await compare('pump', 'scale'), ['2.1', undefined, 'corrected', 'newlyAffected listedInRange'])
  await end(correctionId)
  const away = await say({ ofMaker: 'Acme', ofModel: 'Infusa' }, { notOnDevice: true })
  assert.deepEqual(await compare('scale', 'pump'), [undefined, undefined, 'corrected', 'noLongerTold notListed'])
  const [both, other] = [await say({}, { version: '1.9' }), await say({ ofMaker: 'Acme' }, { version: '1.9' })]
  assert.deepEqual(await compare('lamp', 'scale'), [])
  await end(away.correctionId, both.correctionId, other.correctionId)
})

test('lines that are written differently differ, also where they are corrected to be the same', async () => {
  await north.own(['newer'], { maker: 'Acme', model: 'Libra', 'software version': '2' })
  const parts = [{ name: 'leaky', version: '2.1', purl: 'pkg:npm/leaky@2.1' }]
  await north.describe('Libra', { parts }, { maker: 'Acme', model: 'Libra', version: '2' })
  const { items } = await listDevices(store, { organisation, page: { limit: 20 } })
  const idOf = (serial: string): number => items.find((each) => each.serial === serial)?.modelVersionId ?? 0
  const sides = { before: { modelVersionId: idOf('scale') }, after: { modelVersionId: idOf('newer') } }
  const { correctionId } = await say({ version: '1' })
  const { components, flaws } = await diffSboms(store, organisation, sides)
  assert.deepEqual(
    components.changed.flatMap(({ after, fields }) => (after.name === 'leaky' ? fields : [])),
    ['version', 'purls', 'corrected'],
  )
  assert.deepEqual(Object.values(flaws).flat(), [])
  await end(correctionId)
})
