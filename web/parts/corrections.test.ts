import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aLine } from '../testing.ts'
import { en } from '../words/en.ts'
import { fr } from '../words/fr.ts'
import { correctionIn, matchOf, matchText, setsText } from './corrections.ts'

function filled(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries({ reason: 'seen', by: 'Ann', ...fields })) form.set(name, value)
  return form
}

const match = { name: 'openssl', version: '' }

test('a form says what was filled in, of the components that are written so, or of all of the name', () => {
  const said = correctionIn(filled({ version: ' 1.1.1k ', purl: '', reach: 'exact' }), { match })
  assert.deepEqual(said, { match, sets: { version: '1.1.1k' }, reason: 'seen', by: 'Ann' })
  assert.deepEqual(correctionIn(filled({ version: '1', reach: 'name' }), { match }).match, { name: 'openssl' })
  assert.deepEqual(correctionIn(filled({ writtenName: 'telnetd', writtenVersion: '' }), {}).match, { name: 'telnetd' })
})

test('what is not on the device is nothing else', () => {
  assert.deepEqual(correctionIn(filled({ away: 'on', version: '1' }), { match }).sets, { notOnDevice: true })
})

test('a change keeps what the form does not ask for, and names the correction in whose place it comes', () => {
  const before = { correctionId: 7, sets: { version: '1', group: 'org', type: 'library' as const } }
  const { sets, replaces } = correctionIn(filled({ name: 'vxworks' }), { match, before })
  assert.deepEqual([sets, replaces], [{ group: 'org', type: 'library', name: 'vxworks' }, 7])
  const away = { correctionId: 8, sets: { notOnDevice: true as const } }
  assert.deepEqual(correctionIn(filled({ version: '2' }), { match, before: away }).sets, { version: '2' })
})

test('a line is meant by all that is written of it, letter by letter', () => {
  const hidden = `zlib${String.fromCodePoint(0x20_2e)}`
  const line = aLine(1, hidden, { supplier: 'Acme', component: { name: hidden, group: 'org' } })
  assert.deepEqual(matchOf(line), { name: hidden, version: '', group: 'org', supplier: 'Acme' })
  assert.equal(matchText(matchOf(line), en), 'zlib<U+202E> · without a version · group org · from Acme')
  assert.equal(matchText({ name: 'zlib' }, fr), 'zlib · toute version')
})

test('what is taken instead is said in words', () => {
  assert.equal(setsText({ version: '1', cpe: 'cpe:2.3:a:x:y' }, en), 'version 1 · CPE cpe:2.3:a:x:y')
  assert.equal(setsText({ notOnDevice: true }, fr), 'absent du dispositif')
})
