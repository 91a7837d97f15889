import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultOfDigest, isWholeDigest } from './digest.ts'

const digests: readonly (readonly [string, string, boolean])[] = [
  ['md5', 'a'.repeat(32), true],
  ['sha1', 'a'.repeat(40), true],
  ['sha256', 'a'.repeat(64), true],
  ['sha3512', 'a'.repeat(128), true],
  ['blake3', 'a'.repeat(64), true],
  ['sha256', 'a'.repeat(8), false],
  ['sha256', 'a'.repeat(63), false],
  ['sha256', 'a'.repeat(128), false],
  ['sha256', 'g'.repeat(64), false],
  ['sha256', 'A'.repeat(64), false],
  ['crc32', 'a'.repeat(8), false],
  ['', 'a'.repeat(64), false],
]

test('only all digits of a known algorithm prove which file is meant', () => {
  for (const [algorithm, hex, isWhole] of digests)
    assert.equal(isWholeDigest({ algorithm, hex }), isWhole, `${algorithm} ${hex.length}`)
  assert.match(faultOfDigest({ algorithm: 'sha256', hex: 'abcd' }), /64 .* needed, 4 /)
  assert.match(faultOfDigest({ algorithm: 'crc32', hex: 'abcdabcd' }), /no algorithm/)
})
