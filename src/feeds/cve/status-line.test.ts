import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { contains, schemeById } from '../../versions/index.ts'
import type { Version } from './schema.ts'
import { stretchesOf, type Line, type Stretch } from './status-line.ts'

const said = (lines: readonly Line[], ...others: readonly (readonly Line[])[]): readonly string[] =>
  stretchesOf('natural', [lines, ...others]).map(({ range, text, undecided }) =>
    range.is === 'unreadable' ? `unreadable: ${text}` : `${undecided === undefined ? 'affected' : 'untold'}: ${text}`,
  )

const semver = { versionType: 'semver' } as const
const rows: readonly (readonly [
  what: string,
  defaultStatus: Line['defaultStatus'],
  versions: readonly Version[],
  expected: readonly string[],
])[] = [
  [
    'a stretch, and the rest is not affected',
    'unaffected',
    [{ ...semver, version: '1.0', lessThan: '2.3', status: 'affected' }],
    ['affected: >= 1.0 and < 2.3'],
  ],
  [
    '0 and * are open ends',
    'unaffected',
    [{ ...semver, version: '0', lessThan: '*', status: 'affected' }],
    ['affected: every version'],
  ],
  [
    '2.* is all of 2',
    'unaffected',
    [{ ...semver, version: '1.0', lessThan: '2.*', status: 'affected' }],
    ['affected: >= 1.0 and <= 2.*'],
  ],
  [
    'changes inside',
    'unaffected',
    [
      {
        ...semver,
        version: '2.0',
        lessThan: '3',
        status: 'affected',
        changes: [
          { at: '2.6', status: 'affected' },
          { at: '2.5', status: 'unaffected' },
        ],
      },
    ],
    ['affected: >= 2.0 and < 2.5', 'affected: >= 2.6 and < 3'],
  ],
  [
    'all but what is repaired',
    'affected',
    [{ ...semver, version: '2.5', lessThan: '*', status: 'unaffected' }],
    ['affected: < 2.5'],
  ],
  [
    'without a default the rest is not told',
    'unknown',
    [
      { version: '2.4', status: 'affected' },
      { version: '2.6', status: 'unaffected' },
    ],
    ['affected: = 2.4', 'untold: < 2.4', 'untold: > 2.4 and < 2.6', 'untold: > 2.6'],
  ],
  [
    'where nothing is said to be unaffected, one stretch holds the rest',
    'unknown',
    [{ version: '< 2.3', status: 'affected' }],
    ['affected: < 2.3', 'untold: every version'],
  ],
  [
    'the first entry that holds a version decides',
    'unaffected',
    [
      { version: '2.4', status: 'unaffected' },
      { version: '2.0', lessThanOrEqual: '3.0', status: 'affected' },
    ],
    ['affected: >= 2.0 and < 2.4', 'affected: > 2.4 and <= 3.0'],
  ],
  [
    'bounds that leave nothing between them',
    'unknown',
    [{ version: '119.0', lessThan: '119.0', status: 'affected' }],
    ['unreadable: no version lies between “119.0” and “119.0”'],
  ],
  ['no version at all', 'unknown', [], ['unreadable: the record names the product and no version of it']],
  [
    'n/a is no version',
    'unaffected',
    [{ version: 'n/a', status: 'affected' }],
    ['unreadable: the record names the product and no version of it'],
  ],
  ['every version by default', 'affected', [], ['affected: every version']],
  [
    'commits alone',
    'unaffected',
    [{ versionType: 'git', version: '1da177e4', lessThan: '0123abcd', status: 'affected' }],
    ['unreadable: only commits are named, which no version can be compared with'],
  ],
  [
    'an exception that cannot be ordered takes the certainty from the default',
    'affected',
    [{ versionType: 'rpm', version: '1:2', lessThan: '*', status: 'unaffected' }],
    [],
  ],
  [
    'a change that cannot be ordered leaves the stretch untold',
    'unaffected',
    [{ version: '1', lessThan: '3', status: 'affected', changes: [{ at: '', status: 'unaffected' }] }],
    ['untold: >= 1 and < 3'],
  ],
]
for (const [what, defaultStatus, versions, expected] of rows) {
  test(what, () => {
    const told = said([{ defaultStatus, versions }])
    if (expected.length > 0) assert.deepEqual(told, expected)
    else assert.ok(told.length > 0 && told.every((each) => !each.startsWith('affected')), told.join())
  })
}

test('commits beside versions say the same again', () => {
  const commits: Line = {
    defaultStatus: 'unaffected',
    versions: [{ versionType: 'git', version: '1da1', lessThan: '01ab', status: 'affected' }],
  }
  const versions: Line = {
    defaultStatus: 'unaffected',
    versions: [{ version: '4.2', lessThan: '5.1', status: 'affected' }],
  }
  assert.deepEqual(said([commits, versions]), ['affected: >= 4.2 and < 5.1'])
})

test('another container tells what the first leaves open, and takes nothing from what it states', () => {
  const open: Line = { defaultStatus: 'unknown', versions: [{ version: '0', lessThan: '2', status: 'affected' }] }
  const closed: Line = { defaultStatus: 'unaffected', versions: [{ version: '0', lessThan: '1', status: 'affected' }] }
  assert.deepEqual(said([open], [closed]), ['affected: < 2'])
})

const status = fc.constantFrom('affected', 'unaffected', 'unknown')
const number = fc.integer({ min: 0, max: 6 }).map(String)
const entry: fc.Arbitrary<Version> = fc.oneof(
  fc.record({ version: number.filter((each) => each !== '0'), status }),
  fc.record({
    version: number,
    lessThan: fc.constantFrom('3', '5', '7', '*'),
    status,
    changes: fc.array(fc.record({ at: number, status }), { maxLength: 2 }),
  }),
  fc.record({ version: number, lessThanOrEqual: fc.constantFrom('3', '5', '7'), status }),
)

test('each version has the status that the rules of the format give it, one by one', () => {
  fc.assert(
    fc.property(
      fc.array(entry, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('affected', 'unaffected', 'unknown'),
      (versions, defaultStatus) => {
        // bounds that leave no version between them are told as unreadable, which the rules do not have
        const real = versions.filter(({ version, lessThan, lessThanOrEqual }) =>
          isSome(version, lessThan ?? lessThanOrEqual, lessThan === undefined),
        )
        fc.pre(real.length > 0)
        const stretches = stretchesOf('natural', [[{ defaultStatus, versions: real }]])
        for (const version of ['0.5', '1', '1.5', '2', '3', '3.5', '4', '5', '5.5', '6', '7', '7.5'])
          assert.equal(statusIn(stretches, version), statusBy(real, defaultStatus, Number(version)), version)
      },
    ),
    { numRuns: 500 },
  )
})

function isSome(version: string | null | undefined, to: string | null | undefined, isInclusive: boolean): boolean {
  if (to === null || to === undefined || to === '*' || version === '0') return true
  return isInclusive ? Number(version) <= Number(to) : Number(version) < Number(to)
}

function statusIn(stretches: readonly Stretch[], version: string): string {
  const key = schemeById('natural').sortKey(version)
  const holding = stretches.filter(({ range }) => contains(range, key) !== 'outside')
  if (holding.some(({ range, undecided }) => range.is !== 'unreadable' && undecided === undefined)) return 'affected'
  return holding.length > 0 ? 'unknown' : 'unaffected'
}

function statusBy(entries: readonly Version[], defaultStatus: string, version: number): string {
  for (const { version: from, status: own = '', lessThan, lessThanOrEqual, changes } of entries) {
    const low = Number(from)
    const isHeld =
      lessThan === undefined && lessThanOrEqual === undefined
        ? version === low
        : low <= version &&
          (lessThan === '*' || version < Number(lessThan ?? Infinity)) &&
          (lessThanOrEqual === undefined || version <= Number(lessThanOrEqual))
    if (!isHeld) continue
    const sorted = (changes ?? []).toSorted((a, b) => Number(a.at) - Number(b.at))
    return sorted.findLast(({ at }) => Number(at) <= version)?.status ?? own ?? ''
  }
  return defaultStatus
}
