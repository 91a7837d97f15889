import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sbomOf } from '../../test/sbom-readings.ts'

const document = (fields: object): object => ({
  spdxVersion: 'SPDX-2.3',
  SPDXID: 'SPDXRef-DOCUMENT',
  name: 'pump',
  creationInfo: { created: '2030-01-01T00:00:00Z', creators: ['Organization: Acme'] },
  ...fields,
})

const withLicence = (fields: object, more: object = {}): object =>
  document({ packages: [{ SPDXID: 'SPDXRef-a', name: 'a', ...fields }], ...more })

const told = (of: object | string): readonly (readonly string[])[] =>
  sbomOf(of).problems.map(({ severity, place, message }) => [severity, place, message.split(';')[0] ?? ''])

test('what is no licence expression is kept, with a doubt', () => {
  const sbom = sbomOf(withLicence({ licenseDeclared: 'MIT, GPL-2.0' }))
  assert.deepEqual(sbom.components[0]?.licences, ['MIT, GPL-2.0'])
  assert.deepEqual(told(withLicence({ licenseDeclared: 'MIT, GPL-2.0' })), [
    [
      'doubt',
      '/packages/0/licenseDeclared',
      'licenseDeclared "MIT, GPL-2.0" is no expression of licences that SPDX lists, such as "MIT OR Apache-2.0"',
    ],
  ])
})

test('expressions of every form are none of our business', () => {
  for (const licenseConcluded of [
    'NOASSERTION',
    'NONE',
    '(MIT OR Apache-2.0) AND GPL-2.0-only WITH Classpath-exception-2.0',
    'GPL-2.0+',
    'LicenseRef-1 OR DocumentRef-tool:LicenseRef-2',
  ])
    assert.deepEqual(told(withLicence({ licenseConcluded })), [], licenseConcluded)
})

test('a licence of its own that a document names and does not describe is a doubt, where it describes any', () => {
  const described = { hasExtractedLicensingInfos: [{ licenseId: 'LicenseRef-1', extractedText: 'Do as you like.' }] }
  assert.deepEqual(told(withLicence({ licenseConcluded: 'LicenseRef-1' }, described)), [])
  assert.match(
    told(withLicence({ licenseConcluded: 'MIT AND LicenseRef-2' }, described))[0]?.[2] ?? '',
    /names a licence of its own, whose text the document does not hold: LicenseRef-2/,
  )
  assert.deepEqual(told(withLicence({ licenseConcluded: 'LicenseRef-2' })), [])
})

test('a thousand wrong licences are told ten times and then counted', () => {
  const packages = Array.from({ length: 1_000 }, (_, index) => ({
    SPDXID: `SPDXRef-${index}`,
    name: 'a',
    licenseDeclared: `Licence ${index}`,
  }))
  const problems = told(document({ packages }))
  assert.equal(problems.length, 11)
  assert.match(problems.at(-1)?.[2] ?? '', /so it is in 990 more places/)
})

test('a wrong licence in tag-value is told with its line', () => {
  const text = `SPDXVersion: SPDX-2.3
SPDXID: SPDXRef-DOCUMENT
DocumentName: pump
Creator: Organization: Acme
Created: 2030-01-01T00:00:00Z
PackageName: a
SPDXID: SPDXRef-a
PackageLicenseDeclared: GPLv2
`
  assert.deepEqual(
    told(text).map(([severity, place]) => [severity, place]),
    [['doubt', 'line 6']],
  )
})

test('a time of another form, and fields that are newer than the document, are doubts', () => {
  const creationInfo = { created: '2030-01-01 00:00:00', creators: ['Organization: Acme'] }
  assert.match(told(document({ creationInfo }))[0]?.[2] ?? '', /^created is "2030-01-01 00:00:00" where SPDX expects/)
  const newer = withLicence({ builtDate: '2030-01-01T00:00:00Z' }, { spdxVersion: 'SPDX-2.2' })
  assert.match(told(newer)[0]?.[2] ?? '', /packages have builtDate, which came with 2.3/)
})

test('where a package comes from is read from tag-value as from JSON', () => {
  const text = `SPDXVersion: SPDX-2.3
SPDXID: SPDXRef-DOCUMENT
PackageName: a
SPDXID: SPDXRef-a
PackageFileName: a.tar.gz
PackageDownloadLocation: https://acme.example/a.tar.gz
`
  assert.deepEqual(sbomOf(text).components[0]?.traits, {
    fileName: 'a.tar.gz',
    deployableUri: 'https://acme.example/a.tar.gz',
  })
})
