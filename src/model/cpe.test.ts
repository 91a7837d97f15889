import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compareCpeAttributes, cpeVersionText, formatCpe, parseCpe } from './cpe.ts'
import type { Cpe, CpeValue } from './cpe.ts'

function cpe(text: string): Cpe {
  const parsed = parseCpe(text)
  assert.ok(parsed, text)
  return parsed
}

const readings: readonly (readonly [text: string, attribute: keyof Cpe, value: CpeValue])[] = [
  ['cpe:2.3:a:apache:log4j:2.14.1:*:*:*:*:*:*:*', 'product', { is: 'value', text: 'log4j' }],
  ['cpe:2.3:a:apache:log4j:2.14.1:*:*:*:*:*:*:*', 'update', { is: 'any' }],
  ['cpe:2.3:h:philips:intellivue_mx700:-:*:*:*:*:*:*:*', 'version', { is: 'na' }],
  ['cpe:2.3:a:vendor:a\\:b\\/c\\\\d:1:*:*:*:*:*:*:*', 'product', { is: 'value', text: 'a:b/c\\d' }],
  ['cpe:2.3:a:vendor:dash:\\-:*:*:*:*:*:*:*', 'version', { is: 'value', text: '-' }],
  ['cpe:2.3:a:vendor:p:1.*:*:*:*:*:*:*:*', 'version', { is: 'value', text: '1.', after: '*' }],
  ['cpe:2.3:a:vendor:p:??1\\*:*:*:*:*:*:*:*', 'version', { is: 'value', text: '1*', before: '??' }],
  ['cpe:2.3:a:Vendor:P:1:*:*:*:*:Node.JS:*:*', 'targetSw', { is: 'value', text: 'node.js' }],
  ['cpe:2.3:o:linux:linux_kernel:5.10', 'other', { is: 'any' }],
  ['cpe:/a:apache:log4j:2.0:rc1', 'update', { is: 'value', text: 'rc1' }],
  ['cpe:/a:hp:insight_diagnostics:7.4.0.1570:-:~~online~win2003~x64~', 'targetHw', { is: 'value', text: 'x64' }],
  ['cpe:/a:hp:insight_diagnostics:7.4.0.1570:-:~~online~win2003~x64~', 'edition', { is: 'any' }],
  ['cpe:/a:foo%5cbar:big%24money:2010%01', 'version', { is: 'value', text: '2010', after: '?' }],
  ['cpe:/a:foo%5cbar:big%24money', 'vendor', { is: 'value', text: 'foo\\bar' }],
]

for (const [text, attribute, value] of readings) {
  test(`in ${text} the ${attribute} is ${JSON.stringify(value)}`, () => assert.deepEqual(cpe(text)[attribute], value))
}

for (const text of [
  '',
  'log4j',
  'cpe:2.3:x:a:b',
  'cpe:2.3:a:1:2:3:4:5:6:7:8:9:10:11',
  'cpe:/a:b:c:d:e:f:g:h',
  'cpe:2.4:a:b:c',
]) {
  test(`"${text}" is no CPE`, () => assert.equal(parseCpe(text), undefined))
}

const versions: readonly (readonly [version: string, expected: ReturnType<typeof cpeVersionText>])[] = [
  ['2.0:*', { is: 'text', text: '2.0' }],
  ['2.0:-', { is: 'text', text: '2.0' }],
  ['2.0:sp1', { is: 'text', text: '2.0 sp1' }],
  ['*:sp1', { is: 'any' }],
  ['-:*', { is: 'na' }],
  ['2.*:*', { is: 'pattern', text: '2.*' }],
]

for (const [version, expected] of versions) {
  test(`version:update ${version} is compared as ${JSON.stringify(expected)}`, () =>
    assert.deepEqual(cpeVersionText(cpe(`cpe:2.3:a:v:p:${version}`)), expected))
}

/** The cells of NISTIR 7696 table 6-2, shown on target_sw. */
const relations: readonly (readonly [criteria: string, inventory: string, relation: string])[] = [
  ['*', '*', 'match'],
  ['*', '-', 'match'],
  ['*', 'linux', 'match'],
  ['-', '*', 'unknown'],
  ['-', '-', 'match'],
  ['-', 'linux', 'disjoint'],
  ['linux', 'linux', 'match'],
  ['linux', 'windows', 'disjoint'],
  ['linux', '-', 'disjoint'],
  ['linux', '*', 'unknown'],
  ['win*', 'windows', 'match'],
  ['win*', 'linux', 'disjoint'],
  ['win*', '*', 'unknown'],
  ['win*', '-', 'disjoint'],
  ['windows_?', 'windows_7', 'match'],
  ['windows_?', 'windows_10', 'disjoint'],
  ['linux', 'li*', 'unknown'],
]

for (const [criteria, inventory, relation] of relations) {
  test(`target software ${criteria} asked of ${inventory}: ${relation}`, () => {
    const withTarget = (target: string): Cpe => cpe(`cpe:2.3:a:v:p:1:*:*:*:*:${target}:*:*`)
    assert.equal(compareCpeAttributes(withTarget(criteria), withTarget(inventory)), relation)
  })
}

test('one attribute that differs outweighs one that is not known', () => {
  const criteria = cpe('cpe:2.3:a:v:p:1:*:*:*:pro:linux:*:*')
  assert.equal(compareCpeAttributes(criteria, cpe('cpe:2.3:a:v:p:1:*:*:*:*:windows:*:*')), 'disjoint')
})

const value: fc.Arbitrary<CpeValue> = fc.oneof(
  fc.constant<CpeValue>({ is: 'any' }),
  fc.constant<CpeValue>({ is: 'na' }),
  fc
    .record({
      text: fc.string({ minLength: 1, maxLength: 12 }).map((s) => s.toLowerCase()),
      before: fc.constantFrom('', '*', '?', '??'),
      after: fc.constantFrom('', '*', '?', '??'),
    })
    .filter(({ text }) => text.trim() === text)
    .map(({ text, before, after }): CpeValue => ({
      is: 'value',
      text,
      ...(before === '' ? {} : { before }),
      ...(after === '' ? {} : { after }),
    })),
)

test('a CPE of any values is written and read again the same', () => {
  fc.assert(
    fc.property(value, value, value, (vendor, version, other) => {
      const made: Cpe = { ...cpe('cpe:2.3:a:v:p'), vendor, version, other }
      assert.deepEqual(parseCpe(formatCpe(made)), made)
    }),
  )
})

test('any text is read without a crash, and what is read is written and read again the same', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string().map((s) => `cpe:2.3:a:${s}`),
    fc.string().map((s) => `cpe:/a:${s}`),
  )
  fc.assert(
    fc.property(text, (written) => {
      const parsed = parseCpe(written)
      if (parsed !== undefined) assert.deepEqual(parseCpe(formatCpe(parsed)), parsed)
    }),
  )
})
