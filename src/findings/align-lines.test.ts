import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ComparedLine, ComponentChanges } from '../model/index.ts'
import { alignLines } from './align-lines.ts'

let lines = 0

function line(facts: Partial<ComparedLine>): ComparedLine {
  lines += 1
  return {
    sbomId: 1,
    ordinal: lines,
    componentId: lines,
    type: 'library',
    name: 'part',
    purls: [],
    cpes: [],
    swids: [],
    hashes: [],
    sourcePackages: [],
    licences: [],
    deployed: true,
    ...facts,
  }
}

/** `name version → name version: fields` for what changed, `+`, `-` for the rest. */
function told({ added, removed, changed }: ComponentChanges): string[] {
  const say = ({ name, version }: ComparedLine): string => `${name} ${version ?? '?'}`
  return [
    ...changed.map(({ before, after, by, fields }) => `${say(before)} → ${say(after)} by ${by}: ${fields.join(' ')}`),
    ...added.map((each) => `+ ${say(each)}`),
    ...removed.map((each) => `- ${say(each)}`),
  ]
}

const table: readonly [what: string, before: ComparedLine[], after: ComparedLine[], says: string[]][] = [
  [
    'a purl of another version is the same component',
    [line({ name: 'openssl', version: '1.1.1k', purls: ['pkg:generic/openssl@1.1.1k'] })],
    [line({ name: 'OpenSSL', version: '1.1.1w', purls: ['pkg:generic/openssl@1.1.1w'] })],
    ['openssl 1.1.1k → OpenSSL 1.1.1w by purl: name version purls'],
  ],
  [
    'a CPE of another version is the same component, whatever it is called',
    [line({ name: 'RTOS', version: '6.8', cpes: ['cpe:2.3:o:windriver:vxworks:6.8:*:*:*:*:*:*:*'] })],
    [line({ name: 'VxWorks', version: '6.9', cpes: ['cpe:/o:windriver:vxworks:6.9'] })],
    ['RTOS 6.8 → VxWorks 6.9 by cpe: name version cpes'],
  ],
  [
    'a name with another supplier, another licence and an identifier at last',
    [line({ name: 'zlib', version: '1.2', supplier: 'A', licences: ['Zlib'] })],
    [line({ name: 'zlib', version: '1.2', supplier: 'B', licences: ['MIT'], purls: ['pkg:generic/zlib@1.2'] })],
    ['zlib 1.2 → zlib 1.2 by name: supplier purls licences'],
  ],
  [
    'one name in two registries is two components',
    [line({ name: 'requests', purls: ['pkg:npm/requests@1'] })],
    [line({ name: 'requests', purls: ['pkg:pypi/requests@1'] })],
    ['+ requests ?', '- requests ?'],
  ],
  [
    'a file of another name and the same digest was renamed',
    [line({ name: 'a.so', type: 'file', hashes: ['sha256:aa'] })],
    [line({ name: 'b.so', type: 'file', hashes: ['sha256:aa'] })],
    ['a.so ? → b.so ? by digest: name'],
  ],
  [
    'versions of one component are paired in their order, and what is too many was added',
    [line({ version: '1.9' }), line({ version: '1.10', componentId: 10 })],
    [line({ version: '1.11' }), line({ version: '1.10', componentId: 10 }), line({ version: '2.0' })],
    ['part 1.9 → part 1.11 by name: version', '+ part 2.0'],
  ],
  [
    'the same component in two assemblies stays in its own',
    [line({ version: '1', within: 'x' }), line({ version: '2', within: 'y' })],
    [line({ version: '3', within: 'y' }), line({ version: '4', within: 'x' })],
    ['part 2 → part 3 by name: version', 'part 1 → part 4 by name: version'],
  ],
  [
    'what is not deployed any more has changed, and the order of identifiers has not',
    [line({ purls: ['pkg:npm/a@1', 'pkg:npm/b@1'], componentId: 7 })],
    [line({ purls: ['pkg:npm/b@1', 'pkg:npm/a@1'], componentId: 7, deployed: false })],
    ['part ? → part ? by purl: deployed'],
  ],
  ['facts that are not shown differ', [line({})], [line({})], ['part ? → part ? by name: other']],
]

for (const [what, before, after, says] of table) {
  test(what, () => assert.deepEqual(told(alignLines(before, after)), says))
}

const names = fc.constantFrom('a', 'b', 'A b')
const arbitrary = fc.record({
  name: names,
  group: names,
  supplier: names,
  version: fc.constantFrom('1.9', '1.10', '2', 'x'),
  purls: fc.subarray(['pkg:npm/a@1', 'pkg:npm/a@2', 'pkg:pypi/b@1', 'no purl']),
  cpes: fc.subarray(['cpe:2.3:a:v:a:1:*:*:*:*:*:*:*', 'cpe:2.3:a:v:a:2:*:*:*:*:*:*:*', 'no cpe']),
  hashes: fc.subarray(['sha1:aa', 'sha1:bb']),
  within: names,
})
const manyLines = fc
  .array(arbitrary, { maxLength: 12 })
  .map((many) => many.map((facts, ordinal) => line({ ...facts, ordinal, componentId: -1 })))

test('each line stands in one class, whichever side is looked from', () => {
  fc.assert(
    fc.property(manyLines, manyLines, (before, after) => {
      const there = alignLines(before, after)
      const back = alignLines(after, before)
      assert.equal(there.unchanged + there.changed.length + there.removed.length, before.length)
      assert.equal(there.unchanged + there.changed.length + there.added.length, after.length)
      assert.deepEqual(back.removed, there.added)
      assert.deepEqual(back.added, there.removed)
      assert.equal(back.unchanged, there.unchanged)
      const pairs = (changes: ComponentChanges, turned: boolean): string[] =>
        changes.changed
          .map(({ before: one, after: other }) =>
            turned ? [other.ordinal, one.ordinal] : [one.ordinal, other.ordinal],
          )
          .map((pair) => pair.join(' '))
          .sort()
      assert.deepEqual(pairs(back, true), pairs(there, false))
    }),
  )
})

test('the order in which lines come plays no part', () => {
  fc.assert(
    fc.property(manyLines, manyLines, (before, after) => {
      assert.deepEqual(alignLines(before.toReversed(), after.toReversed()), alignLines(before, after))
    }),
  )
})

test('an SBOM beside itself is unchanged', () => {
  fc.assert(
    fc.property(manyLines, (each) => {
      const { unchanged, changed, added, removed } = alignLines(each, each)
      assert.deepEqual([unchanged, changed, added, removed], [each.length, [], [], []])
    }),
  )
})
