import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Vers } from './index.ts'
import { parseVers, versToRanges } from './index.ts'
import { formatVers, versContains } from './testing.ts'

function vers(text: string): Vers {
  const parsed = parseVers(text)
  assert.ok(parsed.is === 'vers', parsed.is === 'unreadable' ? parsed.because : '')
  return parsed.vers
}

const contained: readonly (readonly [string, string, 'inside' | 'outside' | 'unknown'])[] = [
  ['vers:npm/*', '0.0.1', 'inside'],
  ['vers:none/*', '0.0.1', 'outside'],
  ['vers:all/*', '0.0.1', 'inside'],
  ['vers:npm/1.2.3', '1.2.3', 'inside'],
  ['vers:npm/>=1.0.0|<2.0.0', '1.9.9', 'inside'],
  ['vers:npm/>=1.0.0|<2.0.0', '2.0.0', 'outside'],
  ['vers:npm/<1.0.0|>=2.0.0|<3.0.0', '1.5.0', 'outside'],
  ['vers:npm/<1.0.0|>=2.0.0|<3.0.0', '0.9.0', 'inside'],
  ['vers:npm/<1.0.0|>=2.0.0', '4.0.0', 'inside'],
  ['vers:npm/>=1.0.0|!=1.5.0|<2.0.0', '1.5.0', 'outside'],
  ['vers:npm/>=1.0.0|!=1.5.0|<2.0.0', '1.5.1', 'inside'],
  ['vers:npm/1.0.0|>=2.0.0', '1.0.0', 'inside'],
  ['vers:npm/!=1.0.0', '1.0.1', 'inside'],
  ['vers:npm/!=1.0.0', '1.0.0', 'outside'],
  ['vers:npm/>=1.0.0|<2.0.0', 'next', 'unknown'],
  ['vers:npm/>=one|<2.0.0', '1.0.0', 'unknown'],
  ['vers:npm/>1.0.0|>2.0.0', '3.0.0', 'unknown'],
  ['vers:gentoo/>1.0.0', '3.0.0', 'unknown'],
  ['vers:rpm/<=1.2', '1.2-9', 'inside'],
  ['vers:deb/<1:1.2-3', '1:1.2-2', 'inside'],
]
for (const [range, version, answer] of contained) {
  test(`${version} is ${answer} ${range}`, () => {
    assert.equal(versContains(vers(range), version), answer)
  })
}

const mended: readonly (readonly [string, string])[] = [
  ['vers:npm/ >=1.0.0 | <2.0.0', 'vers:npm/>=1.0.0|<2.0.0'],
  ['vers:npm/<2.0.0|>=1.0.0', 'vers:npm/>=1.0.0|<2.0.0'],
  ['vers:npm/|1.0.0||1.1.0|', 'vers:npm/1.0.0|1.1.0'],
  ['vers:NPM/=1.0.0', 'vers:npm/1.0.0'],
  ['vers:deb/1%3a1.0', 'vers:deb/1:1.0'],
]
for (const [text, canonical] of mended) {
  test(`${text} is read with a problem, and written ${canonical}`, () => {
    assert.notDeepEqual(vers(text).problems, [])
    assert.equal(formatVers(vers(text)), canonical)
    assert.deepEqual(vers(canonical).problems, [])
  })
}

for (const text of [
  '',
  'npm/1.0',
  'vers:npm',
  'vers:npm/',
  'vers:npm/|',
  'vers:npm/>=',
  'vers:npm/>>1',
  'vers:npm/1%2',
  'vers:npm/*|1',
]) {
  test(`"${text}" is unreadable, and says why`, () => {
    const parsed = parseVers(text)
    assert.ok(parsed.is === 'unreadable' && parsed.because.length > 10)
  })
}

test('separators in a version are percent-encoded', () => {
  const text = 'vers:generic/1%7C2%25%20%2A'
  assert.deepEqual(vers(text).constraints, [{ comparator: '=', version: '1|2% *' }])
  assert.equal(formatVers(vers(text)), text)
})

test('a range without holes has none; a hole splits an interval in two', () => {
  assert.equal(versToRanges(vers('vers:npm/>=1.0.0|<2.0.0')).length, 1)
  assert.equal(versToRanges(vers('vers:npm/>=1.0.0|!=1.5.0|<2.0.0')).length, 2)
})

test('any text is read or refused, and what is read comes back the same from its canonical text', () => {
  const piece = fc.constantFrom(
    'vers:',
    'npm',
    'deb',
    '/',
    '|',
    '>=',
    '<',
    '!=',
    '=',
    '*',
    '1.0',
    '2',
    '%2A',
    '%',
    ' ',
    'é',
  )
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 10 }).map((parts) => `vers:npm/${parts.join('')}`),
      (text) => {
        const parsed = parseVers(text)
        if (parsed.is === 'unreadable') return
        const again = vers(formatVers(parsed.vers))
        assert.deepEqual(again.constraints, parsed.vers.constraints)
        assert.equal(versContains(again, '1.0'), versContains(parsed.vers, '1.0'))
      },
    ),
  )
})
