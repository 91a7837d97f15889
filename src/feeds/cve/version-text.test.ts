import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readVersionText } from './version-text.ts'

const rows: readonly (readonly [text: string, meaning: string])[] = [
  ['all versions', 'all'],
  ['*', 'all'],
  ['n/a', 'untold'],
  ['unspecified', 'untold'],
  ['', 'untold'],
  ['2.3', 'version 2.3'],
  ['Version 2.3 SP1', 'version 2.3 SP1'],
  ['1.0 and 2.0', 'version 1.0 and 2.0'],
  ['< 2.3', '< 2.3'],
  ['<2.3', '< 2.3'],
  ['<= 2.3', '<= 2.3'],
  ['>= 1.0, < 2.3', '>= 1.0 < 2.3'],
  ['>= 1.0 and <= 2.3', '>= 1.0 <= 2.3'],
  ['> 1.0', '> 1.0'],
  ['= 1.2', '>= 1.2 <= 1.2'],
  ['>= 1.0, < 1.5 || >= 2.0, < 2.4', '>= 1.0 < 1.5 || >= 2.0 < 2.4'],
  ['before 2.3', '< 2.3'],
  ['prior to 2.3', '< 2.3'],
  ['2.3 and earlier', '<= 2.3'],
  ['2.3 or later', '>= 2.3'],
  ['2.0 through 2.5', '>= 2.0 <= 2.5'],
  ['from 2.0 up to and including 2.5', '>= 2.0 <= 2.5'],
  ['between 2.0 and 2.5', '>= 2.0 <= 2.5'],
  ['2.0 before 2.5', '>= 2.0 < 2.5'],
  ['up to 2.5', '<= 2.5'],
  ['0 to 2.5', '<= 2.5'],
  ['2.0 <2.3', '>= 2.0 < 2.3'],
  ['0 ≤1.4', '<= 1.4'],
  ['1.x', '>= 1 <= 1.*'],
  ['< 2.3, < 2.4', 'version < 2.3, < 2.4'],
  ['soon to be told', 'version soon to be told'],
]
for (const [text, meaning] of rows) {
  test(`“${text}” means ${meaning}`, () => {
    const read = readVersionText(text)
    const words =
      read.is === 'version'
        ? `version ${read.version}`
        : read.is === 'stretches'
          ? read.stretches
              .map(({ from, fromInclusive = true, to, toInclusive }) =>
                [
                  from === undefined ? [] : `${fromInclusive ? '>=' : '>'} ${from}`,
                  to === undefined ? [] : `${toInclusive === true ? '<=' : '<'} ${to}`,
                ]
                  .flat()
                  .join(' '),
              )
              .join(' || ')
          : read.is
    assert.equal(words, meaning)
  })
}
