import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { foldWords, makerKey, repairText } from './index.ts'

const repaired = [
  ['Dr√§ger', 'Dräger'],
  ['DrÃ¤ger Medical', 'Dräger Medical'],
  ['DRÃ„GER', 'DRÄGER'],
  ['DrÃƒÂ¤ger', 'Dräger'],
  ['bioMÃ©rieux', 'bioMérieux'],
  ['Bio√â', 'BioÉ'],
  ['HÃ´pital gÃ©nÃ©ral', 'Hôpital général'],
  ['Philips â€“ Medizin', 'Philips – Medizin'],
] as const

test('a text whose UTF-8 was read in another encoding is repaired', () => {
  for (const [broken, whole] of repaired) assert.equal(repairText(broken), whole)
})

test('words as people write them stay as they are', () => {
  for (const text of [
    'Dräger',
    'bioMérieux',
    'Böblingen – Süd',
    '日本光電',
    'Ångström €',
    'µC/OS',
    'x ≤ √2',
    'naïve café',
    '',
  ])
    assert.equal(repairText(text), text)
})

test('a repaired text is not changed again', () => {
  for (const [broken] of repaired) assert.equal(repairText(repairText(broken)), repairText(broken))
})

test('whatever was misread once is found again', () => {
  const latin = fc.string({ unit: fc.constantFrom(...Array.from('abcäöüßéèêçÄÖÜñøå')), minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(latin, (text) => {
      const misread = new TextDecoder('windows-1252').decode(new TextEncoder().encode(text))
      assert.equal(repairText(misread), text)
    }),
  )
})

test('names are compared as they were meant', () => {
  assert.equal(foldWords('Dr√§ger'), 'drager')
  for (const spelling of ['Dräger', 'Dr√§ger', 'DrÃ¤ger', 'Draeger', 'DRAGER', 'Drägerwerk AG & Co. KGaA'])
    assert.equal(makerKey(spelling), 'draeger')
})
