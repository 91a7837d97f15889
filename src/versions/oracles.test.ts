import { test } from 'node:test'
import * as pep440Oracle from '@renovatebot/pep440'
import fc from 'fast-check'
import semverOracle from 'semver'
import { agreesOver } from './testing.ts'

const assertAgrees = agreesOver(1_000)

const number = fc.oneof(fc.constantFrom('0', '1', '2', '10'), fc.nat({ max: 3_000_000_000 }).map(String))
const numbers = (min: number, max: number): fc.Arbitrary<string> =>
  fc.array(number, { minLength: min, maxLength: max }).map((parts) => parts.join('.'))
const maybe = (text: fc.Arbitrary<string>): fc.Arbitrary<string> => fc.oneof(fc.constant(''), text)

test('semver keys order versions as the semver package does', () => {
  const identifier = fc.oneof(number, fc.constantFrom('alpha', 'beta', 'rc', 'A', '-', '0a', 'x-1'))
  const identifiers = fc.array(identifier, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.'))
  const versions = fc
    .tuple(numbers(3, 3), maybe(identifiers.map((text) => `-${text}`)), maybe(identifiers.map((text) => `+${text}`)))
    .map((parts) => parts.join(''))
  assertAgrees('semver', versions, semverOracle.compare)
})

test('pep440 keys order versions as the pep440 package does', () => {
  const word = (...words: readonly string[]): fc.Arbitrary<string> =>
    maybe(fc.tuple(fc.constantFrom(...words), number).map((parts) => parts.join('')))
  const versions = fc
    .tuple(
      fc.constantFrom('', '1!'),
      numbers(1, 4),
      word('a', 'b', 'rc', '.alpha', '-c', '_pre'),
      word('.post', '-', '.rev'),
      word('.dev'),
      maybe(fc.constantFrom('+abc', '+1', '+1.abc', '+abc.10', '+abc.9')),
    )
    .map((parts) => parts.join(''))
  assertAgrees('pep440', versions, pep440Oracle.compare)
})

test('gem keys order versions as if zeros without end followed', () => {
  const segment = fc.oneof(number, fc.constantFrom('0', 'a', 'b', 'rc', 'pre'))
  const versions = fc
    .tuple(number, fc.array(segment, { maxLength: 5 }))
    .map(([first, rest]) => [first, ...rest].join('.'))
  assertAgrees('gem', versions, compareGems)
})

/** Gem::Version#<=>, segment by segment; words lie below numbers. */
function compareGems(left: string, right: string): number {
  const [a, b] = [gemSegments(left), gemSegments(right)]
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0]
    if (x === y) continue
    if (typeof x !== typeof y) return typeof x === 'string' ? -1 : 1
    return x < y ? -1 : 1
  }
  return 0
}

function gemSegments(version: string): readonly (number | string)[] {
  const segments = version.split('.').map((s) => (/^[0-9]+$/.test(s) ? Number(s) : s))
  const word = segments.findIndex((s) => typeof s === 'string')
  const split = word === -1 ? segments.length : word
  const withoutZeros = (part: readonly (number | string)[]): readonly (number | string)[] =>
    part.slice(0, part.findLastIndex((s) => s !== 0) + 1)
  return [...withoutZeros(segments.slice(0, split)), ...withoutZeros(segments.slice(split))]
}
