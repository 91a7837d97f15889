import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { AssetRow, DeviceId, ExistingDevice } from '../model/index.ts'
import { planImport } from './index.ts'

function row(line: number, facts: Partial<AssetRow>): AssetRow {
  return {
    line,
    macs: [],
    ips: [],
    status: 'inService',
    hasSoftware: true,
    assumed: ['hasSoftware', 'status'],
    ...facts,
  }
}

function device(id: string, facts: Partial<ExistingDevice>): ExistingDevice {
  return {
    deviceId: id as DeviceId,
    macs: [],
    ips: [],
    status: 'inService',
    hasSoftware: true,
    foundBy: 'list',
    ...facts,
  }
}

const monitor = device('monitor', {
  assetTag: '0001204',
  maker: 'Philips',
  serial: 'DE-100417',
  model: 'IntelliVue MX700',
  softwareVersion: 'M.04.03',
  macs: ['00:09:fb:12:34:56'],
  udi: '(01)00884838088658(21)DE100417',
  status: 'lent',
})

test('an empty inventory takes every row', () => {
  const rows = [row(2, { assetTag: '1' }), row(3, { serial: 'A' })]
  assert.deepEqual(planImport([], rows), { added: rows, changed: [], unchanged: [], absent: [], conflicts: [] })
})

test('what the list tells otherwise is a change, with both values', () => {
  const plan = planImport([monitor], [row(2, { assetTag: '0001204', softwareVersion: 'M.05.00', ward: 'ICU' })])
  assert.deepEqual(plan.changed[0]?.changes, [
    { field: 'softwareVersion', from: 'M.04.03', to: 'M.05.00' },
    { field: 'ward', from: undefined, to: 'ICU' },
  ])
})

test('other spellings of maker, model, version and serial number change nothing', () => {
  const spelling = {
    maker: 'PHILLIPS',
    serial: 'sn: de100417',
    model: 'Philips Intellivue MX-700',
    softwareVersion: 'v M.04.03',
  }
  const plan = planImport(
    [monitor],
    [row(2, { ...spelling, model: 'Philips Intellivue MX700', softwareVersion: 'm.04.03' })],
  )
  assert.deepEqual(plan.unchanged, ['monitor'])
})

test('what the list does not say is left alone, also a status and a software flag that were assumed', () => {
  const scrapped = device('old', { assetTag: '7', status: 'scrapped', hasSoftware: false, ips: ['10.0.0.1'] })
  assert.deepEqual(planImport([scrapped], [row(2, { assetTag: '7' })]).unchanged, ['old'])
  const stated = planImport([scrapped], [row(2, { assetTag: '7', assumed: ['hasSoftware'] })])
  assert.deepEqual(stated.changed[0]?.changes, [{ field: 'status', from: 'scrapped', to: 'inService' }])
})

test('a device that the list does not name is absent and nothing else', () => {
  const plan = planImport([monitor], [])
  assert.deepEqual(plan, { added: [], changed: [], unchanged: [], absent: ['monitor'], conflicts: [] })
})

const identifiers: readonly (readonly [by: string, facts: Partial<AssetRow>])[] = [
  ['maker and serial number', { maker: 'philips', serial: 'DE100417' }],
  ['asset tag', { assetTag: '000 1204' }],
  ['MAC address', { macs: ['00:09:fb:12:34:56'] }],
  ['UDI', { udi: '(01)00884838088658(21)DE100417' }],
]
for (const [by, facts] of identifiers) {
  test(`a device is known again by ${by}`, () => assert.deepEqual(planImport([monitor], [row(2, facts)]).added, []))
}

test('the same serial number of another maker is another device', () => {
  assert.equal(planImport([monitor], [row(2, { maker: 'Dräger', serial: 'DE100417' })]).added.length, 1)
})

test('a UDI that several devices share names none of them', () => {
  const pumps = [device('a', { udi: '(01)04046964000000' }), device('b', { udi: '(01)04046964000000' })]
  assert.equal(planImport(pumps, [row(2, { udi: '(01)04046964000000', assetTag: 'new' })]).added.length, 1)
})

const other = device('other', { assetTag: '9', maker: 'Philips', serial: 'X9' })
const conflicts: readonly (readonly [name: string, rows: readonly AssetRow[], because: RegExp])[] = [
  [
    'a row that names two devices',
    [row(2, { assetTag: '9', maker: 'Philips', serial: 'DE100417' })],
    /names 2 known devices/,
  ],
  [
    'two rows for one device',
    [row(2, { assetTag: '0001204' }), row(3, { maker: 'Philips', serial: 'DE100417' })],
    /lines 2 and 3/,
  ],
  [
    'a MAC address with another serial number',
    [row(2, { macs: monitor.macs, maker: 'Philips', serial: 'NEW' })],
    /another serial number/,
  ],
]
for (const [name, rows, because] of conflicts) {
  test(`${name} is kept apart`, () => {
    const plan = planImport([monitor, other], rows)
    assert.match(plan.conflicts[0]?.because ?? '', because)
    assert.equal(plan.conflicts.length, 1)
    assert.deepEqual(plan.added, [])
  })
}

test('a serial number corrected under the same asset tag is a change', () => {
  const plan = planImport([monitor], [row(2, { assetTag: '0001204', serial: 'DE100418' })])
  assert.deepEqual(plan.changed[0]?.changes, [{ field: 'serial', from: 'DE-100417', to: 'DE100418' }])
})

const facts = fc.record(
  {
    assetTag: fc.constantFrom('1', '2', '3'),
    maker: fc.constantFrom('Philips', 'GE'),
    serial: fc.constantFrom('A', 'B', 'C'),
  },
  { requiredKeys: ['assetTag'] },
)
test('every row lands in exactly one place, and importing the same list again changes nothing', () => {
  fc.assert(
    fc.property(fc.array(facts), fc.uniqueArray(facts, { selector: (f) => f.assetTag }), (listed, known) => {
      const rows = listed.map((f, index) => row(index + 2, f))
      const existing = known.map((f, index) => device(`d${index}`, f))
      const plan = planImport(existing, rows)
      const placed = plan.added.length + plan.changed.length + plan.unchanged.length + plan.conflicts.length
      assert.equal(placed, rows.length)
      const again = existing.map((d, index) => row(index + 2, d))
      assert.deepEqual(planImport(existing, again).changed, [])
    }),
  )
})

test('devices of one model share its device identifier and are not taken for one another; each is known by the serial number beside it', () => {
  const gtin = '04046964000003'
  const pumps = [device('a', { udi: `(01)${gtin}`, assetTag: 'A' }), device('b', { udi: `(01)${gtin}(21)S-2` })]
  const plan = planImport(pumps, [
    row(2, { udi: `(01)${gtin}`, assetTag: 'C' }),
    row(3, { udi: `(01)${gtin}(10)L1(21)s2`, serial: 's2' }),
    row(4, { udi: `(01)${gtin}(21)S3` }),
  ])
  assert.deepEqual(
    plan.added.map(({ line }) => line),
    [2, 4],
  )
  assert.deepEqual(
    plan.changed.map(({ deviceId }) => deviceId),
    ['b'],
  )
})

test('a UDI that was misread names nobody, and one that is written otherwise is no change', () => {
  const misread = '(01)04046964000004(21)S1'
  assert.equal(planImport([device('a', { udi: misread })], [row(2, { udi: misread })]).added.length, 1)
  const known = [device('a', { serial: 'S1', udi: '(01)04046964000003(21)S1' })]
  assert.deepEqual(planImport(known, [row(2, { serial: 'S1', udi: ']d2010404696400000321S1' })]).unchanged, ['a'])
})
