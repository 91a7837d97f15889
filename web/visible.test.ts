import assert from 'node:assert/strict'
import { test } from 'node:test'
import { visible, visibleName, withVisibleTexts } from './visible.ts'

const override = String.fromCodePoint(0x20_2e)

test('what turns the reading direction or shows nothing is written out; letters of any script, tabs and lines stay', () => {
  assert.equal(visible(`a${override}b${String.fromCodePoint(0x20_0b)}`), 'a<U+202E>b<U+200B>')
  assert.equal(visible('مضخة\n\tπ 泵'), 'مضخة\n\tπ 泵')
  assert.equal(visible('\u0007\ud800'), '<U+0007><U+D800>')
})

test('a name of ten thousand letters is cut', () => {
  assert.equal(visibleName('x'.repeat(10_000)).length, 301)
  assert.equal(visibleName('openssl'), 'openssl')
})

test('an answer is made visible, except what the pages send back as it came', () => {
  const told = {
    says: override,
    list: [{ maker: override, site: override, count: 1, none: null }],
    match: { name: override },
  }
  assert.deepEqual(withVisibleTexts(told), {
    says: '<U+202E>',
    list: [{ maker: '<U+202E>', site: override, count: 1, none: null }],
    match: { name: override },
  })
})
