import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parse } from 'csv-parse/sync'
import { escapeCsvCell, toCsvLine } from './csv.ts'

const cells: readonly (readonly [cell: string | number, written: string])[] = [
  ['MX700', 'MX700'],
  ['Réa, lit 3', '"Réa, lit 3"'],
  ['LCD 15"', '"LCD 15"""'],
  ['two\nlines', '"two\nlines"'],
  [' padded', '" padded"'],
  ['=1+1', "'=1+1"],
  ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
  ['+33 1', "'+33 1"],
  ['-2', "'-2"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t'=1"],
  ['a;=1+1', "a;'=1+1"],
  ['a, "-2', `"a, ""'-2"`],
  ['a\n@SUM(A1)', `"a\n'@SUM(A1)"`],
  [-2, '-2'],
  ['', ''],
]
for (const [cell, written] of cells) {
  test(`${JSON.stringify(cell)} is written ${JSON.stringify(written)}`, () =>
    assert.equal(escapeCsvCell(cell), written))
}

test('a line holds its cells in order, an absent one empty', () => {
  assert.equal(toCsvLine(['a;b', undefined, 3], ';'), '"a;b";;3\r\n')
})

test('whatever is written, a CSV reader gets the same number of cells back, and none is a formula', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary' }), { minLength: 2 }),
      fc.constantFrom(',', ';', '\t'),
      (texts, separator) => {
        const [read] = parse(toCsvLine(texts, separator), {
          delimiter: separator,
          record_delimiter: '\r\n',
        })
        assert.equal(read?.length, texts.length)
        for (const [index, cell] of (read ?? []).entries()) {
          assert.doesNotMatch(cell, /^[=+\-@\t\r]/)
          assert.equal(cell.replaceAll("'", ''), texts[index]?.replaceAll("'", ''))
        }
      },
    ),
  )
})

test('a line is no formula either where another separator breaks it, in the middle of quotes', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ unit: fc.constantFrom(';', ',', '\t', '\n', '\r', '"', "'", ' ', '=', '+', '-', '@', 'a') }),
        {
          minLength: 2,
        },
      ),
      fc.constantFrom(',', ';', '\t'),
      (texts, separator) => {
        const line = toCsvLine(['a', ...texts], separator)
        for (const cell of line.split(/[;,\t\r\n]/)) assert.doesNotMatch(cell, /^"?[=+\-@]/)
      },
    ),
  )
})
