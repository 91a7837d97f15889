import assert from 'node:assert/strict'
import { test } from 'node:test'
import { osvRecord, testHospital } from '../../test/hospital.ts'
import { readSbom } from '../sbom/index.ts'
import { addCorrection, diffSboms, exportSbom, listDevices, renderDiff, renderScan, scan } from './index.ts'

const hospital = await testHospital(test, 'North')
const south = await testHospital(test, 'South', hospital.store)
const { store, organisation } = hospital
await hospital.load('osv', [
  osvRecord('CVE-2031-0001', 'npm', 'leaky', [{ introduced: '0' }, { fixed: '2' }]),
  osvRecord('CVE-2031-0002', 'npm', 'gone', [{ introduced: '0' }, { fixed: '2' }]),
])
const leaky = { name: 'leaky', version: '1', purl: 'pkg:npm/leaky@1' }
const gone = { name: 'gone', version: '1', purl: 'pkg:npm/gone@1' }
for (const each of [hospital, south]) {
  await each.own(['Pump'])
  await each.own(['Pump'], { serial: 'newer', 'software version': '2' })
  await each.describe('Pump', { parts: [gone] })
  await each.describe(
    'Pump',
    { parts: [leaky, { name: 'pad', version: '1' }] },
    { maker: 'Maker', model: 'Pump', version: '2' },
  )
}
const by = { reason: 'strings of the image', by: 'Ann', isDryRun: false } as const
await addCorrection(store, organisation, { match: { name: 'leaky' }, sets: { version: '2.1' }, ...by })
await addCorrection(store, organisation, { match: { name: 'gone' }, sets: { notOnDevice: true }, ...by })
const look = { language: 'en', colour: false, width: 200, all: true } as const

test('a comparison shows beside what is written what is judged in its place, to the organisation that says so alone', async () => {
  const sides = async (own: typeof hospital) => {
    const { items } = await listDevices(store, { organisation: own.organisation, page: { limit: 10 } })
    const [before = 0, after = 0] = ['1', '2'].map(
      (version) => items.find(({ softwareVersion }) => softwareVersion === version)?.modelVersionId ?? 0,
    )
    return { before: { modelVersionId: before }, after: { modelVersionId: after } }
  }
  const diff = await diffSboms(store, organisation, await sides(hospital))
  const { added, removed } = diff.components
  const marked = [...added, ...removed].map(({ name, version, corrected }) => [name, version, corrected?.instead])
  const instead = { name: 'leaky', version: '2.1', purls: ['pkg:npm/leaky@2.1'], cpes: [] }
  assert.deepEqual(marked, [
    ['leaky', '1', instead],
    ['pad', '1', undefined],
    ['gone', '1', undefined],
  ])
  const text = [...renderDiff(diff, look)].join('')
  assert.match(text, /\+ leaky 1 .* corrected, judged as leaky 2\.1 \(Ann: strings of the image\)/)
  assert.match(text, /− gone 1 .* corrected, not on the device \(Ann/)
  const other = await diffSboms(store, south.organisation, await sides(south))
  assert.ok(other.components.added.every(({ corrected }) => corrected === undefined))
})

test('an export keeps what is written, marks what is corrected, and reads back the same', async () => {
  const { items } = await listDevices(store, { organisation, page: { limit: 10 } })
  const modelVersionId = items.find(({ serial }) => serial === 'newer')?.modelVersionId ?? 0
  const asked = { organisation, what: { modelVersionId }, now: new Date(), version: '1' }
  for (const as of ['cyclonedx', 'spdx'] as const) {
    const text = [...(await exportSbom(store, { ...asked, as })).pieces].join('')
    assert.match(text, /auscult:(?:corrected| \{)/)
    assert.match(text, /leaky@2\.1/)
    assert.match(text, /strings of the image/)
    const reading = readSbom(Buffer.from(text))
    const read = reading.is === 'notRead' ? [] : reading.sbom.components
    assert.deepEqual(read.find(({ name }) => name === 'leaky')?.purls, ['pkg:npm/leaky@1'], as)
    const plain = await exportSbom(store, { ...asked, organisation: south.organisation, as }).catch(() => undefined)
    assert.doesNotMatch([...(plain?.pieces ?? [])].join(''), /strings of the image/)
  }
})

test('a scan judges what corrections say, and tells what is written', async () => {
  const components = [leaky, gone].map((each) => ({ type: 'library', 'bom-ref': each.name, ...each }))
  const bytes = Buffer.from(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components }))
  const written = await scan(store, { bytes })
  assert.equal(written.is === 'scanned' && written.findings.length, 2)
  const scanned = await scan(store, { bytes, organisation })
  if (scanned.is !== 'scanned') throw new Error(scanned.is)
  assert.deepEqual(scanned.findings, [])
  assert.deepEqual(
    scanned.corrected.map(({ component, instead }) => [component.name, component.version, instead?.version]),
    [
      ['leaky', '1', '2.1'],
      ['gone', '1', undefined],
    ],
  )
  const text = [...renderScan('pump', scanned, look)].join('')
  assert.match(text, /leaky 1 · corrected, judged as leaky 2\.1/)
  assert.match(text, /gone 1 · corrected, not on the device/)
})
