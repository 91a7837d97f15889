import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareVersions, schemeById } from './index.ts'

const withoutOrder: readonly (readonly [string, string, string])[] = [
  ['a date and a number', '2021-12-10', '3.2'],
  ['a number and a letter version', '3.2', 'K.2'],
  ['two leading words', 'R2.1', 'SP3'],
  ['a word that we do not know', '12.2(33)SXI3', '12.2(33)'],
  ['two unknown words', '12.2SXI3', '12.2SXJ3'],
  ['a letter that may mean alpha or not', '2.0a1', '2.0'],
]
for (const [what, left, right] of withoutOrder) {
  test(`vendor versions are not compared across ${what}`, () => {
    assert.notEqual(schemeById('natural').sortKey(left), undefined)
    assert.equal(compareVersions('natural', left, right), undefined)
  })
}

const noVersions: readonly (readonly [string, string])[] = [
  ['a commit', '3f2a9c1e'],
  ['a statement', 'before 3.2'],
  ['a longer statement', 'prior to version 3'],
  ['a list', '1.2, 1.3'],
  ['a number with a comma, which may be a decimal one or a list', '4,2'],
  ['a number with an escaped comma', '4\\,2.1'],
  ['a span', '1.2 - 1.4'],
  ['a comparison', '<1.2'],
  ['a name with numbers', 'V500R001C20SPC200PWE'],
  ['a version beginning with a separator', '.5'],
]
for (const [what, text] of noVersions) {
  test(`${what} is no vendor version`, () => {
    assert.equal(schemeById('natural').sortKey(text), undefined)
  })
}
