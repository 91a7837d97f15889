import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { makersOf, readDeviceNames } from './index.ts'

/** Product, models that it names for sure, models that it may mean, models that it does not name. */
const cases: readonly (readonly [product: string, sure: string, possible: string, not: string])[] = [
  [
    'IntelliVue MX400, MX450 and MX500',
    'IntelliVue MX400, IntelliVue MX450, MX500',
    '',
    'IntelliVue MX700, IntelliVue',
  ],
  ['IntelliVue patient monitor MX100', 'IntelliVue MX100, MX100', '', 'IntelliVue MX40, IntelliVue'],
  [
    'IntelliVue patient monitor MX400-MX850',
    'IntelliVue MX400, IntelliVue MX850',
    'IntelliVue MX700',
    'IntelliVue MX40',
  ],
  ['Avalon Fetal/Maternal Monitors FM20/FM30/FM40/FM50', 'Avalon FM30, FM50', '', 'Avalon FM10'],
  ['IntelliVue MP monitors MX800/700/600', 'IntelliVue MX800, IntelliVue MX600, MX700', '', 'MP800'],
  ['MiniMed Paradigm 523K/723K pumps', 'MiniMed Paradigm 523K', '', 'MiniMed Paradigm 523'],
  ['Pulsera (718095) and Endura (718075)', '718095, 718075', 'Pulsera, Endura', ''],
  ['Patient Information Center iX (PICiX)', 'Patient Information Center iX', 'PICiX', ''],
  ['IntelliVue MX40 Patient Worn Monitor (WLAN only)', '', 'IntelliVue MX40', ''],
  ['Vivid products, not including EchoPAC', '', 'Vivid', 'EchoPAC'],
  ['Discovery XR656 Plus', 'Discovery XR656 Plus', 'Discovery XR656', 'Discovery XR6'],
  ['Xeleris 2.1', 'Xeleris 2.1', 'Xeleris', '2.1'],
  ['IntelliVue Patient Monitors MX (MX400-550)', 'IntelliVue MX400', 'IntelliVue MX450', ''],
  ['Brilliance 64', 'Brilliance 64', '64', ''],
]

for (const [product, sure, possible, not] of cases) {
  test(`“${product}” names its models, and a family only in doubt`, () => {
    const named = new Map(readDeviceNames(toProduct(product)).map((each) => [each.model, each.sure]))
    for (const model of list(sure)) assert.equal(named.get(model), true, model)
    for (const model of list(possible)) assert.equal(named.get(model), false, model)
    for (const model of list(not)) assert.equal(named.get(model), undefined, model)
  })
}

test('model numbers are named for sure, but for those with wildcards', () => {
  const named = readDeviceNames({ ...toProduct('Pump'), identifiers: { modelNumbers: ['P-3000', 'P-4?00'] } })
  assert.deepEqual(
    named.map(({ model, sure }) => `${model} ${sure}`),
    ['P-3000 true', 'Pump true'],
  )
})

test('a maker with a short name in brackets is one maker; several in one text are each only possible', () => {
  assert.deepEqual(
    makersOf('Becton, Dickinson and Company (BD)').filter(({ sure }) => !sure),
    [],
  )
  assert.deepEqual(
    makersOf('Silex Technology and GE Healthcare').map(({ maker, sure }) => `${maker} ${sure}`),
    ['Silex Technology and GE Healthcare true', 'Silex Technology false', 'GE Healthcare false'],
  )
})

test('no name makes it throw, or takes long', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (maker, product) => void readDeviceNames({ ...toProduct(product), maker })),
  )
  for (const part of ['A1/', 'MX1-MX9999 ', '(', 'and ', ' , ']) readDeviceNames(toProduct(part.repeat(5000)))
})

function toProduct(product: string): Parameters<typeof readDeviceNames>[0] {
  return { name: product, product, maker: 'Philips', identifiers: { modelNumbers: [] } }
}

function list(column: string): readonly string[] {
  return column.split(', ').filter((text) => text !== '')
}
