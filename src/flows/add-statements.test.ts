import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testHospital } from '../../test/hospital.ts'
import { addSbom, addStatements, listStatements } from './index.ts'

const flaw = 'CVE-2031-0001'

/** An SBOM that says of what it describes that a flaw is not there, under a serial number that its maker gives to all of them. */
function bomOf(model: string, version: string | undefined, revision: number): Buffer {
  const root = { type: 'device', 'bom-ref': 'root', name: model, version, manufacturer: { name: 'Maker' } }
  const analysis = { state: 'not_affected', justification: 'code_not_present' }
  const bom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
    version: revision,
    metadata: { timestamp: `2026-0${revision}-01T00:00:00Z`, component: root },
    components: [{ type: 'library', 'bom-ref': 'pad', name: 'pad', version: '1', purl: 'pkg:npm/pad@1' }],
    vulnerabilities: [{ id: flaw, analysis, affects: [{ ref: 'root' }] }],
  }
  return Buffer.from(JSON.stringify(bom))
}

const models = [
  ['Pump', '1'],
  ['Pump', '2'],
  ['Lamp', '1'],
] as const

test('documents that share a serial number and describe different products stand beside each other', async (t) => {
  const hospital = await testHospital(t)
  const { store, organisation } = hospital
  const { organisationId } = organisation
  await hospital.own(['Pump', 'Lamp'])
  for (const [index, [model, version]] of models.entries()) {
    const target = { maker: 'Maker', model, version }
    const added = await addSbom(store, { organisationId, bytes: bomOf(model, version, index + 1), target })
    assert.equal(added.is, 'added')
  }
  const { items } = await listStatements(store, { organisation, page: { limit: 10 }, now: new Date() })
  const spoken = items.map(({ product }) => `${product.model} ${product.version}`).toSorted()
  assert.deepEqual(spoken, ['Lamp 1', 'Pump 1', 'Pump 2'])
  assert.deepEqual(await hospital.verdicts(flaw), {
    Pump: 'notAffected statedNotAffected',
    Lamp: 'notAffected statedNotAffected',
  })
})

test('one file that is given for two versions of a model speaks of both', async (t) => {
  const hospital = await testHospital(t)
  const { store, organisation } = hospital
  const { organisationId } = organisation
  const bytes = bomOf('Pump', undefined, 1)
  for (const version of ['1', '2']) {
    await addSbom(store, { organisationId, bytes, target: { maker: 'Maker', model: 'Pump', version } })
  }
  const { items } = await listStatements(store, { organisation, page: { limit: 10 }, now: new Date() })
  assert.deepEqual(new Set(items.flatMap((item) => item.models.map((each) => each.version))), new Set(['1', '2']))
  assert.deepEqual(
    items.map((item) => item.models.length),
    [1, 1],
  )
})

test('a document that is given again is recognised in every way that is known by now', async (t) => {
  const hospital = await testHospital(t)
  const { store, organisation } = hospital
  const { organisationId } = organisation
  await hospital.own(['Pump'])
  const add = async () => addStatements(store, { organisationId, bytes: bomOf('Pump', '1', 1), role: 'maker' })
  await add()
  const client = await store.connectAboveWalls()
  t.after(async () => client.end())
  await client.query('delete from auscult.statement_subject')
  const spoken = async () => {
    const { items } = await listStatements(store, { organisation, page: { limit: 10 }, now: new Date() })
    return items.map(({ models }) => models.length)
  }
  assert.deepEqual(await spoken(), [0])
  assert.equal((await add()).is, 'unchanged')
  assert.deepEqual(await spoken(), [1])
})

test('a later revision of what describes the same product takes the place of the earlier one', async (t) => {
  const { store, organisation } = await testHospital(t)
  const { organisationId } = organisation
  const add = async (bytes: Buffer): Promise<unknown> => {
    const added = await addStatements(store, { organisationId, bytes, role: 'maker' })
    return added.is === 'refused' ? added.because : [added.is, added.replaced]
  }
  assert.deepEqual(await add(bomOf('Pump', '1', 2)), ['added', 0])
  assert.deepEqual(await add(bomOf('Lamp', '1', 3)), ['added', 0])
  assert.deepEqual(await add(bomOf('PUMP', 'v1', 3)), ['added', 1])
  assert.deepEqual(await add(bomOf('Pump', '1', 1)), ['superseded', 0])
})
