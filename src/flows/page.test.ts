import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { pageOf, placeAfter } from './page.ts'
import type { PlaceKind } from './page.ts'

const kinds: readonly PlaceKind[] = ['text', 'text', 'integer', 'number', 'uuid']
const row = ['Hôpital Nord', null, 7, 0.25, '0f8fad5b-d9cb-469f-a165-70867728950e'] as const
const asked = { limit: 1 }
const parts = { placeOf: (each: typeof row) => each, toItem: (each: typeof row) => each[2] }

test('a cursor gives back the place of the last row shown', () => {
  const page = pageOf([row, row], asked, parts)
  assert.deepEqual(page.items, [7])
  assert.deepEqual(placeAfter({ ...asked, after: page.next ?? '' }, kinds), row)
})

test('the last page has no cursor, and the first needs none', () => {
  assert.deepEqual(pageOf([row], asked, parts), { items: [7] })
  assert.deepEqual(pageOf([], asked, parts), { items: [] })
  assert.equal(placeAfter(asked, kinds), undefined)
})

test('what is no cursor of the list is refused, whatever it is', () => {
  const isRefused = (after: string, of: readonly PlaceKind[] = kinds): void =>
    assert.throws(() => placeAfter({ limit: 1, after }, of), { name: 'FlowError', code: 'cursorInvalid' })
  const cursorOf = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  for (const after of ['', 'x', 'bnVsbA', cursorOf({}), cursorOf([]), cursorOf(['a', 'b']), 'A'.repeat(30_000)])
    isRefused(after)
  isRefused(cursorOf(['\0']), ['text'])
  isRefused(cursorOf([2 ** 31]), ['integer'])
  isRefused(cursorOf([1.5]), ['integer'])
  isRefused(cursorOf(['7']), ['integer'])
  isRefused(cursorOf([null]), ['uuid'])
  fc.assert(fc.property(fc.string(), (text) => isRefused(text)))
})
