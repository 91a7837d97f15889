import { test } from 'node:test'
import fc from 'fast-check'
import { agreesOver } from './testing.ts'

// Orders told the way their tools tell them, by walking two versions side by side, against the orders of the keys.

const assertAgrees = agreesOver(3_000)

function someOf(parts: string, maxLength: number): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...parts.split(' ')), { maxLength }).map((chosen) => chosen.join(''))
}

function compareTexts(left: string, right: string): number {
  if (left === right) return 0
  return left < right ? -1 : 1
}

test('rpm keys order versions as rpmvercmp does', () => {
  const versions = someOf('0 1 9 10 007 a b rc . _ ~ ^ +', 8).map((rest) => `1${rest}`)
  assertAgrees('rpm', versions, compareRpm)
})

function compareRpm(left: string, right: string): number {
  let [a, b] = [left, right]
  for (;;) {
    a = a.replace(/^[^A-Za-z0-9~^]+/, '')
    b = b.replace(/^[^A-Za-z0-9~^]+/, '')
    if (a.startsWith('~') || b.startsWith('~')) {
      if (!a.startsWith('~')) return 1
      if (!b.startsWith('~')) return -1
    } else if (a.startsWith('^') || b.startsWith('^')) {
      if (a === '') return -1
      if (b === '') return 1
      if (!a.startsWith('^')) return 1
      if (!b.startsWith('^')) return -1
    } else {
      if (a === '' || b === '') return a.length - b.length
      const order = compareRpmSegments(a, b)
      if (order !== 0) return order
    }
    a = a.replace(/^(?:[~^]|[0-9]+|[A-Za-z]+)/, '')
    b = b.replace(/^(?:[~^]|[0-9]+|[A-Za-z]+)/, '')
  }
}

function compareRpmSegments(a: string, b: string): number {
  const [x = '', y = ''] = [a, b].map((text) => /^(?:[0-9]+|[A-Za-z]+)/.exec(text)?.[0])
  const [isNumberX, isNumberY] = [/^[0-9]/.test(x), /^[0-9]/.test(y)]
  if (isNumberX !== isNumberY) return isNumberX ? 1 : -1
  return isNumberX ? Number(x) - Number(y) : compareTexts(x, y)
}

test('composer keys order whole versions as version_compare does', () => {
  const versions = fc
    .tuple(
      someOf('0 1 2 10', 1),
      someOf('0 1 9', 1),
      fc.constantFrom('', '-dev', '-alpha', '-beta', '-RC', '-patch', '-p'),
      someOf('1 2 10', 1),
    )
    .map(([a, b, word, n]) => `1.${a || 0}.${b || 0}.0${word}${word === '' || word === '-dev' ? '' : n}`)
  assertAgrees('composer', versions, compareInPhp)
})

const phpRanks: readonly (readonly [RegExp, number])[] = [
  [/^dev/, 0],
  [/^a/, 1],
  [/^b/, 2],
  [/^rc/, 3],
  [/^p/, 5],
]

function compareInPhp(left: string, right: string): number {
  const [a, b] = [left, right].map((text) => text.toLowerCase().match(/[0-9]+|[a-z]+/g) ?? [])
  for (let i = 0; i < Math.max(a?.length ?? 0, b?.length ?? 0); i += 1) {
    const [x, y] = [a?.[i], b?.[i]]
    if (x !== undefined && y !== undefined && /^[0-9]/.test(x) && /^[0-9]/.test(y)) {
      if (Number(x) !== Number(y)) return Number(x) - Number(y)
    } else if (phpRank(x, y) !== phpRank(y, x)) return phpRank(x, y) - phpRank(y, x)
  }
  return 0
}

/** A number stands for `#`, rank 4; against nothing it is more. */
function phpRank(part: string | undefined, other: string | undefined): number {
  if (part === undefined) return 4
  if (/^[0-9]/.test(part)) return other === undefined ? 4.5 : 4
  return phpRanks.find(([word]) => word.test(part))?.[1] ?? -1
}

test('apk keys order versions as apk-tools does, token by token', () => {
  const versions = fc
    .tuple(
      someOf('0 1 10', 2),
      someOf('.0 .01 .1 .10 .9 .00', 3),
      fc.constantFrom('', 'a', 'b'),
      someOf('_alpha _beta2 _rc _p _p1 _git20', 2),
      fc.constantFrom('', '~12', '~ab'),
      fc.constantFrom('', '-r0', '-r1', '-r10'),
    )
    .map(([first, ...rest]) => (first || '1') + rest.join(''))
  assertAgrees('apk', versions, compareApk)
})

const apkKinds = ['number', 'letter', 'suffix', 'suffix number', 'hash', 'revision', 'end']
const apkSuffixes = ['alpha', 'beta', 'pre', 'rc', '', 'cvs', 'svn', 'git', 'hg', 'p']

interface ApkToken {
  readonly kind: string
  readonly text: string
}

function compareApk(left: string, right: string): number {
  const [a, b] = [apkTokens(left), apkTokens(right)]
  for (let i = 0; ; i += 1) {
    const [x, y] = [a[i] ?? { kind: 'end', text: '' }, b[i] ?? { kind: 'end', text: '' }]
    if (x.kind !== y.kind) return compareApkKinds(x, y)
    if (x.kind === 'end') return 0
    const order = compareApkTexts(x, y, i)
    if (order !== 0) return order
  }
}

function apkTokens(version: string): readonly ApkToken[] {
  return [...version.matchAll(/\.?([0-9]+)|([a-z])|_([a-z]+)([0-9]*)|~([0-9a-f]+)|-r([0-9]+)/g)].flatMap(
    ([, number, letter, suffix, suffixNumber, hash, revision]) =>
      [
        { kind: 'number', text: number },
        { kind: 'letter', text: letter },
        { kind: 'suffix', text: suffix },
        { kind: 'suffix number', text: suffixNumber === '' ? undefined : suffixNumber },
        { kind: 'hash', text: hash },
        { kind: 'revision', text: revision },
      ].filter((token): token is ApkToken => token.text !== undefined),
  )
}

function compareApkKinds(x: ApkToken, y: ApkToken): number {
  const isEarlier = ({ kind, text }: ApkToken): boolean => kind === 'suffix' && apkSuffixes.indexOf(text) < 4
  if (isEarlier(x)) return -1
  if (isEarlier(y)) return 1
  return apkKinds.indexOf(y.kind) - apkKinds.indexOf(x.kind)
}

function compareApkTexts(x: ApkToken, y: ApkToken, place: number): number {
  if (x.kind === 'suffix') return apkSuffixes.indexOf(x.text) - apkSuffixes.indexOf(y.text)
  const isText =
    x.kind === 'hash' ||
    x.kind === 'letter' ||
    (x.kind === 'number' && place > 0 && [x, y].some((t) => t.text.startsWith('0')))
  return isText ? compareTexts(x.text, y.text) : Number(x.text) - Number(y.text)
}
