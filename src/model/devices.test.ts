import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deviceKey, modelKey, versionKey } from './devices.ts'
import { makerKey } from './makers.ts'

const sameDevices: readonly (readonly [key: string, ...spellings: (readonly [maker: string, model: string])[]])[] = [
  [
    'device/philips/intellivue-mx700',
    ['Philips', 'IntelliVue MX700'],
    ['PHILLIPS', 'Philips IntelliVue MX700'],
    ['Philips Medical Systems B.V.', 'intellivue_mx700'],
  ],
  [
    'device/draeger/evita-v500',
    ['Dräger', 'Evita V500'],
    ['Drägerwerk AG & Co. KGaA', 'EVITA V500'],
    ['Draeger', 'Draeger Evita V500'],
  ],
  [
    'device/ge-healthcare/carescape-b650',
    ['GE Healthcare', 'Carescape B650'],
    ['General Electric Company', 'CARESCAPE B650'],
    ['GE Healthcare', 'GE Carescape B650'],
    ['GEMS', 'GE Healthcare Carescape B650'],
  ],
  [
    'device/b-braun/infusomat-space',
    ['B. Braun', 'Infusomat Space'],
    ['BBraun', 'infusomat space'],
    ['B.Braun Melsungen AG', 'Infusomat® Space'],
    ['B. Braun™', 'Infusomat™ Space℠'],
  ],
  ['device/philips/heartstart-fr2', ['Philips', 'HeartStart FR2']],
  [
    'device/philips/heartstart-fr2-plus',
    ['Philips', 'HeartStart FR2+'],
    ['Philips', 'HeartStart FR2 Plus'],
    ['Philips', 'heartstart_fr2+_firmware'],
    ['Philips', 'HeartStart FR2 +'],
  ],
  ['device/bd/alaris-8015', ['Becton, Dickinson and Company', 'Alaris 8015'], ['BD', 'alaris 8015']],
]

for (const [key, ...spellings] of sameDevices) {
  for (const [maker, model] of spellings) {
    test(`${maker} ${model} is ${key}`, () => assert.equal(deviceKey(maker, model), key))
  }
}

test('makers that were bought, and models without a name, are not mixed up', () => {
  assert.notEqual(makerKey('CareFusion'), makerKey('BD'))
  assert.notEqual(makerKey('Hillrom'), makerKey('Baxter'))
  assert.notEqual(makerKey('Braun'), makerKey('B. Braun'))
  assert.equal(deviceKey('Philips', '?'), undefined)
  assert.equal(modelKey('Philips', 'Philips'), 'philips')
})

test('spellings of one device version agree, and different versions do not', () => {
  for (const text of ['V 4.2.1 SP3', 'v4.2.1 sp3', 'Version : 4.2.1-SP3', 'SW ver. 4.2.1_sp3']) {
    assert.equal(versionKey(text), '4.2.1-sp3')
  }
  assert.notEqual(versionKey('4.2'), versionKey('4.20'))
  assert.notEqual(versionKey('R2.1'), versionKey('2.1'))
  assert.equal(versionKey('Vista'), 'vista')
})
