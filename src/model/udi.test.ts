import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readUdi } from './udi.ts'
import type { Udi } from './udi.ts'

const options = { thisYear: 2026 }
const gs = '\u001d'

const label: Udi = {
  issuer: 'gs1',
  deviceIdentifier: '51022222233336',
  isChecked: true,
  serial: '1234',
  lot: 'A213B1',
  manufacturedOn: '2014-12-31',
  expiresOn: '2015-07-07',
}

const written: readonly (readonly [form: string, text: string, read: Udi | undefined])[] = [
  ['GS1 in parentheses', '(01)51022222233336(11)141231(17)150707(10)A213B1(21)1234', label],
  ['GS1 in braces, as DICOM has it', '{01}51022222233336{11}141231{17}150707{10}A213B1{21}1234', label],
  ['GS1 as a scanner gives it', `]d20151022222233336111412311715070710A213B1${gs}211234`, label],
  [
    'GS1 with a version of software and day 00',
    `(01)00844588003288(17)240200(8012)4.2.1`,
    {
      issuer: 'gs1',
      deviceIdentifier: '00844588003288',
      isChecked: true,
      expiresOn: '2024-02-29',
      softwareVersion: '4.2.1',
    },
  ],
  [
    'GS1 with a wrong check digit',
    '(01)00844588003289',
    { issuer: 'gs1', deviceIdentifier: '00844588003289', isChecked: false },
  ],
  [
    'HIBCC with lot, serial and dates',
    '+H123PARTNO1234567890120/$$420020216LOT123456789012345/SXYZ456789012345678/16D20130202H',
    {
      issuer: 'hibcc',
      deviceIdentifier: 'H123PARTNO1234567890120',
      isChecked: true,
      expiresOn: '2020-02-02',
      lot: 'LOT123456789012345',
      serial: 'XYZ456789012345678',
      manufacturedOn: '2013-02-02',
    },
  ],
  [
    'HIBCC with the model alone',
    '+A123BJC5D6E71G',
    { issuer: 'hibcc', deviceIdentifier: 'A123BJC5D6E71', isChecked: true },
  ],
  ['a secondary of HIBCC alone', '+$$3200102LOTLC', undefined],
  [
    'ISBT 128, without the donation',
    '=/A9999XYZ100T0944=,000025=A99971312345600=>014032=}013032&,1000000000000XYZ123',
    {
      issuer: 'iccbba',
      deviceIdentifier: 'A9999XYZ100T0944',
      serial: '000025',
      lot: 'XYZ123',
      expiresOn: '2014-02-01',
      manufacturedOn: '2013-02-01',
    },
  ],
  [
    'PPN of IFA',
    `[)>\u001e06${gs}9N111234567842${gs}1T1A234B5${gs}D290331${gs}S12345\u001e\u0004`,
    {
      issuer: 'ifa',
      deviceIdentifier: '111234567842',
      isChecked: true,
      serial: '12345',
      lot: '1A234B5',
      expiresOn: '2029-03-31',
    },
  ],
  ['a serial number alone', 'SN-4711', undefined],
  ['a GTIN alone', '00844588003288', undefined],
  [
    'a day that does not exist',
    '(01)00844588003288(17)241332',
    { issuer: 'gs1', deviceIdentifier: '00844588003288', isChecked: true },
  ],
]

for (const [form, text, read] of written) {
  test(`${form} is read as it stands`, () => {
    assert.deepEqual(readUdi(text, options), read)
  })
}

test('years of two digits lie around this one', () => {
  const expires = (text: string): string | undefined => readUdi(`(01)00844588003288(17)${text}`, options)?.expiresOn
  assert.deepEqual(['770101', '760101', '990101', '000101'].map(expires), [
    '1977-01-01',
    '2076-01-01',
    '1999-01-01',
    '2000-01-01',
  ])
})

test('no text throws', () => {
  const letters = fc.constantFrom(...Array.from('01()[]{}+/$=&,>}SDN9T\u001d\u001e2345678ABZ'))
  fc.assert(fc.property(fc.array(letters, { maxLength: 60 }), (parts) => void readUdi(parts.join(''), options)))
})
