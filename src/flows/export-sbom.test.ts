import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testHospital } from '../../test/hospital.ts'
import { sbomFixture, sbomOf } from '../../test/sbom-readings.ts'
import { essenceOf } from '../../test/sbom-alike.ts'
import { cycloneDxFaults, spdxFaults } from '../../test/sbom-validators.ts'
import { addSbom, exportSbom, listModels } from './index.ts'
import type { NomenclatureAsked } from './index.ts'

const hospital = await testHospital(test)
const { store, organisation } = hospital
const { organisationId } = organisation
const target = { maker: 'Acme', model: 'Pump', version: '1' }
const now = new Date('2026-01-02T03:04:05Z')

async function add(bytes: Buffer, fileName: string): Promise<number> {
  const added = await addSbom(store, { organisationId, bytes, fileName, target })
  if (added.is === 'refused') throw new Error(added.because)
  if (added.is === 'needsConfirmation') throw new Error('nothing is to be confirmed')
  return added.sbomId
}

const first = await add(sbomFixture('cyclonedx-json/pump.json'), 'pump.json')
await add(sbomFixture('spdx-json/pump.json'), 'pump.spdx.json')

async function exported(what: NomenclatureAsked, as: 'cyclonedx' | 'spdx'): Promise<Buffer> {
  const { pieces } = await exportSbom(store, { organisation, what, as, now, version: '0.1.0' })
  return Buffer.from([...pieces].join(''))
}

async function modelVersionId(): Promise<number> {
  const { items } = await listModels(store, { organisation, page: { limit: 9 } })
  return items.find(({ model }) => model === 'Pump')?.modelVersionId ?? assert.fail()
}

test('a stored SBOM is exported as it was read', async () => {
  const bytes = await exported({ sbomId: first }, 'cyclonedx')
  assert.deepEqual(essenceOf(sbomOf(bytes)), essenceOf(sbomOf(sbomFixture('cyclonedx-json/pump.json'))))
})

test('a model version is exported as one device that holds what each SBOM describes, with what came from which', async () => {
  const what = { modelVersionId: await modelVersionId() }
  const document = JSON.parse((await exported(what, 'cyclonedx')).toString('utf8')) as {
    readonly metadata: { readonly component: { readonly name: string; readonly version: string } }
  }
  assert.deepEqual(cycloneDxFaults(document), [])
  assert.deepEqual([document.metadata.component.name, document.metadata.component.version], ['Pump', '1'])
  const sbom = sbomOf(Buffer.from(JSON.stringify(document)))
  const parts = [sbomFixture('cyclonedx-json/pump.json'), sbomFixture('spdx-json/pump.json')].map((bytes) =>
    sbomOf(bytes),
  )
  assert.equal(sbom.components.length, 1 + parts.reduce((sum, { components }) => sum + components.length, 0))
  assert.equal(sbom.components.filter(({ parent }) => parent === sbom.root).length > 1, true)
  const text = JSON.stringify(document)
  for (const name of ['pump.json', 'pump.spdx.json']) assert.ok(text.includes(name), name)
  assert.match(text, /"auscult:listedIn","value":"[0-9a-f]{64}"/)
})

test('what one SBOM says of its whole device is not said of the merged one', async () => {
  const sbom = sbomOf(await exported({ modelVersionId: await modelVersionId() }, 'cyclonedx'))
  assert.deepEqual(
    sbom.completeness.filter(({ assembly }) => assembly === undefined || assembly === sbom.root),
    [],
  )
})

test('the same as SPDX', async () => {
  const what = { modelVersionId: await modelVersionId() }
  const bytes = await exported(what, 'spdx')
  assert.deepEqual(spdxFaults(JSON.parse(bytes.toString('utf8'))), [])
  const [spdx, cyclonedx] = [sbomOf(bytes), sbomOf(await exported(what, 'cyclonedx'))]
  assert.deepEqual(
    spdx.components.map(({ name, version, purls }) => [name, version, [...purls].sort()].join()).sort(),
    cyclonedx.components.map(({ name, version, purls }) => [name, version, [...purls].sort()].join()).sort(),
  )
})

test('another organisation exports nothing of it', async () => {
  const { organisation: other } = await testHospital(test, 'Other', store)
  await assert.rejects(
    exportSbom(store, { organisation: other, what: { sbomId: first }, as: 'spdx', now, version: '1' }),
    /no SBOM \d+ that this organisation may read/,
  )
})

test('a document that is read otherwise than when it came is exported by what is kept of it', async () => {
  const bytes = Buffer.from('Component;Version;Supplier\nzlib;1.2.11;Acme\n')
  const hints = { choices: [{ field: 'name', column: 3 }] } as const
  const shown = await addSbom(store, { organisationId, bytes, target: { ...target, version: '2' }, hints })
  if (shown.is !== 'added') throw new Error(shown.is)
  const sbom = sbomOf(await exported({ sbomId: shown.sbomId }, 'cyclonedx'))
  assert.deepEqual(
    sbom.components.map(({ name, version }) => [name, version]),
    [['Acme', '1.2.11']],
  )
})
