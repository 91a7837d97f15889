import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compareVersions } from './index.ts'
import { readMavenLists } from './maven-lists.ts'
import type { MavenItem } from './maven-lists.ts'

const part = fc.constantFrom(
  '0',
  '1',
  '2',
  '10',
  'a',
  'alpha',
  'rc',
  'snapshot',
  'ga',
  'final',
  'sp',
  'x',
  'foo',
  '.',
  '.',
  '-',
  '-',
)
const versions = fc
  .tuple(fc.constantFrom('0', '1', '2'), fc.array(part, { maxLength: 8 }))
  .map(([first, rest]) => first + rest.join(''))

test('maven keys order versions as comparing the nested lists item by item does', () => {
  fc.assert(
    fc.property(versions, versions, (left, right) => {
      const order = Math.sign(compareLists(nested(left), nested(right)))
      assert.equal(compareVersions('maven', left, right), ['<', '=', '>'][order + 1], `${left} and ${right}`)
    }),
    { numRuns: 5_000 },
  )
})

// The comparison of Maven's ComparableVersion on its own terms: an item that is missing is null, and null is the release.

type Nested = readonly (MavenItem | { readonly list: Nested })[]
type Node = Nested[number] | undefined

function nested(version: string): Nested {
  let inner: Nested | undefined
  for (const list of readMavenLists(version).toReversed())
    inner = inner === undefined ? list : [...list, { list: inner }]
  return inner ?? []
}

function compareLists(left: Nested, right: Nested): number {
  for (let i = 0; i < Math.max(left.length, right.length); i += 1) {
    const order = compareNodes(left[i], right[i])
    if (order !== 0) return order
  }
  return 0
}

function compareNodes(left: Node, right: Node): number {
  if (left === undefined) return right === undefined ? 0 : -compareToNull(right)
  if (right === undefined) return compareToNull(left)
  if ('list' in left) return compareList(left.list, right)
  if ('list' in right) return -compareList(right.list, left)
  if (left.word === '' || right.word === '') {
    if (left.word !== right.word) return left.word === '' ? 1 : -1
    return Number(left.digits) - Number(right.digits)
  }
  return compareWords(left.word, right.word) || compareDigits(left, right)
}

function compareDigits(left: MavenItem, right: MavenItem): number {
  if (left.word !== 'ga') return Number(left.digits ?? -1) - Number(right.digits ?? -1)
  return Number(left.digits ?? 0) - Number(right.digits ?? 0)
}

function compareList(list: Nested, other: Exclude<Node, undefined>): number {
  if ('list' in other) return compareLists(list, other.list)
  if (other.word === '') return -1
  return compareNodes(list[0], other) || compareLists(list.slice(1), [])
}

function compareToNull(node: Exclude<Node, undefined>): number {
  if ('list' in node) return node.list.map(compareToNull).find((order) => order !== 0) ?? 0
  if (node.word === '') return Number(node.digits)
  return compareWords(node.word, 'ga') || (node.word === 'ga' ? Number(node.digits ?? 0) : 0)
}

const known = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', 'ga', 'sp']

function compareWords(left: string, right: string): number {
  const [a, b] = [known.indexOf(left), known.indexOf(right)]
  if (a !== -1 && b !== -1) return a - b
  if (a === -1 && b === -1) return left === right ? 0 : left < right ? -1 : 1
  return a === -1 ? 1 : -1
}
