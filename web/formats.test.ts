import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatsOf } from './formats.ts'
import { pickLanguage } from './language.ts'

const plain = (text: string): string => text.replaceAll(/\s/g, ' ')

test('numbers and days read as each language writes them', () => {
  const [en, fr] = [formatsOf('en'), formatsOf('fr')]
  assert.equal(en.count(1_214), '1,214')
  assert.equal(plain(fr.count(1_214)), '1 214')
  assert.equal(en.score(10), '10.0')
  assert.equal(fr.score(9.8), '9,8')
  assert.equal(en.day('2021-12-10T23:59:59Z'), '10 December 2021')
  assert.equal(fr.day('2021-12-10'), '10 décembre 2021')
  assert.equal(en.day('some day'), 'some day')
})

test('a share that is neither nothing nor all never reads so', () => {
  const { percent } = formatsOf('en')
  const table: readonly (readonly [number, string])[] = [
    [0, '0%'],
    [1 / 20_000, '< 0.1%'],
    [61 / 2_015, '3%'],
    [0.0829, '8.3%'],
    [0.235, '24%'],
    [0.9985, '99.9%'],
    [0.99999, '> 99.9%'],
    [1, '100%'],
  ]
  for (const [fraction, says] of table) assert.equal(percent(fraction), says)
})

test('the language is the one of the address, else the one kept, else the first of ours that the browser prefers', () => {
  assert.equal(pickLanguage('fr', 'en', ['en']), 'fr')
  assert.equal(pickLanguage(undefined, 'fr', ['en-GB']), 'fr')
  assert.equal(pickLanguage(undefined, 'xx', ['de', 'fr-CH', 'en']), 'fr')
  assert.equal(pickLanguage(undefined, null, ['en-US', 'fr']), 'en')
  assert.equal(pickLanguage(undefined, null, ['de']), 'en')
})
