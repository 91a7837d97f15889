import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scan } from '../src/flows/index.ts'
import { cpeMatch, cveRecord, nvdRecord, osvRecord, testHospital } from './hospital.ts'
import type { Part } from './hospital.ts'

// One flaw, two sources, one version: the feed of the registry has it out, another source has it in under a product of the very name.

const hospital = await testHospital(test)
const since3 = [{ introduced: '3.0.0' }, { fixed: '4.4.16' }]
const below = (product: string, version: string): object[][] => [
  [cpeMatch(`a:${product}`, '*', { versionEndExcluding: version })],
]
const alias = (cve: string): object => ({ aliases: [cve] })

await hospital.load('osv', [
  osvRecord('GHSA-aaaa-0000-0001', 'npm', 'archive', since3, alias('CVE-2032-0001')),
  osvRecord('GHSA-aaaa-0000-0002', 'npm', 'archive', since3, alias('CVE-2032-0002')),
  osvRecord('GHSA-aaaa-0000-0003', 'npm', 'archive', since3, alias('CVE-2032-0003')),
  osvRecord('GHSA-aaaa-0000-0004', 'npm', 'archive', since3, alias('CVE-2032-0004')),
  osvRecord('GHSA-aaaa-0000-0005', 'npm', 'archive', since3, alias('CVE-2032-0005')),
  osvRecord('GHSA-aaaa-0000-0007', 'npm', 'archive', since3, alias('CVE-2032-0007')),
  osvRecord('CVE-2032-0006', 'Debian:12', 'archive', [{ introduced: '0' }, { fixed: '2.2.1-1' }]),
])
await hospital.load('nvd', [
  nvdRecord('CVE-2032-0001', [below('archive_project:archive', '4.4.17')]),
  nvdRecord('CVE-2032-0002', [below('archive_project:archive', '1.0')]),
  nvdRecord('CVE-2032-0003', [below('maker:archiver', '4.4.17')]),
  nvdRecord('CVE-2032-0004', [
    [
      [cpeMatch('a:archive_project:archive', '*', { versionEndExcluding: '4.4.17' })],
      [cpeMatch('o:microsoft:windows', '-', {}, false)],
    ],
  ]),
  nvdRecord('CVE-2032-0006', [below('archive_project:archive', '4.4.17')]),
  nvdRecord('CVE-2032-0008', [below('archive_project:archive', '4.4.17')]),
])
await hospital.load('cve', [
  cveRecord('CVE-2032-0005', [
    {
      vendor: 'Archive Project',
      product: 'archive',
      defaultStatus: 'unaffected',
      versions: [{ version: '0', lessThan: '4.4.17', versionType: 'semver', status: 'affected' }],
    },
  ]),
  cveRecord('CVE-2032-0007', [
    {
      vendor: 'Archive Project',
      product: 'archive',
      defaultStatus: 'unknown',
      versions: [{ version: '4.0.0', status: 'affected' }],
    },
  ]),
])

const npm = (version: string): Part => ({ name: 'archive', version, purl: `pkg:npm/archive@${version}` })
const models: Readonly<Record<string, Part>> = {
  old: npm('2.2.1'),
  within: npm('3.1.0'),
  repaired: npm('4.4.17'),
  packaged: { name: 'archive', version: '2.2.1-1', purl: 'pkg:deb/debian/archive@2.2.1-1?distro=debian-12' },
}
for (const [model, part] of Object.entries(models)) await hospital.describe(model, { parts: [part], complete: 'whole' })
await hospital.own(Object.keys(models))

const rows = [
  ['CVE-2032-0001', 'old', 'unknown otherFeedOnly'],
  ['CVE-2032-0001', 'within', 'affected listedInRange'],
  ['CVE-2032-0001', 'repaired', 'notAffected listedOutsideRange'],
  ['GHSA-aaaa-0000-0001', 'old', 'unknown otherFeedOnly'],
  ['CVE-2032-0002', 'old', 'notAffected listedOutsideRange'],
  ['CVE-2032-0003', 'old', 'notAffected listedOutsideRange'],
  ['CVE-2032-0004', 'old', 'unknown otherFeedOnly'],
  ['CVE-2032-0005', 'old', 'unknown otherFeedOnly'],
  ['CVE-2032-0007', 'old', 'notAffected listedOutsideRange'],
  ['CVE-2032-0006', 'packaged', 'notAffected listedOutsideRange'],
  ['CVE-2032-0008', 'old', 'notAffected absentFromCompleteSbom'],
] as const
for (const [ask, model, expect] of rows) {
  test(`${ask} in ${model} is ${expect}`, async () => assert.equal((await hospital.verdicts(ask))[model], expect))
}

test('what names the other source as the same flaw comes and goes, and the doubt with it', async () => {
  const asked = async (): Promise<string | undefined> => (await hospital.verdicts('CVE-2032-0009'))['old']
  await hospital.load('nvd', [nvdRecord('CVE-2032-0009', [below('archive_project:archive', '4.4.17')])])
  assert.equal(await asked(), 'notAffected absentFromCompleteSbom')
  const named = (aliases: readonly string[], modified: string): object =>
    osvRecord('GHSA-aaaa-0000-0009', 'npm', 'archive', since3, { aliases, modified })
  await hospital.load('osv', [named(['CVE-2032-0009'], '2025-02-01T00:00:00Z')])
  assert.equal(await asked(), 'unknown otherFeedOnly')
  await hospital.load('osv', [named([], '2025-03-01T00:00:00Z')])
  assert.equal(await asked(), 'notAffected absentFromCompleteSbom')
})

test('the evidence names both sources, and their ranges', async () => {
  const { devices } = await hospital.ask('CVE-2032-0001')
  const why = devices.find(({ serial }) => serial === 'old')?.why[0]
  assert.deepEqual(
    [why?.advisory, why?.range, why?.problem],
    ['nvd CVE-2032-0001', '< 4.4.17', 'osv GHSA-aaaa-0000-0001 names other versions of it: >= 3.0.0 and < 4.4.16'],
  )
  const bytes = Buffer.from(
    JSON.stringify({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      version: 1,
      components: [{ type: 'library', ...npm('2.2.1') }],
    }),
  )
  const scanned = await scan(hospital.store, { bytes })
  const found =
    scanned.is === 'scanned'
      ? scanned.findings.find(({ aliases }) => aliases.includes('GHSA-aaaa-0000-0001'))
      : undefined
  assert.equal(found?.evidence.problem, why?.problem)
})
