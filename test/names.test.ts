import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testHospital } from './hospital.ts'

const hospital = await testHospital(test)
await hospital.describe('misspelt', { parts: [{ name: 'Phillips viewer', version: '1' }] })
await hospital.describe('spelt', { parts: [{ name: 'Philips gateway', version: '1' }] })
await hospital.describe('misread', { parts: [{ name: 'Dr√§ger gateway', version: '1' }] })
await hospital.own(['misspelt', 'spelt', 'misread'])

test('a maker is found in any of its spellings, and the answer says so', async () => {
  for (const asked of ['Philips', 'phillips', 'Koninklijke-Philips']) {
    const { misspelt, spelt, misread } = await hospital.verdicts(asked)
    assert.deepEqual([misspelt, spelt], ['affected listedInRange', 'affected listedInRange'], asked)
    assert.equal(misread, 'notListed notListed')
  }
  const { notes } = await hospital.ask('Philips')
  assert.deepEqual(
    notes.find((note) => note.is === 'alsoNamed'),
    { is: 'alsoNamed', asked: 'philips', taken: ['phillips'] },
  )
})

test('a name that was read in a wrong encoding is found by what was meant, and shown as written', async () => {
  for (const asked of ['Dräger gateway', 'DrÃ¤ger gateway', 'draeger gateway', 'drager gateway']) {
    const { misread } = await hospital.verdicts(asked)
    assert.equal(misread, 'affected listedInRange', asked)
  }
  const { devices } = await hospital.ask('Dräger')
  assert.equal(devices.find(({ serial }) => serial === 'misread')?.why[0]?.component?.name, 'Dr√§ger gateway')
})
