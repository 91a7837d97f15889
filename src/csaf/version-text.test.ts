import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { contains, schemeById } from '../versions/index.ts'
import { readVersionText } from './index.ts'

/** A text, versions that it means, versions that it may mean, versions that it does not mean. */
const meanings = `
< 8.2 | 8.1.9 | - | 8.2, 8.2.1
<= 2.1.3 | 2.1.3, 2.1.2 | 2.1.3.4 | 2.1.4
Versions prior to 8.2 | 8.1 | - | 8.2
versions before V3.1 | 3.0 | - | 3.1
Version 4.5 and prior | 4.5, 4.4 | 4.5.1 | 4.6
4.5 or earlier | 4.5 | - | 4.6
4.5 and all earlier versions | 4.5, 1.0 | - | 4.6
4.5 and below | 4.5 | - | 4.6
up to and including 3.2 | 3.2 | - | 3.3
up to 3.2 | 3.2 | - | 3.3
3.0 and later | 3.0, 9.0 | - | 2.9
3.0 or newer | 3.1 | - | 2.9
later than 3.0 | 3.1 | - | 3.0, 2.9
All versions | 1.0, anything | - | -
* | 1.0 | - | -
vers:all/* | 1.0 | - | -
vers:generic/>=1.0|<2.0 | 1.5 | - | 2.0, 0.9
vers:all/<V2.0 | 1.9 | - | 2.0
vers:all/>=V1.1<V2.0 SP1 | 1.1, 2.0 | - | 2.0 SP1, 1.0
Rev. B and earlier | A.1, B.2 | 1.0 | C.0
Rev J-M | J.1, M.9 | - | N.0, A.1
1.0 through 3.2 | 1.0, 3.2, 2 | 3.2.1 | 3.3, 0.9
1.0 to 3.2 | 3.2 | - | 3.3
between 1.0 and 3.2 | 2.0 | - | 3.3
>= 1.0 and < 3.2 | 1.0, 3.1 | - | 3.2
>= 4.4 | <= 4.12 | 4.4 | - | 4.13
1.0 | 1.0 | 1.0.3 | 1.1
1.0, 1.2 and 1.4 | 1.2 | 1.2.1 | 1.3
2.x | 2.0, 2.9.9 | - | 1.9, 3.0
12.2.x.x and prior | 12.2.9, 11 | - | 12.3
< V15 SP1 Update 3 | 15 SP1 Update 2 | - | 15 SP1 Update 3, 15 SP2
<V15_SP1_Upd_3 | 15 SP1 | - | 15 SP1 Update 3
12.2(3)EA1 | 12.2(3)EA1 | - | -
All versions < V2.1 | 2.0 | - | 2.1
Firmware versions 9.0.3 and older | 9.0.3 | - | 9.0.4
* (end-of-life 2011) | 1.0 | - | -
toutes les versions | 1.0 | - | -
versions antérieures à 8.2 | 8.1 | - | 8.2
version 4.5 et antérieures | 4.5 | - | 4.6
4.5 et versions antérieures | 4.5 | - | 4.6
jusqu'à la version 3.2 | 3.2 | - | 3.3
de 1.0 à 3.2 | 2.0 | - | 3.3
à partir de la version 3.0 | 3.0, 4 | - | 2.9
3.0 et ultérieures | 3.1 | - | 2.9
version inférieure ou égale à 3.2 | 3.2 | - | 3.3
1.0 ou 1.2 | 1.2 | - | 1.1
9.x model 35700BAX3 | - | 9.1 | 8.0
2003 to 2006 | 2004 | 1.0, 2010 | -
<= U61 | <= L81 | U60, L81 | 60 | -
< 3.0 | < 4.0 | 2.9 | 3.5 | 4.1
`

for (const row of meanings.trim().split('\n')) {
  const columns = row.split(' | ')
  const [outside = '', perhaps = '', inside = ''] = columns.splice(-3).reverse()
  const text = columns.join(' | ')
  test(`“${text}” means what a person would read`, () => {
    assert.deepEqual(
      saidOf(text, inside),
      versionsOf(inside).map((version) => `${version} inside`),
    )
    assert.deepEqual(
      saidOf(text, perhaps),
      versionsOf(perhaps).map((version) => `${version} perhaps`),
    )
    assert.deepEqual(
      saidOf(text, outside),
      versionsOf(outside).map((version) => `${version} outside`),
    )
  })
}

/** Texts that no machine should take for a range. */
const unclear = [
  '< July 1 2017',
  'the first 5 digits of serial number 24031 and prior',
  'all except 3.2',
  'All BIOS versions < V22.01',
  'Version A, Firmware A.03.09',
  '< V3.X.17',
  'F.0.G.0',
  'with wireless option',
  'No version',
  '<',
  '',
  '3.2 but not 3.1',
  '<V33.017_V34.014_V35.013',
  '8/30/2024',
]

for (const text of unclear) {
  test(`“${text}” is left to people, with a reason`, () => {
    const { ranges, possible, because } = readVersionText(text)
    assert.deepEqual([ranges.length, possible.map(({ is }) => is)], [0, ['unreadable']])
    assert.ok((because ?? '').length > 0)
  })
}

test('no text makes it throw, and none is left without an answer', () => {
  const words = fc.constantFrom(
    'versions',
    'prior',
    'to',
    'and',
    '<',
    '>=',
    '|',
    '1.0',
    'v2',
    'x',
    '(',
    ')',
    ',',
    'all',
    'N',
    '-',
    'until',
  )
  const text = fc.oneof(
    fc.string(),
    fc.array(words, { maxLength: 12 }).map((each) => each.join(' ')),
  )
  fc.assert(
    fc.property(text, (given) => {
      const { ranges, possible } = readVersionText(given)
      assert.ok(ranges.length + possible.length > 0)
    }),
  )
})

test('long texts of hostile make are read in no time', () => {
  for (const part of ['and earlier ', '1.', '(', '1.0 | ', 'v_', '<=', ' -']) readVersionText(part.repeat(50_000))
})

function versionsOf(column: string): readonly string[] {
  return column.split(', ').filter((text) => text !== '-' && text !== '')
}

function saidOf(text: string, column: string): readonly string[] {
  const { ranges, possible } = readVersionText(text)
  return versionsOf(column).map((version) => {
    const key = schemeById('natural').sortKey(version)
    const sure = ranges.map((range) => contains(range, key))
    if (sure.includes('inside')) return `${version} inside`
    const all = [...sure, ...possible.map((range) => contains(range, key))]
    return `${version} ${all.every((each) => each === 'outside') ? 'outside' : 'perhaps'}`
  })
}
