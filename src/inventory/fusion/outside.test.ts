import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kindsAmong } from './outside.ts'

const kindOf = kindsAmong([{ network: '203.0.113.0/24', name: 'Our own' }])
const silent = { isClinical: false, isTold: false }

const cases: readonly (readonly [what: string, anchors: readonly string[], kind: string])[] = [
  ['an address of the internet', ['ip:198.51.100.7'], 'outside'],
  ['two of them, with a name', ['ip:198.51.100.7', 'ip:2001:db8::7', 'host:cdn'], 'outside'],
  ['an address of the hospital', ['ip:10.0.0.7'], 'device'],
  ['one of each', ['ip:198.51.100.7', 'ip:10.0.0.7'], 'device'],
  ['a public address that the hospital named', ['ip:203.0.113.7'], 'device'],
  ['what has an interface here', ['mac:00:09:fb:01:02:03', 'ip:198.51.100.7'], 'device'],
  ['what has a title', ['ae:CT1', 'ip:198.51.100.7'], 'device'],
  ['a name alone', ['host:ct1'], 'device'],
] // prettier-ignore

for (const [what, anchors, kind] of cases) {
  test(`${what} is ${kind === 'outside' ? 'outside' : 'a device'}`, () => {
    assert.equal(kindOf({ kind: 'device', anchors }, silent), kind)
  })
}

test('what spoke a clinical protocol, or told its model, is a device wherever it stands', () => {
  const asked = { kind: 'device', anchors: ['ip:198.51.100.7'] } as const
  assert.equal(kindOf(asked, { isClinical: true, isTold: false }), 'device')
  assert.equal(kindOf(asked, { isClinical: false, isTold: true }), 'device')
  assert.equal(kindOf({ ...asked, kind: 'router' }, silent), 'router')
})
