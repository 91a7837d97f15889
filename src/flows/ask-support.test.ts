import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { testHospital } from '../../test/hospital.ts'
import type { Part, SbomSketch } from '../../test/hospital.ts'
import { loadFeed } from './index.ts'

const hospital = await testHospital(test)
const { store } = hospital

const lib = (version: string, endOfSupport?: string): Part => ({
  name: 'lib',
  version,
  purl: `pkg:npm/lib@${version}`,
  ...(endOfSupport === undefined
    ? {}
    : { properties: [{ name: 'cdx:lifecycle:milestone:endOfSupport', value: endOfSupport }] }),
})
const deb = (name: string, distro?: string): Part => ({
  name,
  purl: `pkg:deb/debian/${name}@1${distro === undefined ? '' : `?distro=${distro}`}`,
})
const driver: Part = { name: 'driver', version: '4' }

// What is listed → the verdict on "eol", on "eol lib", and on "eol before:9500-01-01".
const rows: readonly (readonly [string, SbomSketch | undefined, string, string, string])[] = [
  ['ended', { parts: [lib('1.4')] }, 'affected supportEnded', 'affected supportEnded', 'affected supportEnded'],
  [
    'no such line',
    { parts: [lib('3.0')] },
    'unknown supportNotTold',
    'unknown supportNotTold',
    'unknown supportNotTold',
  ],
  [
    'no version',
    { parts: [{ name: 'lib', purl: 'pkg:npm/lib' }] },
    'unknown versionUnknown',
    'unknown versionUnknown',
    'unknown versionUnknown',
  ],
  [
    'ended beside unknown',
    { parts: [lib('3.0'), lib('1.0')] },
    'affected supportEnded',
    'affected supportEnded',
    'affected supportEnded',
  ],
  [
    'alive and complete',
    { parts: [lib('2.0')], complete: 'whole' },
    'notAffected allSupported',
    'notAffected allSupported',
    'affected supportEnded',
  ],
  [
    'alive beside untold',
    { parts: [lib('2.0'), driver], complete: 'whole' },
    'notListed notListed',
    'notAffected allSupported',
    'affected supportEnded',
  ],
  [
    'alive but incomplete',
    { parts: [lib('2.0')] },
    'notListed notListed',
    'notListed notListed',
    'affected supportEnded',
  ],
  [
    'untold',
    { parts: [driver], complete: 'whole' },
    'notListed notListed',
    'notListed notListed',
    'notListed notListed',
  ],
  ['no sbom', undefined, 'unknown noSbom', 'unknown noSbom', 'unknown noSbom'],
  [
    'stated longer',
    { parts: [lib('1.5', '9700-01-01')], complete: 'whole' },
    'notAffected allSupported',
    'notAffected allSupported',
    'notAffected allSupported',
  ],
  [
    'same but not stated',
    { parts: [lib('1.5')], complete: 'whole' },
    'affected supportEnded',
    'affected supportEnded',
    'affected supportEnded',
  ],
  [
    'stated shorter',
    { parts: [lib('2.1', '2019-01-01')] },
    'affected supportEnded',
    'affected supportEnded',
    'affected supportEnded',
  ],
  [
    'stated only',
    { parts: [{ ...lib('9', '2019-01-01'), name: 'viewer', purl: undefined }] },
    'affected supportEnded',
    'notListed notListed',
    'affected supportEnded',
  ],
  [
    'release ended',
    { parts: [deb('openssl', 'debian-11')] },
    'affected supportEnded',
    'notListed notListed',
    'affected supportEnded',
  ],
  [
    'release alive',
    { parts: [deb('openssl', 'debian-13')], complete: 'whole' },
    'notAffected allSupported',
    'notListed notListed',
    'affected supportEnded',
  ],
  [
    'release not told',
    { parts: [deb('zlib')] },
    'unknown versionUnknown',
    'notListed notListed',
    'unknown versionUnknown',
  ],
]
for (const [model, sketch] of rows) if (sketch !== undefined) await hospital.describe(model, sketch)
await hospital.own(rows.map(([model]) => model))

async function loadLifecycles(): Promise<void> {
  const products: Readonly<Record<string, readonly string[]>> = {
    lib: [
      '  - purl: pkg:npm/lib',
      'releases:',
      '  - releaseCycle: "1"',
      '    eol: 2020-01-01',
      '  - releaseCycle: "2"',
      '    eol: 9000-01-01',
    ],
    debian: [
      '  - cpe: cpe:2.3:o:debian:debian_linux',
      'releases:',
      '  - releaseCycle: "11"',
      '    eol: 2024-08-14',
      '  - releaseCycle: "13"',
      '    eol: 9000-08-09',
    ],
  }
  const folder = await mkdtemp(join(tmpdir(), 'auscult-eol-'))
  for (const [name, rest] of Object.entries(products))
    await writeFile(
      join(folder, `${name}.md`),
      ['---', `title: ${name}`, `permalink: /${name}`, 'identifiers:', ...rest, '---', ''].join('\n'),
    )
  await loadFeed(store, { path: folder, feed: 'eol' })
  await rm(folder, { recursive: true })
}

test('while no ends of support are loaded nothing is taken for supported; what SBOMs state counts', async () => {
  const verdicts = await hospital.verdicts('eol')
  assert.equal(verdicts['ended'], 'unknown noLifecycles')
  assert.equal(verdicts['alive and complete'], 'unknown noLifecycles')
  assert.equal(verdicts['stated shorter'], 'affected supportEnded')
  const { settles } = await hospital.ask('eol')
  assert.equal(settles[0]?.need, 'lifecycles')
})

test('each device is in one class, and the four counts add up to the fleet', async () => {
  await loadLifecycles()
  const asked = [
    await hospital.verdicts('eol'),
    await hospital.verdicts('eol lib'),
    await hospital.verdicts('eol before:9500-01-01'),
  ]
  for (const [model, , ...expected] of rows)
    assert.deepEqual(
      asked.map((verdicts) => verdicts[model]),
      expected,
      model,
    )
  for (const question of ['eol', 'fin de vie lib', 'End of Support before:9500-01-01']) {
    const { counts, inScope } = await hospital.ask(question)
    assert.equal(
      Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0),
      inScope,
    )
    assert.equal(inScope, rows.length)
  }
})

test('the evidence names the part, its line of releases, the day and the source', async () => {
  const { devices } = await hospital.ask('eol')
  const why = (model: string) => devices.find(({ serial }) => serial === model)?.why[0]
  assert.partialDeepStrictEqual(why('ended'), {
    reason: 'supportEnded',
    component: { name: 'lib', version: '1.4' },
    support: {
      source: 'endoflife.date',
      product: 'lib',
      cycles: ['1'],
      securitySupport: { is: 'on', day: '2020-01-01' },
    },
  })
  assert.partialDeepStrictEqual(why('stated shorter'), {
    reason: 'supportEnded',
    support: { source: 'sbom', securitySupport: { is: 'on', day: '2019-01-01' } },
  })
  assert.partialDeepStrictEqual(why('release ended'), {
    component: { name: 'openssl' },
    support: { product: 'debian', cycles: ['11'] },
  })
  assert.partialDeepStrictEqual(devices.find(({ serial }) => serial === 'stated longer')?.why[1], {
    reason: 'listedOutsideRange',
    support: { source: 'sbom' },
  })
})

test('what is known of a day in the past is asked as of that day', async () => {
  const { counts } = await hospital.ask('eol as-of:2026-01-01')
  assert.equal(counts === null, false)
})
