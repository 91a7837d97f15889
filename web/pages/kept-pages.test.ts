import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toAddSearch, toCorrectionsSearch, toStatementsSearch } from '../address.ts'
import { formatsOf } from '../formats.ts'
import { aliasIn, broughtBack } from './aliases-page.ts'
import { trustedText } from './keys-page.ts'
import { knownWords } from '../words/use-known-words.ts'

const { en } = knownWords

test('a form says what two names have to do with each other, what says so, and for whom', () => {
  const form = new FormData()
  for (const [name, value] of Object.entries({
    relation: 'same',
    kind: 'maker',
    from: ' A ',
    to: 'B',
    source: 's',
    by: 'Ann',
  }))
    form.set(name, value)
  const alias = { relation: 'same', kind: 'maker', from: 'A', to: 'B', source: 's' }
  assert.deepEqual(aliasIn(form), { aliases: [alias], isPublic: false, by: 'Ann' })
  form.set('public', 'on')
  assert.deepEqual(aliasIn(form), { aliases: [alias], isPublic: true, by: 'Ann' })
})

test('a name that was closed is brought back as it was, for the same organisations', () => {
  const alias = {
    aliasId: 4,
    relation: 'same',
    kind: 'maker',
    from: 'A',
    to: 'B',
    source: 's',
    isPublic: true,
    addedBy: 'Ann',
    addedAt: '2026-01-01T00:00:00Z',
    closedBy: 'Bob',
    closedAt: '2026-02-01T00:00:00Z',
    closedBecause: 'wrong',
  } as const
  const { relation, kind, from, to, source } = alias
  assert.deepEqual(broughtBack(alias, 'Eve'), {
    aliases: [{ relation, kind, from, to, source }],
    isPublic: true,
    by: 'Eve',
  })
})

test('a key tells from when to when its signatures are trusted, and nothing where they always are', () => {
  const formats = formatsOf('en')
  assert.equal(trustedText({}, en, formats), '')
  const dates = { from: '2026-01-01T00:00:00Z', to: '2027-01-01T00:00:00Z' }
  assert.equal(trustedText(dates, en, formats), 'signatures from 1 January 2026 on, signatures until 1 January 2027')
})

test('addresses keep what a page knows, and nothing else', () => {
  assert.deepEqual(toAddSearch({ maker: 'Acme', model: '', version: 4, other: 'x' }), { maker: 'Acme' })
  assert.deepEqual([toCorrectionsSearch({ show: 'all' }), toCorrectionsSearch({ show: 'x' })], [{ show: 'all' }, {}])
  assert.deepEqual([toStatementsSearch({ show: 'here' }), toStatementsSearch({})], [{ show: 'here' }, {}])
})
