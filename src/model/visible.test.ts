import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { visible, visibleJson } from './visible.ts'

test('what could act or hide is shown by its number, in text and in JSON', () => {
  assert.equal(visible('a\u001b[31mb\u202Ec\u009b'), 'a<U+001B>[31mb<U+202E>c<U+009B>')
  assert.equal(visible('x'.repeat(400)), `${'x'.repeat(300)}…`)
  assert.equal(visible('Réanimation 1,5 T — µ 中'), 'Réanimation 1,5 T — µ 中')
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => assert.equal(JSON.parse(visibleJson(text)), text)))
})
