import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StatementsAdded } from '../../src/server/contract.ts'
import { knownWords } from '../words/use-known-words.ts'
import { networkEn } from '../words/network-en.ts'
import { readTexts } from './advisory-form.ts'
import { heardTexts } from './capture-form.ts'
import type { CaptureHeard } from './capture-form.ts'
import { addedText, statementsIn } from './statement-form.ts'

const { en } = knownWords

test('a form of statements holds a file, its signature where there is one, and whose word it is where a person says so', () => {
  const form = new FormData()
  assert.equal(statementsIn(form), undefined)
  form.set('file', new File(['{}'], 'vex.json'))
  form.set('signature', new File([], ''))
  form.set('role', '')
  assert.deepEqual(Object.keys(statementsIn(form) ?? {}), ['file'])
  form.set('signature', new File(['x'], 'vex.json.asc'))
  form.set('role', 'maker')
  assert.deepEqual(Object.keys(statementsIn(form) ?? {}), ['file', 'signature', 'role'])
})

test('what came of statements is told with whose word they are and what they replace', () => {
  const added = { statements: 12, role: 'maker', replaced: 0 } as StatementsAdded
  assert.equal(addedText(added, en), '12 statements, word: the maker’s')
  assert.match(addedText({ ...added, replaced: 2 }, en), /in the place of 2 earlier revisions$/)
})

test('advisories that were read are counted, and those that were checked or not taken where there were any', () => {
  assert.equal(readTexts({ records: 3, changed: 2 }, en).length, 1)
  const [, checked, rejected] = readTexts({ records: 3, changed: 2, verified: 3, rejected: 1 }, en)
  assert.equal(checked, '3 documents checked against its hash or signature')
  assert.match(rejected ?? '', /^1 document was not taken/)
})

test('what was heard is told with what was left out, and a file that was heard before as such', () => {
  const heard: CaptureHeard = {
    units: 1200,
    unit: 'packets',
    addresses: 12,
    protocols: { dicom: 3, hl7: 1 },
    dropped: { patient: 40, result: 2 },
    problems: [],
    kept: { devices: 85, changed: 3, observations: 9, knownBatches: 0 },
  }
  assert.deepEqual(heardTexts(heard, networkEn).slice(1), [
    '1,200 packets read; 12 addresses of which something was told',
    'Spoken there: dicom, hl7',
    '85 devices on the network now, 3 of them new or changed',
    '42 values of patients, persons or results passed by; nothing of them is kept',
  ])
  const again = { ...heard, dropped: {}, kept: { devices: 85, changed: 0, observations: 0, knownBatches: 4 } }
  assert.equal(heardTexts(again, networkEn).at(-1), 'It had been listened to before, and counts once.')
})
