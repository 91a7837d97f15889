import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contains, schemeById, toRange } from './index.ts'
import type { SchemeId, VersionBounds } from './index.ts'

function answer(scheme: SchemeId, bounds: VersionBounds, version: string): string {
  return contains(toRange(scheme, bounds), schemeById(scheme).sortKey(version))
}

test('bounds are inclusive below and exclusive above, unless said otherwise', () => {
  assert.equal(answer('semver', { from: '1.2', to: '2.0' }, '1.2.0'), 'inside')
  assert.equal(answer('semver', { from: '1.2', to: '2.0' }, '2.0.0'), 'outside')
  assert.equal(answer('semver', { from: '1.2', fromInclusive: false, to: '2.0' }, '1.2.0'), 'outside')
  assert.equal(answer('semver', { from: '1.2', to: '2.0', toInclusive: true }, '2.0.0'), 'inside')
})

test('an absent bound is open', () => {
  assert.equal(answer('deb', { to: '1.2.3-1' }, '0~beta'), 'inside')
  assert.equal(answer('deb', { from: '1.2.3-1' }, '99:1'), 'inside')
  assert.deepEqual(toRange('deb', {}), { is: 'all' })
})

test('the same version at both inclusive ends is one point', () => {
  const point = { from: '1.0.0', to: '1.0.0', toInclusive: true }
  assert.equal(answer('natural', point, '1.0'), 'inside')
  assert.equal(answer('natural', point, '1.0.1'), 'outside')
  assert.equal(answer('natural', point, '1.0rc1'), 'outside')
})

test('a trailing zero in a vendor version is inside an inclusive bound', () => {
  assert.equal(answer('natural', { to: '5.1', toInclusive: true }, '5.1.0'), 'inside')
})

test('an rpm bound without release stands for all its releases', () => {
  assert.equal(answer('rpm', { to: '1.2', toInclusive: true }, '1.2-9.el8'), 'inside')
  assert.equal(answer('rpm', { to: '1.2', toInclusive: true }, '1.2.1-1'), 'outside')
  assert.equal(answer('rpm', { to: '1.2' }, '1.2-9.el8'), 'outside')
  assert.equal(answer('rpm', { from: '1.2' }, '1.2-1.el8'), 'inside')
  assert.equal(answer('rpm', { from: '1.2', fromInclusive: false }, '1.2-9.el8'), 'outside')
  assert.equal(answer('rpm', { from: '1.2', to: '1.2', toInclusive: true }, '1.2-9.el8'), 'inside')
  assert.equal(answer('rpm', { to: '1.2-3', toInclusive: true }, '1.2-4'), 'outside')
})

test('what cannot be decided is unknown, never outside', () => {
  assert.equal(answer('natural', { to: '4.2' }, 'K.2'), 'unknown')
  assert.equal(answer('natural', { to: '4.2' }, '20211210'), 'unknown')
  assert.equal(answer('natural', { to: '4.2' }, 'unknown'), 'unknown')
  assert.equal(contains({ is: 'notApplicable' }, undefined), 'unknown')
  assert.equal(contains({ is: 'notApplicable' }, schemeById('natural').sortKey('1.0')), 'outside')
  assert.equal(contains({ is: 'all' }, undefined), 'inside')
})

const unreadableBounds: readonly (readonly [string, SchemeId, VersionBounds])[] = [
  ['a bound that is no version', 'semver', { to: 'next' }],
  ['bounds of two shapes', 'natural', { from: '1.0', to: 'R2.1' }],
  ['inverted bounds', 'semver', { from: '2.0', to: '1.0' }],
  ['bounds with nothing between them', 'semver', { from: '2.0', to: '2.0' }],
]
for (const [what, scheme, bounds] of unreadableBounds) {
  test(`${what} make an unreadable range, which says why, and every version unknown`, () => {
    const range = toRange(scheme, bounds)
    assert.equal(range.is, 'unreadable')
    assert.match(range.is === 'unreadable' ? range.because : '', /ask the source/)
    assert.equal(contains(range, schemeById(scheme).sortKey('1.5')), 'unknown')
  })
}
