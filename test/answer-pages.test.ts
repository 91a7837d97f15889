import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { askDevices, askModels, askPage, askWards, exportAnswer, FlowError } from '../src/flows/index.ts'
import type { AnsweredDevice, Page, PageAsked, Verdict } from '../src/model/index.ts'
import { verdicts } from '../src/model/index.ts'
import { deviceIdOf, osvRecord, testHospital } from './hospital.ts'

// The same answer, read page by page and as a whole.

const hospital = await testHospital(test)
const part = (version: string) => ({ name: 'left-pad-ng', version, purl: `pkg:npm/left-pad-ng@${version}` })
await hospital.load('osv', [
  osvRecord('GHSA-1111-2222-3333', 'npm', 'left-pad-ng', [{ introduced: '0' }, { fixed: '1.3.0' }]),
])
await hospital.describe('Old', { parts: [part('1.0.0')] })
await hospital.describe('New', { parts: [part('2.0.0')] })
await hospital.describe('Doubtful', { parts: [part('')] })
await hospital.describe('Other', { parts: [{ name: 'zlib', version: '1' }] })
for (const [ward, models] of Object.entries({
  ICU: ['Old', 'New', 'Doubtful'],
  'Réanimation A': ['Old', 'Other', 'Bare'],
  'REANIMATION a': ['Old', 'Old'],
  '': ['Old', 'Doubtful', 'Bare'],
})) {
  for (const [index, model] of models.entries()) {
    await hospital.own([`${ward} ${model} ${index}`], { model, ward, site: ward === '' ? '' : 'North' })
  }
}
const question = 'GHSA-1111-2222-3333'
await hospital.describe(
  'Other',
  { parts: [part('1.2.0')] },
  { deviceId: deviceIdOf(await hospital.ask(question), 'Réanimation A Other 1') },
)
const asked = { organisation: hospital.organisation, text: question, fictional: false }
const whole = await hospital.ask(question)

async function readAll<T>(limit: number, read: (page: PageAsked) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = []
  let page: PageAsked = { limit }
  while (true) {
    const { items, next } = await read(page)
    assert.ok(items.length <= limit)
    all.push(...items)
    if (next === undefined) return all
    page = { limit, after: next }
  }
}

test('pages of devices of any size and of any classes hold each device of the answer once, the worst class first', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 13 }),
      fc.subarray([...verdicts], { minLength: 1 }),
      async (limit, classes) => {
        const read = await readAll(limit, async (page) =>
          askDevices(hospital.store, { ...asked, verdicts: classes, page }),
        )
        const expected = verdicts
          .filter((verdict) => classes.includes(verdict))
          .flatMap((verdict) => whole.devices.filter((device) => device.verdict === verdict))
        assert.deepEqual(read, expected)
      },
    ),
    { numRuns: 25 },
  )
})

test('the first page holds the devices to act on, and its cursor leads to the others', async () => {
  const { answer, devices } = await askPage(hospital.store, { ...asked, limit: 3 })
  const { modelVersions: _models, devices: all, ...expected } = whole
  assert.deepEqual(JSON.parse(JSON.stringify(answer)), expected)
  const toAct = (['affected', 'unknown'] as const).flatMap((verdict) => all.filter((each) => each.verdict === verdict))
  const rest = await readAll(50, async (page) =>
    askDevices(hospital.store, {
      ...asked,
      verdicts: ['affected', 'unknown'],
      page: { after: devices.next ?? '', ...page },
    }),
  )
  assert.deepEqual([...devices.items, ...rest], toAct)
})

test('the counts of wards add up to those of the answer, in any spelling of a ward, and their devices can be listed', async () => {
  const wards = await readAll(1, async (page) => askWards(hospital.store, { ...asked, page }))
  assert.deepEqual(
    wards.map(({ site, ward }) => [site, ward]),
    [
      ['North', 'ICU'],
      ['North', 'REANIMATION a'],
      [undefined, undefined],
    ],
  )
  for (const verdict of verdicts) {
    assert.equal(
      wards.reduce((sum, { counts }) => sum + counts[verdict], 0),
      whole.counts?.[verdict],
    )
  }
  for (const { site = '', ward = '', counts } of wards) {
    const devices = await readAll(2, async (page) => askDevices(hospital.store, { ...asked, site, ward, page }))
    for (const verdict of verdicts)
      assert.equal(devices.filter((device) => device.verdict === verdict).length, counts[verdict])
  }
})

test('pages of model versions hold each line of the answer once, the worst class first', async () => {
  const lines = await readAll(2, async (page) => askModels(hospital.store, { ...asked, page }))
  const rank = (verdict: Verdict): number => verdicts.indexOf(verdict)
  assert.deepEqual(
    lines,
    whole.modelVersions.toSorted(
      (a, b) => rank(a.verdict) - rank(b.verdict) || b.devices - a.devices || a.modelVersionId - b.modelVersionId,
    ),
  )
})

test('a question about devices is read page by page too', async () => {
  const found = { ...asked, text: 'model:Old' }
  const expected = (await hospital.ask('model:Old')).devices
  assert.equal(expected.length, 5)
  assert.deepEqual(await readAll(2, async (page) => askDevices(hospital.store, { ...found, page })), expected)
  assert.deepEqual((await askPage(hospital.store, { ...found, limit: 9 })).devices, { items: expected })
})

test('an export is the same document as the answer of the command line, and one that is cancelled gives its connection back', async () => {
  const look = { language: 'en', colour: false, width: 100, all: true } as const
  for (let round = 0; round < 10; round += 1) {
    const { pieces } = await exportAnswer(hospital.store, { ...asked, as: 'csv', look })
    for await (const piece of pieces) {
      assert.ok(piece.startsWith('\uFEFF'))
      break
    }
  }
  const { answer, pieces } = await exportAnswer(hospital.store, {
    ...asked,
    as: 'json',
    look: { ...look, verdicts: ['affected'] },
  })
  const read = JSON.parse((await Array.fromAsync(pieces)).join('')) as {
    devices: AnsweredDevice[]
    devicesTotal: number
  }
  assert.equal(read.devicesTotal, answer.counts?.affected)
  assert.deepEqual(
    read.devices,
    whole.devices.filter(({ verdict }) => verdict === 'affected'),
  )
})

test('a text that is no question, and a cursor of another list, are refused with what to do', async () => {
  const code = (expected: string) => (error: unknown) => error instanceof FlowError && error.code === expected
  await assert.rejects(askPage(hospital.store, { ...asked, text: ' ', limit: 1 }), code('notUnderstood'))
  const look = { language: 'en', colour: false, width: 100, all: true } as const
  await assert.rejects(exportAnswer(hospital.store, { ...asked, text: ' ', as: 'csv', look }), code('notUnderstood'))
  const page = { limit: 1, after: 'eA' }
  await assert.rejects(askDevices(hospital.store, { ...asked, page }), code('cursorInvalid'))
  await assert.rejects(askModels(hospital.store, { ...asked, page }), code('cursorInvalid'))
  await assert.rejects(askWards(hospital.store, { ...asked, page }), code('cursorInvalid'))
})
