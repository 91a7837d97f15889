import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkOrderLines, schemeById, schemes } from './index.ts'

function fixture(id: string): readonly string[] {
  return readFileSync(join(import.meta.dirname, 'fixtures', `${id}.txt`), 'utf8').split('\n')
}

/** Text that looks like a version often enough to reach every branch. */
const versionLike = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .array(
        fc.constantFrom(
          ...'0 00 1 2 10 2147483648 a b k p rc alpha beta dev final sp build x . - _ ~ + : ^ r v ! #'.split(' '),
        ),
        { maxLength: 9 },
      )
      .map((parts) => parts.join('')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
)

test('every scheme has its own id', () => {
  assert.equal(new Set(schemes.map((scheme) => scheme.id)).size, schemes.length)
})

for (const scheme of schemes) {
  test(`${scheme.id} names its source, and its id finds it`, () => {
    assert.match(scheme.source, /^(https:|docs\/)/)
    assert.equal(schemeById(scheme.id), scheme)
  })

  test(`${scheme.id} orders its readable lines`, async () => {
    const lines = fixture(scheme.id)
    assert.ok(lines.filter((line) => / [<=>] /.test(line)).length >= 5)
    assert.deepEqual(await Array.fromAsync(checkOrderLines(scheme.id, lines)), [])
  })

  test(`${scheme.id} gives any text a key or undefined, the same each time, and never throws`, () => {
    fc.assert(
      fc.property(versionLike, (text) => {
        assert.deepEqual(scheme.sortKey(text), scheme.sortKey(text))
      }),
    )
  })

  test(`${scheme.id} keys of one shape are equal or none begins another, so key ‖ 00 is the successor`, () => {
    fc.assert(
      fc.property(versionLike, versionLike, fc.boolean(), (left, other, isContinued) => {
        const right = isContinued ? left + other : other
        const a = scheme.sortKey(left)
        const b = scheme.sortKey(right)
        if (a === undefined || b === undefined || a.shape !== b.shape) return
        const [shorter, longer] = a.bytes.length <= b.bytes.length ? [a.bytes, b.bytes] : [b.bytes, a.bytes]
        const isPrefix = Buffer.compare(shorter, longer.subarray(0, shorter.length)) === 0
        assert.equal(isPrefix && shorter.length < longer.length, false)
      }),
      { numRuns: 500 },
    )
  })

  test(`no ${scheme.id} key begins with the bytes of an open end`, () => {
    fc.assert(
      fc.property(versionLike, (text) => {
        const key = scheme.sortKey(text)
        assert.notEqual(key?.bytes[0], 0xff)
      }),
    )
  })

  test(`${scheme.id} has no key for a text that is empty, too long, or holds half a character`, () => {
    for (const text of ['', '1'.repeat(257), '1\ud800']) assert.equal(scheme.sortKey(text), undefined)
  })
}

test('words without a number are no versions, except where any text is one', () => {
  for (const { id, sortKey } of schemes) {
    if (id === 'lexicographic') continue
    for (const text of ['unknown', 'latest', 'n/a', 'NOASSERTION', '*', '-'])
      assert.equal(sortKey(text), undefined, `${id} ${text}`)
  }
})

test('names that every object holds are words like any other', () => {
  for (const { id, sortKey } of schemes) {
    for (const word of ['constructor', '__proto__', 'valueOf']) {
      for (const text of [`1-${word}`, `1.${word}1`, `1${word}2`, `1_${word}`]) {
        const key = sortKey(text)
        const plain = sortKey(text.replace(word, word.replaceAll(/(?<=[a-z])[a-z]/gi, 'x')))
        assert.equal(key === undefined, plain === undefined, `${id} ${text}`)
        assert.equal(key?.bytes.length, plain?.bytes.length, `${id} ${text}`)
      }
    }
  }
})

test('numbers of any size compare by value', () => {
  for (const { id, sortKey } of schemes) {
    if (id === 'lexicographic' || id === 'datetime' || id === 'openssl') continue
    const [small, big] = [sortKey(`1.${'9'.repeat(30)}`), sortKey(`1.1${'0'.repeat(30)}`)]
    assert.ok(small !== undefined && big !== undefined && Buffer.compare(small.bytes, big.bytes) < 0, id)
  }
})
