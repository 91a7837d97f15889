import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addSbom, addStatements, rematch } from '../src/flows/index.ts'
import type { StatementRole } from '../src/model/index.ts'
import { cpeMatch, nvdRecord, osvRecord, testHospital } from './hospital.ts'
import type { Part } from './hospital.ts'

const flaw = 'CVE-2031-0001'

const openVex = (author: string, ...statements: readonly object[]): object => ({
  '@context': 'https://openvex.dev/ns/v0.2.0',
  '@id': `https://example.org/${author}/${JSON.stringify(statements).length}`,
  author,
  timestamp: '2026-01-01T00:00:00Z',
  version: 1,
  statements: statements.map((each) => ({ vulnerability: { name: flaw }, ...each })),
})
const model = (name: string, version = '1'): object => ({ '@id': `pkg:generic/Maker/${name}@${version}` })
const why = { justification: 'vulnerable_code_not_present' }
const todo = { action_statement: 'update' }

interface Case {
  readonly device: string
  readonly parts?: readonly Part[]
  readonly said: readonly (readonly [StatementRole, object])[]
  readonly expect: string
}

const pad = { name: 'pad', version: '1', purl: 'pkg:npm/pad@1' }
const zlib = { name: 'zlib', version: '1', cpe: 'cpe:2.3:a:zlib:zlib:1:*:*:*:*:*:*:*' }
const onPad = (name: string, more: object): object => ({
  products: [{ ...model(name), subcomponents: [{ '@id': 'pkg:npm/pad@1' }] }],
  ...more,
})

// Each device lists a part that the feeds say is affected, unless it says otherwise.
const cases: readonly Case[] = [
  { device: 'Silent', said: [], expect: 'affected listedInRange' },
  {
    device: 'Cleared',
    said: [['maker', openVex('Maker', { products: [model('Cleared')], status: 'not_affected', ...why })]],
    expect: 'notAffected statedNotAffected',
  },
  {
    device: 'Repaired',
    said: [['maker', openVex('Maker', { products: [model('Repaired')], status: 'fixed' })]],
    expect: 'notAffected statedFixed',
  },
  {
    device: 'Other version',
    said: [['maker', openVex('Maker', { products: [model('Other version', '2')], status: 'not_affected', ...why })]],
    expect: 'affected listedInRange',
  },
  {
    device: 'No reason',
    said: [['maker', openVex('Maker', { products: [model('No reason')], status: 'not_affected' })]],
    expect: 'affected listedInRange',
  },
  {
    device: 'Looking',
    said: [['maker', openVex('Maker', { products: [model('Looking')], status: 'under_investigation' })]],
    expect: 'affected listedInRange',
  },
  {
    device: 'Looking at nothing listed',
    parts: [{ name: 'lamp', version: '1', purl: 'pkg:npm/lamp@1' }],
    said: [
      ['maker', openVex('Maker', { products: [model('Looking at nothing listed')], status: 'under_investigation' })],
    ],
    expect: 'unknown underInvestigation',
  },
  {
    device: 'Stated though not listed',
    parts: [{ name: 'lamp', version: '1', purl: 'pkg:npm/lamp@1' }],
    said: [['maker', openVex('Maker', { products: [model('Stated though not listed')], status: 'affected', ...todo })]],
    expect: 'affected statedAffected',
  },
  {
    device: 'A supplier of the whole',
    said: [
      [
        'supplier',
        openVex('Parts Inc', { products: [model('A supplier of the whole')], status: 'not_affected', ...why }),
      ],
    ],
    expect: 'affected listedInRange',
  },
  {
    device: 'Coordinator against maker',
    said: [
      ['maker', openVex('Maker', { products: [model('Coordinator against maker')], status: 'not_affected', ...why })],
      ['coordinator', openVex('CERT', { products: [model('Coordinator against maker')], status: 'affected', ...todo })],
    ],
    expect: 'affected statedAffected',
  },
  {
    device: 'Part cleared',
    said: [['maker', openVex('Maker', onPad('Part cleared', { status: 'not_affected', ...why }))]],
    expect: 'notAffected componentCleared',
  },
  {
    device: 'Part cleared, another not',
    parts: [pad, zlib],
    said: [['maker', openVex('Maker', onPad('Part cleared, another not', { status: 'not_affected', ...why }))]],
    expect: 'affected listedInRange',
  },
  {
    device: 'Part affected that nobody lists',
    parts: [{ name: 'lamp', version: '1', purl: 'pkg:npm/lamp@1' }],
    said: [['maker', openVex('Maker', onPad('Part affected that nobody lists', { status: 'affected', ...todo }))]],
    expect: 'affected statedAffected',
  },
]

test('what is stated decides, case by case', async (t) => {
  const hospital = await testHospital(t)
  const { organisationId } = hospital.organisation
  await hospital.own(cases.map(({ device }) => device.replaceAll(',', '')))
  for (const { device, parts = [pad] } of cases) await hospital.describe(device.replaceAll(',', ''), { parts })
  await hospital.load('osv', [osvRecord(flaw, 'npm', 'pad', [{ introduced: '0' }, { fixed: '2' }])])
  await hospital.load('nvd', [nvdRecord(flaw, [[[cpeMatch('a:zlib:zlib', '*', { versionEndExcluding: '2' })]]])])
  for (const [role, document] of cases.flatMap(({ said }) => said)) {
    const bytes = Buffer.from(JSON.stringify(document).replaceAll(', another', ' another'))
    const added = await addStatements(hospital.store, { organisationId, bytes, role })
    assert.equal(added.is, 'added', JSON.stringify(added))
  }
  assert.deepEqual(
    await hospital.verdicts(flaw),
    Object.fromEntries(cases.map(({ device, expect }) => [device.replaceAll(',', ''), expect])),
  )
})

test('who supplies a component clears it wherever it is, and nothing else', async (t) => {
  const hospital = await testHospital(t)
  const { organisationId } = hospital.organisation
  await hospital.own(['One', 'Two', 'Three'])
  await hospital.describe('One', { parts: [pad] })
  await hospital.describe('Two', { parts: [pad, zlib] })
  await hospital.describe('Three', { parts: [{ ...pad, version: '1.1', purl: 'pkg:npm/pad@1.1' }] })
  await hospital.load('osv', [osvRecord(flaw, 'npm', 'pad', [{ introduced: '0' }, { fixed: '2' }])])
  await hospital.load('nvd', [nvdRecord(flaw, [[[cpeMatch('a:zlib:zlib', '*', { versionEndExcluding: '2' })]]])])
  const document = openVex('Pad Project', { products: [{ '@id': 'pkg:npm/pad@1' }], status: 'not_affected', ...why })
  await addStatements(hospital.store, { organisationId, bytes: Buffer.from(JSON.stringify(document)) })
  assert.deepEqual(await hospital.verdicts(flaw), {
    One: 'notAffected componentCleared',
    Two: 'affected listedInRange',
    Three: 'affected listedInRange',
  })
})

test('of components that share a purl, a statement on a part of a product speaks of those that it lists', async (t) => {
  const hospital = await testHospital(t)
  const { organisationId } = hospital.organisation
  await hospital.own(['One', 'Two', 'Three'])
  const twin = { ...pad, cpe: 'cpe:2.3:a:pad_project:pad:1:*:*:*:*:*:*:*' }
  await hospital.describe('One', { parts: [pad] })
  await hospital.describe('Two', { parts: [twin] })
  await hospital.describe('Three', { parts: [pad, twin] })
  await hospital.load('osv', [osvRecord(flaw, 'npm', 'pad', [{ introduced: '0' }, { fixed: '2' }])])
  const state = async (document: object, role: StatementRole): Promise<void> => {
    await addStatements(hospital.store, { organisationId, bytes: Buffer.from(JSON.stringify(document)), role })
  }
  for (const each of ['One', 'Two', 'Three'])
    await state(openVex(`Ward of ${each}`, onPad(each, { status: 'affected', ...todo })), 'hospital')
  await state(openVex('Pad Project', { products: [{ '@id': 'pkg:npm/pad@1' }], status: 'fixed' }), 'supplier')
  const cleared = 'notAffected componentCleared'
  assert.deepEqual(await hospital.verdicts(flaw), { One: cleared, Two: cleared, Three: cleared })
})

test('what one hospital was told is nothing to another', async (t) => {
  const north = await testHospital(t, 'North')
  const south = await testHospital(t, 'South', north.store)
  for (const each of [north, south]) await each.own(['Pump'])
  await north.load('osv', [osvRecord(flaw, 'npm', 'pad', [{ introduced: '0' }, { fixed: '2' }])])
  for (const each of [north, south]) await each.describe('Pump', { parts: [pad] })
  const bytes = Buffer.from(JSON.stringify(openVex('Maker', { products: [model('Pump')], status: 'fixed' })))
  await addStatements(north.store, { organisationId: north.organisation.organisationId, bytes, role: 'maker' })
  assert.deepEqual(await north.verdicts(flaw), { Pump: 'notAffected statedFixed' })
  assert.deepEqual(await south.verdicts(flaw), { Pump: 'affected listedInRange' })
})

test('a later revision takes the place of an earlier one, which a past day still shows', async (t) => {
  const hospital = await testHospital(t)
  const { organisationId } = hospital.organisation
  await hospital.own(['Pump'])
  await hospital.load('osv', [osvRecord(flaw, 'npm', 'pad', [{ introduced: '0' }, { fixed: '2' }])])
  await hospital.describe('Pump', { parts: [pad] })
  const document = (version: number, status: object): Buffer =>
    Buffer.from(
      JSON.stringify({
        ...openVex('Maker', { products: [model('Pump')], ...status }),
        '@id': 'https://example.org/one',
        version,
        timestamp: `2026-0${version}-01T00:00:00Z`,
      }),
    )
  const state = async (bytes: Buffer) => addStatements(hospital.store, { organisationId, bytes, role: 'maker' })
  assert.equal((await state(document(2, { status: 'fixed' }))).is, 'added')
  const then = new Date().toISOString()
  assert.deepEqual(await hospital.verdicts(flaw), { Pump: 'notAffected statedFixed' })
  assert.equal((await state(document(2, { status: 'fixed' }))).is, 'unchanged')
  assert.equal((await state(document(1, { status: 'affected', ...todo }))).is, 'superseded')
  assert.deepEqual(await hospital.verdicts(flaw), { Pump: 'notAffected statedFixed' })
  const later = await state(document(3, { status: 'affected', ...todo }))
  assert.deepEqual([later.is, later.is === 'added' && later.replaced], ['added', 1])
  assert.deepEqual(await hospital.verdicts(flaw), { Pump: 'affected statedAffected' })
  assert.deepEqual(await hospital.verdicts(`${flaw} as-of:${then}`), { Pump: 'notAffected statedFixed' })
})

test('a statement that comes before its device and its SBOM finds them when they come', async (t) => {
  const hospital = await testHospital(t)
  const { organisationId } = hospital.organisation
  const bytes = Buffer.from(
    JSON.stringify(
      openVex('Maker', onPad('Late', { status: 'not_affected', ...why }), {
        products: [model('Later')],
        status: 'fixed',
      }),
    ),
  )
  await addStatements(hospital.store, { organisationId, bytes, role: 'maker' })
  await hospital.load('osv', [osvRecord(flaw, 'npm', 'pad', [{ introduced: '0' }, { fixed: '2' }])])
  await hospital.own(['Late', 'Later'])
  await hospital.describe('Late', { parts: [pad] })
  assert.deepEqual(await hospital.verdicts(flaw), {
    Late: 'notAffected componentCleared',
    Later: 'notAffected statedFixed',
  })
})

test('what an SBOM states of what it describes is taken when it is added', async (t) => {
  const hospital = await testHospital(t)
  const { organisationId } = hospital.organisation
  await hospital.own(['Pump'])
  await hospital.load('osv', [osvRecord(flaw, 'npm', 'pad', [{ introduced: '0' }, { fixed: '2' }])])
  await hospital.load('nvd', [
    nvdRecord('CVE-2031-0002', [[[cpeMatch('a:zlib:zlib', '*', { versionEndExcluding: '2' })]]]),
  ])
  const analysed = (id: string, ref: string, analysis: object): object => ({ id, analysis, affects: [{ ref }] })
  const bom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    metadata: { supplier: { name: 'Maker' }, component: { type: 'device', name: 'whatever', 'bom-ref': 'root' } },
    components: [
      { type: 'library', 'bom-ref': 'pad', ...pad },
      { type: 'library', 'bom-ref': 'zlib', ...zlib },
    ],
    vulnerabilities: [
      analysed(flaw, 'pad', { state: 'not_affected', justification: 'code_not_reachable' }),
      analysed('CVE-2031-0002', 'root', { state: 'in_triage' }),
      analysed('CVE-2031-0003', 'root', { state: 'exploitable' }),
      { id: 'CVE-2031-0004', affects: [{ ref: 'pad' }] },
    ],
  }
  const target = { maker: 'Maker', model: 'Pump', version: '1' }
  const bytes = Buffer.from(JSON.stringify(bom))
  await addSbom(hospital.store, { organisationId, bytes, target })
  await rematch(hospital.store, 'stale')
  assert.deepEqual(
    await hospital.verdicts(flaw),
    { Pump: 'affected listedInRange' },
    'a supplier does not know what is reached',
  )
  await addStatements(hospital.store, { organisationId, bytes: Buffer.from(`${JSON.stringify(bom)}\n`), role: 'maker' })
  assert.deepEqual(await hospital.verdicts('CVE-2031-0002'), { Pump: 'affected listedInRange' })
  assert.deepEqual(await hospital.verdicts('CVE-2031-0003'), { Pump: 'affected statedAffected' })
})

test('statements in CycloneDX XML are read as those in JSON', async (t) => {
  const hospital = await testHospital(t)
  const { organisationId } = hospital.organisation
  await hospital.own(['Pump'])
  await hospital.load('osv', [osvRecord(flaw, 'npm', 'pad', [{ introduced: '0' }, { fixed: '2' }])])
  await hospital.describe('Pump', { parts: [pad] })
  const bytes = Buffer.from(`<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.6" serialNumber="urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79" version="1">
  <metadata>
    <timestamp>2026-01-01T00:00:00Z</timestamp>
    <component type="device" bom-ref="root"><manufacturer><name>Maker</name></manufacturer><name>Pump</name><version>1</version></component>
  </metadata>
  <vulnerabilities>
    <vulnerability>
      <id>${flaw}</id>
      <analysis>
        <state>not_affected</state>
        <justification>code_not_present</justification>
        <responses><response>update</response><response>workaround_available</response></responses>
        <detail>never built in</detail>
      </analysis>
      <affects><target><ref>root</ref><versions><version><version>1</version><status>unaffected</status></version></versions></target></affects>
    </vulnerability>
  </vulnerabilities>
</bom>`)
  const added = await addStatements(hospital.store, { organisationId, bytes, role: 'maker' })
  assert.deepEqual([added.is, added.problems], ['added', []])
  assert.deepEqual(await hospital.verdicts(flaw), { Pump: 'notAffected statedNotAffected' })
  const cut = bytes.subarray(0, bytes.indexOf('<responses>'))
  const broken = await addStatements(hospital.store, { organisationId, bytes: cut, role: 'maker' })
  assert.match(JSON.stringify(broken.problems), /malformed/)
})
