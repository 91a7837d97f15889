import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  inOrganisation,
  isOpen,
  parseSearch,
  pathInOrganisation,
  stringifySearch,
  toAskSearch,
  toEverySearch,
  withOpen,
  withPlace,
} from './address.ts'

test('what an address says is read back as it was written, also a number and what looks like JSON', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.string()), (search) => {
      const plain = { ...search }
      assert.deepEqual({ ...parseSearch(stringifySearch(plain)) }, plain)
    }),
  )
  assert.equal(stringifySearch({ q: '123', ward: undefined }), '?q=123')
  assert.equal(stringifySearch({}), '')
})

test('a question keeps its signs: openssl < 1.1.1 & more', () => {
  const search = { q: 'openssl < 1.1.1 & more #1' }
  assert.deepEqual(toAskSearch(parseSearch(stringifySearch(search))), search)
})

test('an address that says something else is read as far as it makes sense', () => {
  assert.deepEqual(toAskSearch({ q: 5, open: '', ward: 'ICU' }), { q: '', ward: 'ICU' })
  assert.deepEqual(toEverySearch({ lang: 'de' }), {})
  assert.deepEqual(toEverySearch({ lang: 'fr', more: 1 }), { lang: 'fr' })
  assert.deepEqual(toEverySearch({ organisation: '' }), {})
  assert.deepEqual(toEverySearch({ organisation: '12', lang: 'en' }), { organisation: '12', lang: 'en' })
})

test('an empty ward is a place: devices whose list names none', () => {
  assert.deepEqual(toAskSearch({ q: 'log4j', site: '', ward: '' }), { q: 'log4j', site: '', ward: '' })
})

test('folded classes open and close one by one', () => {
  const closed = { q: 'log4j' }
  const one = withOpen(closed, 'notAffected', true)
  assert.deepEqual(one, { q: 'log4j', open: 'notAffected' })
  const both = withOpen(one, 'notListed', true)
  assert.equal(both.open, 'notListed,notAffected')
  assert.ok(isOpen(both, 'notListed') && isOpen(both, 'notAffected'))
  assert.deepEqual(withOpen(withOpen(both, 'notListed', false), 'notAffected', false), closed)
})

test('a ward narrows the page and its absence widens it again', () => {
  const narrow = withPlace({ q: 'log4j', open: 'notListed' }, { site: 'North', ward: 'ICU' })
  assert.deepEqual(narrow, { q: 'log4j', open: 'notListed', site: 'North', ward: 'ICU' })
  assert.deepEqual(withPlace(narrow), { q: 'log4j', open: 'notListed' })
})

test('another organisation is asked the same, without the ward of the one before, and not about its device', () => {
  const search = { q: 'log4j', open: 'notListed', site: 'North', ward: 'ICU', organisation: 'North' }
  assert.deepEqual(inOrganisation(search, 'South'), { q: 'log4j', open: 'notListed', organisation: 'South' })
  assert.equal(pathInOrganisation('/vulnerabilities/CVE-2021-44228'), '.')
  assert.equal(pathInOrganisation('/devices/1'), '/')
})
