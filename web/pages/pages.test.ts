import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatsOf } from '../formats.ts'
import { aDevice, someSays } from '../testing.ts'
import { en } from '../words/en.ts'
import { fr } from '../words/fr.ts'
import { announce, csvAddress, phrasesOf, printSearch } from './ask-page.ts'
import { nameOfSbom } from '../parts/sbom-line.ts'
import { factsOf, totalOf } from './device-page.ts'
import { examplesFor } from './home-page.ts'
import { blocksOf } from './print-page.ts'
import { changeOf, correctionsOf, linesOfFlaw, nameOfSide } from './diff-page.ts'
import { isWebAddress, ssvcText } from './vulnerability-page.ts'

const speech = { words: en, formats: formatsOf('en') }
const counts = { affected: 61, unknown: 474, notListed: 1_214, notAffected: 266 }

test('the four numbers are announced in their order', () => {
  const answer = { counts, says: someSays } as Parameters<typeof announce>[0]
  assert.equal(announce(answer, speech), 'Affected 61; Cannot tell 474; Not listed 1,214; Not affected 266')
  assert.equal(announce({ ...answer, counts: null }, speech), someSays.sentence)
})

test('numbers of a sentence are set apart whatever their language, names that hold digits are not', () => {
  const numbersOf = (sentence: string): string[] =>
    phrasesOf(sentence).flatMap(({ text, isNumber }) => (isNumber ? [text] : []))
  assert.deepEqual(numbersOf('Of 2,015 devices in scope, 61 are affected, and for 474 nobody can tell yet.'), [
    '2,015',
    '61',
    '474',
  ])
  assert.deepEqual(numbersOf('Sur 2\u202f015 dispositifs, 61 sont affectés, 1\u00a0214 non.'), [
    '2\u202f015',
    '61',
    '1\u00a0214',
  ])
  assert.deepEqual(numbersOf('log4j2 of CVE-2021-44228'), [])
  assert.equal(
    phrasesOf('Of 1, 20 and 300.')
      .map(({ text }) => text)
      .join(''),
    'Of 1, 20 and 300.',
  )
})

test('the CSV and the paper are of the same question as the page', () => {
  const asked = { q: 'openssl < 1', lang: 'fr', organisation: undefined } as const
  assert.equal(csvAddress(asked), '/api/v1/ask/export?q=openssl+%3C+1&lang=fr&format=csv')
  assert.match(csvAddress({ ...asked, organisation: 'North' }), /&organisation=North&/)
  assert.deepEqual(printSearch({ q: 'log4j', ward: 'ICU', open: 'notListed' }), { q: 'log4j', ward: 'ICU' })
})

test('examples are of every kind, with a ward that the hospital has, quoted when it needs to be', () => {
  const questions = (ward?: string): string[] =>
    examplesFor(aDevice(ward === undefined ? {} : { ward }), en).map(({ q }) => q)
  assert.deepEqual(questions('Urgences').slice(-2), ['eol', 'ward:Urgences'])
  assert.equal(questions('Soins "A" continus').at(-1), 'ward:"Soins A continus"')
  assert.equal(questions().length, 5)
  assert.equal(examplesFor(undefined, fr).length, 5)
})

test('paper has one block a ward, the affected first in it, and who has no ward comes last', () => {
  const devices = [
    aDevice({ deviceId: 'a', site: 'North', ward: 'ICU' }),
    aDevice({ deviceId: 'b', site: 'North', ward: 'Lab' }),
    aDevice({ deviceId: 'c', verdict: 'unknown' }),
    aDevice({ deviceId: 'd', verdict: 'unknown', site: 'East', ward: 'ER' }),
    aDevice({ deviceId: 'e', verdict: 'unknown', site: 'North', ward: 'ICU' }),
  ]
  const blocks = blocksOf(devices).map((block) => [block.ward, block.devices.map(({ deviceId }) => deviceId).join('')])
  assert.deepEqual(blocks, [
    ['ER', 'd'],
    ['ICU', 'ae'],
    ['Lab', 'b'],
    [undefined, 'c'],
  ])
})

test('facts of a device tell also what is not known, and where the version was read', () => {
  const device = aDevice({
    assetTag: 'BM-1',
    softwareVersion: '9.1',
    versionSource: 'list.csv, line 3',
    versionSeenAt: '2026-11-25T10:00:00Z',
    room: '218',
  })
  const facts = factsOf(device, en, formatsOf('en'))
  assert.deepEqual(
    facts.find(({ name }) => name === en.device.version),
    {
      name: en.device.version,
      value: '9.1',
      readIn: 'read in list.csv, line 3, 25 November 2026',
    },
  )
  assert.equal(facts.find(({ name }) => name === en.device.serial)?.value, 'not known')
  assert.equal(facts.find(({ name }) => name === en.device.where)?.value, 'room 218')
  assert.equal(totalOf({ affected: 2, unknown: 3 }), 5)
  assert.equal(nameOfSbom({ sha256: 'abcdef0123456789' }), 'abcdef012345…')
})

test('only addresses of the web become links', () => {
  assert.ok(isWebAddress('https://nvd.nist.gov/vuln/detail/CVE-2021-44228'))
  for (const bad of ['javascript:alert(1)', 'data:text/html,x', 'nothing', '']) assert.ok(!isWebAddress(bad), bad)
})

test('how a flaw was weighed: what nobody weighed is left out, never taken for no', () => {
  const all = { exploitation: 'active', automatable: 'yes', technicalImpact: 'total' } as const
  assert.equal(
    ssvcText({ source: 'CISA-ADP', ...all, assessedAt: '2026-01-03T00:00:00Z' }, speech),
    'CISA-ADP (SSVC, 3 January 2026): being exploited, attacks can be automated, total control of the target',
  )
  assert.equal(
    ssvcText({ source: 'CISA-ADP', automatable: 'no' }, speech),
    'CISA-ADP (SSVC): attacks cannot be automated',
  )
  assert.equal(ssvcText({ source: 'CISA-ADP' }, speech), 'CISA-ADP (SSVC): not weighed')
})

test('a difference is told by versions, and by what else differs where these are the same', () => {
  const line = (version?: string) => ({
    sbomId: 1,
    ordinal: 0,
    componentId: 1,
    type: 'library',
    name: 'openssl',
    purls: [],
    cpes: [],
    swids: [],
    hashes: [],
    sourcePackages: [],
    licences: [],
    deployed: true,
    ...(version !== undefined && { version }),
  })
  assert.equal(changeOf({ change: 'changed', before: line('1.1.1k'), after: line('3.0.7') }, en), '1.1.1k → 3.0.7')
  assert.equal(
    changeOf({ change: 'changed', before: line('1'), after: line('1'), fields: ['supplier'] }, en),
    'other: supplier',
  )
  assert.equal(changeOf({ change: 'changed', before: line(), after: line('1') }, en), '(version not known) → 1')
  assert.equal(changeOf({ change: 'removed', before: line('1') }, en), '1')
  const sbom = { sbomId: 1, sha256: 'abcdef0123456789', format: 'CycloneDX 1.6', addedAt: '2026-01-01T00:00:00Z' }
  assert.equal(nameOfSide({ sboms: [sbom] }), 'abcdef012345…')
  assert.equal(nameOfSide({ name: 'Acme Pump 4.2', sboms: [sbom] }), 'Acme Pump 4.2')
  const flaw = { components: [{ name: 'openssl', version: '3' }, { name: 'zlib' }], reasonSays: 'in range' }
  assert.deepEqual(linesOfFlaw(flaw), ['openssl 3, zlib · in range'])
  assert.deepEqual(linesOfFlaw({ components: [], reasonSays: 'stated', statedAfter: [{ says: 'fixed — Acme' }] }), [
    'stated',
    '+ fixed — Acme',
  ])
})

test('corrections of either side of a compared component are told once', () => {
  const told = { correctionId: 7, sets: { version: '2' }, reason: 'seen', by: 'Ann', at: '2026-01-01T00:00:00Z' }
  const line = {
    sbomId: 1,
    ordinal: 1,
    componentId: 1,
    type: 'library',
    name: 'zlib',
    purls: [],
    cpes: [],
    swids: [],
    hashes: [],
    sourcePackages: [],
    licences: [],
    deployed: true,
    corrected: { corrections: [told] },
  }
  assert.deepEqual(correctionsOf({ before: line, after: line }), [told])
  assert.deepEqual(correctionsOf({}), [])
})
