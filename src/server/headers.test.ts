import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { attachment } from './attachment.ts'
import { holdsAlready } from './caching.ts'
import { preferredOf } from './language.ts'

const wishes: readonly (readonly [accepted: string | undefined, language: string])[] = [
  [undefined, 'en'],
  ['', 'en'],
  ['fr', 'fr'],
  ['fr-CH, fr;q=0.9, en;q=0.8', 'fr'],
  ['en-GB,en;q=0.9,fr;q=0.8', 'en'],
  ['de, fr;q=0.4, en;q=0.3', 'fr'],
  ['de', 'en'],
  ['fr;q=0, en;q=0.1', 'en'],
  ['fr;q=0', 'en'],
  ['FR', 'fr'],
  ['*', 'en'],
  ['fr;q=nonsense, en', 'en'],
  ['franglais', 'en'],
]
for (const [accepted, language] of wishes) {
  test(`Accept-Language "${accepted ?? '(none)'}" is answered in ${language}`, () => {
    assert.equal(preferredOf(accepted), language)
  })
}

const held: readonly (readonly [ifNoneMatch: string | undefined, tag: string, holds: boolean])[] = [
  [undefined, '"a"', false],
  ['"a"', '"a"', true],
  ['W/"a"', '"a"', true],
  ['"b", "a"', '"a"', true],
  ['"a, b", "c"', '"a"', false],
  ['*', '"a"', true],
  ['a', '"a"', false],
  ['"A"', '"a"', false],
]
for (const [ifNoneMatch, tag, holds] of held) {
  test(`If-None-Match ${ifNoneMatch ?? '(none)'} ${holds ? 'names' : 'does not name'} ${tag}`, () => {
    assert.equal(holdsAlready(ifNoneMatch, tag), holds)
  })
}

test('a file name of an upload cannot break out of its header, nor name another folder', () => {
  assert.equal(attachment('pump.cdx.json'), `attachment; filename="pump.cdx.json"; filename*=UTF-8''pump.cdx.json`)
  assert.equal(
    attachment('à/..\\"\r\nset-cookie: x'),
    `attachment; filename="_-..-set-cookie- x"; filename*=UTF-8''%C3%A0-..-set-cookie-%20x`,
  )
})

test('whatever a file is called, its header is one line of plain letters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
      assert.match(attachment(name), /^attachment; filename="[ -!#-~]*"; filename\*=UTF-8''[ -~]*$/)
    }),
  )
})
