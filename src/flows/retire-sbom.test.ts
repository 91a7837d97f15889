import assert from 'node:assert/strict'
import { test } from 'node:test'
import { osvRecord, testHospital } from '../../test/hospital.ts'
import { addSbom, diffSboms, listSboms, readSbom, rematch, retireSbom } from './index.ts'

const hospital = await testHospital(test)
const { store, organisation } = hospital
const page = { limit: 50 }

await hospital.load('osv', [
  osvRecord('GHSA-1', 'npm', 'leaky', [{ introduced: '0' }, { fixed: '2' }], { aliases: ['CVE-2031-0001'] }),
])
await hospital.own(['Pump'])

async function add(version: string, model = 'Pump'): Promise<number> {
  const components = [{ type: 'library', name: 'leaky', version, purl: `pkg:npm/leaky@${version}` }]
  const added = await addSbom(store, {
    organisationId: organisation.organisationId,
    bytes: Buffer.from(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components })),
    target: { maker: 'Maker', model, version: '1' },
  })
  if (added.is !== 'added') throw new Error(added.is)
  await rematch(store, 'stale')
  return added.sbomId
}

const ask = async (): Promise<string | undefined> => (await hospital.verdicts('CVE-2031-0001'))['Pump']

test('a corrected SBOM takes the place of the older one, which is kept and can be compared', async () => {
  const wrong = await add('1')
  const right = await add('2', 'Other pump')
  assert.equal(await ask(), 'affected listedInRange')
  await retireSbom(store, { organisation, sbomId: wrong, replacedBy: right, because: 'the version was misread' })
  assert.equal(await ask(), 'notAffected listedOutsideRange')
  const kept = await readSbom(store, organisation, wrong)
  assert.deepEqual([kept.replacedBy, kept.retiredBecause], [right, 'the version was misread'])
  assert.ok(kept.retiredAt)
  const models = (await readSbom(store, organisation, right)).describes.map(({ model }) => model)
  assert.deepEqual(models, ['Other pump', 'Pump'])
  const { flaws } = await diffSboms(store, organisation, { before: { sbomId: wrong }, after: { sbomId: right } })
  assert.deepEqual(
    flaws.fixed.map(({ vulnerability }) => vulnerability),
    ['CVE-2031-0001'],
  )
})

test('the list shows what is in force, and all that ever described a model version when asked', async () => {
  const inForce = await listSboms(store, { organisation, page })
  assert.equal(inForce.items.length, 1)
  const describes = (await readSbom(store, organisation, inForce.items[0]?.sbomId ?? 0)).describes
  const modelVersionId = describes.find(({ model }) => model === 'Pump')?.modelVersionId ?? assert.fail()
  const all = await listSboms(store, { organisation, page, alsoRetired: true, modelVersionId })
  assert.deepEqual(
    all.items.map(({ replacedBy }) => replacedBy !== undefined),
    [false, true],
  )
})

test('without any SBOM a device is unknown again, never not affected', async () => {
  const [last] = (await listSboms(store, { organisation, page })).items
  await retireSbom(store, { organisation, sbomId: last?.sbomId ?? 0 })
  assert.equal(await ask(), 'unknown noSbom')
  await assert.rejects(retireSbom(store, { organisation, sbomId: last?.sbomId ?? 0 }), /not in force any more/)
})

test('nobody retires what another organisation supplied, or what it may not see', async () => {
  const mine = await add('3')
  const { organisation: other } = await testHospital(test, 'Other', store)
  await assert.rejects(
    retireSbom(store, { organisation: other, sbomId: mine }),
    /no SBOM \d+ that this organisation may read/,
  )
  await store.ownerPool.query(
    `begin; set local auscult.organisation = '${organisation.organisationId}';
     update auscult.sbom set audience = '{00000000-0000-0000-0000-000000000000}' where sbom_id = ${mine}; commit`,
  )
  await assert.rejects(retireSbom(store, { organisation: other, sbomId: mine }), /supplied by another organisation/)
  await assert.rejects(retireSbom(store, { organisation, sbomId: mine, replacedBy: mine }), /cannot take its own place/)
})
