import assert from 'node:assert/strict'
import { test } from 'node:test'
import { enKnown } from './en-known.ts'
import { enLists } from './en-lists.ts'
import { en } from './en.ts'
import { frKnown } from './fr-known.ts'
import { frLists } from './fr-lists.ts'
import { fr } from './fr.ts'
import { networkEn } from './network-en.ts'
import { networkFr } from './network-fr.ts'

/** Every text by the path to it; a text made from values is made from 0, 1 and 2. */
function textsOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  if (typeof value === 'function') {
    return [0, 1, 2].map((count) => [`${path}(${count})`, String(value(...Array.from({ length: 4 }, () => count)))])
  }
  return Object.entries(value as object).flatMap(([name, inner]) =>
    textsOf(inner, path === '' ? name : `${path}.${name}`),
  )
}

const english = textsOf({ ...withoutLists(en), ...enKnown, ...enLists, ...networkEn })
const french = textsOf({ ...withoutLists(fr), ...frKnown, ...frLists, ...networkFr })

function withoutLists(words: typeof en): object {
  const { announce: _announce, ...answer } = words.answer
  return { ...words, answer }
}

test('both languages say the same things, and none says nothing', () => {
  assert.deepEqual(
    french.map(([path]) => path),
    english.map(([path]) => path),
  )
  const mayBeEmpty = /^(?:search\.found|device\.flaws)\(0\)$/
  assert.deepEqual(
    [...french, ...english].filter(([path, text]) => text === '' && !mayBeEmpty.test(path)),
    [],
  )
})

test('French keeps its typography: a space that does not break before : ; ? ! and round quotes', () => {
  const wrong = french.filter(([, text]) =>
    /[^\u00a0\u202f][:;?!»](?!\/)|«[^\u00a0\u202f]|'/.test(text.replaceAll('#token=', '')),
  )
  assert.deepEqual(wrong, [])
})
