import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addCorrection } from '../src/flows/index.ts'
import { cpeMatch, nvdRecord, testHospital } from './hospital.ts'

const flaw = 'CVE-2031-0001'

// What the SBOM says of its Windows, and what holds for a flaw that build 17763.5206 repairs.
const rows: readonly (readonly [string, string, string | undefined, string, string | undefined])[] = [
  ['Older build', 'Windows 10 1809', '10.0.17763.5122', 'affected listedInRange', undefined],
  ['Repaired build', 'Windows 10 1809', '10.0.17763.5206', 'notAffected listedOutsideRange', undefined],
  ['Update alone', 'Windows 10 1809', 'KB5034127', 'unknown versionUnknown', 'KB5034127'],
  [
    'Two updates',
    'Windows 10 1809',
    '10.0.17763 KB5034127, KB5033371',
    'unknown versionUnknown',
    'KB5034127, KB5033371',
  ],
  ['Update in its name', 'Windows 10 1809 (KB 5034127)', undefined, 'unknown versionUnknown', 'KB5034127'],
  ['Build and update', 'Windows 10 1809', '10.0.17763.5206 (KB5034127)', 'unknown nameOnly', undefined],
  ['No version', 'Windows 10 1809', undefined, 'unknown versionUnknown', undefined],
]

test('an update by its KB number is no build: what it repairs cannot be told, and the answer names it', async (t) => {
  const hospital = await testHospital(t)
  const fixed = { versionEndExcluding: '10.0.17763.5206' }
  await hospital.load('nvd', [nvdRecord(flaw, [[[cpeMatch('o:microsoft:windows_10_1809', '*', fixed)]]])])
  await hospital.own(rows.map(([device]) => device))
  for (const [device, name, version] of rows)
    await hospital.describe(device, {
      parts: [{ type: 'operating-system', name, supplier: { name: 'Microsoft' }, ...(version && { version }) }],
    })
  const { devices } = await hospital.ask(flaw)
  const told = devices.map(({ serial, verdict, reason, why }) => {
    const problem = why.flatMap((each) => each.problem ?? [])[0]
    return [serial, `${verdict} ${reason}`, /^(KB[\d, KB]+):/.exec(problem ?? '')?.[1]] as const
  })
  assert.deepEqual(
    new Map(told.map(([serial, ...rest]) => [serial, rest])),
    new Map(rows.map(([device, _name, _version, verdict, update]) => [device, [verdict, update]])),
  )

  // Said once, it holds for every SBOM that has the update.
  await addCorrection(hospital.store, hospital.organisation, {
    match: { name: 'Windows 10 1809', version: 'KB5034127' },
    sets: { version: '10.0.17763.5206' },
    reason: 'article of the update',
    by: 'Ann',
    isDryRun: false,
  })
  assert.equal((await hospital.verdicts(flaw))['Update alone'], 'notAffected listedOutsideRange')
})
