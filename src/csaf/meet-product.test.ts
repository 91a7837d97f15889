import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AdvisoryProduct } from '../model/index.ts'
import { meetProduct } from './index.ts'
import { fitsPattern } from './wildcards.ts'

/** Product and version of it, model and version of the device, and how they meet. */
const meetings: readonly (readonly [
  product: string,
  version: string,
  model: string,
  own: string | undefined,
  says: string,
])[] = [
  ['IntelliVue MX400, MX450 and MX500', '< 4.2', 'IntelliVue MX450', '4.1', 'model sure inside'],
  ['IntelliVue MX400, MX450 and MX500', '< 4.2', 'IntelliVue MX450', '4.2', 'model sure outside'],
  ['IntelliVue MX400, MX450 and MX500', '< 4.2', 'IntelliVue MX700', '4.1', 'none'],
  ['IntelliVue patient monitor MX400-MX850', '<=N', 'IntelliVue MX700', 'M.04.01', 'family doubt inside'],
  ['IntelliVue MP monitors (MP20/MP30)', 'vers:all/*', 'IntelliVue MP30', undefined, 'model sure inside'],
  ['Vivid products, not including EchoPAC', 'vers:all/*', 'Vivid E95', '203', 'family doubt inside'],
  ['Valleylab FT10 Energy Platform', '<= 2.1.0', 'Valleylab FT10', undefined, 'family doubt possible'],
  ['Pump', '4.0', 'Pump', '4.0.3', 'model sure possible'],
  ['Pump', '4.0', 'Other', '4.0', 'none'],
]

for (const [product, version, model, own, says] of meetings) {
  test(`“${product}” ${version} and a ${model} ${own ?? 'of unknown version'}: ${says}`, () => {
    const asset = { maker: 'Example', model, ...(own !== undefined && { version: own }) }
    assert.equal(say(meetProduct(named('P', product, version), asset, new Map())), says)
  })
}

test('a model number meets by wildcards, a serial number decides where one is asked for', () => {
  const product = {
    ...named('P', 'Pump', '*'),
    identifiers: { ...none, modelNumbers: ['PX-3?00'], serialNumbers: ['SN12*'] },
  }
  const meet = (serial?: string) =>
    meetProduct(product, { maker: 'Example', model: 'PX-3400', ...(serial !== undefined && { serial }) }, new Map())
  assert.equal(say(meet('SN-1234')), 'serialNumber sure inside')
  assert.equal(say(meet('SN9')), 'modelNumber sure outside')
  assert.equal(say(meet()), 'modelNumber doubt inside')
})

test('a product on a host meets the host, and only in doubt', () => {
  const [app, host] = [named('A', 'Viewer', '1.0'), named('H', 'Pump', '*')]
  const joined = {
    ...named('J', 'Viewer on Pump', ''),
    joined: [{ productId: 'A', category: 'installed_on' }, { productId: 'H' }],
  }
  const products = new Map([app, host, joined].map((each) => [each.id, each]))
  assert.equal(
    say(meetProduct(joined, { maker: 'Example', model: 'Pump', version: '2' }, products)),
    'model doubt inside',
  )
})

test('patterns of numbers know ? and *, and no pattern takes long', () => {
  for (const [pattern, text, fits] of [
    ['MX-4?0', 'mx450', true],
    ['MX4*', 'MX-450', true],
    ['*50', 'MX450', true],
    ['MX4?', 'MX450', false],
    ['', '', false],
    ['A\\*B', 'a*b', true],
    ['*', 'anything', true],
  ] as const)
    assert.equal(fitsPattern(pattern, text), fits, `${pattern} ${text}`)
  assert.equal(fitsPattern('*a'.repeat(250), 'a'.repeat(499) + 'b'), false)
})

function say(meeting: ReturnType<typeof meetProduct>): string {
  return meeting === undefined ? 'none' : `${meeting.how} ${meeting.isSure ? 'sure' : 'doubt'} ${meeting.versions}`
}

const none: AdvisoryProduct['identifiers'] = {
  purls: [],
  hashes: [],
  modelNumbers: [],
  serialNumbers: [],
  skus: [],
  sbomUrls: [],
  genericUris: [],
}

function named(id: string, product: string, version: string): AdvisoryProduct {
  const range = version === '' ? {} : { version: { is: 'range' as const, text: version } }
  return {
    id,
    name: `${product}: ${version}`,
    path: [],
    maker: 'Example',
    product,
    ...range,
    identifiers: none,
    place: '',
  }
}
