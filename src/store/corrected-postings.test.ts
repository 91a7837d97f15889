import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testHospital } from '../../test/hospital.ts'
import { inOrganisation } from './index.ts'

const zlib = { name: 'zlib', version: '1', purl: 'pkg:generic/zlib@1' }

test('in full rows too, what is corrected in some SBOMs is listed there as something else, and elsewhere as it is written', async (t) => {
  const hospital = await testHospital(t)
  const { store, organisation } = hospital
  const { organisationId } = organisation
  const client = await store.connectAboveWalls()
  t.after(async () => client.end())
  await hospital.describe('Pump', { parts: [zlib] })
  await client.query(`update auscult.posting set sbom_ids = sbom_ids || decode(repeat('00', 1020), 'hex')`)
  for (const model of ['Scale', 'Lamp']) await hospital.describe(model, { parts: [zlib] })
  await hospital.describe('Other', { parts: [{ name: 'other', version: '2' }] })
  const idOf = async (name: string): Promise<number> =>
    (await client.query<{ id: number }>('select component_id as id from auscult.component where name = $1', [name]))
      .rows[0]?.id ?? 0
  const [written, instead] = [await idOf('zlib'), await idOf('other')]
  const sboms = async (componentId: number): Promise<readonly number[]> =>
    inOrganisation(store, organisationId, async (trx) => {
      const { rows } = await trx.client.query<{ id: number }>(
        `select sbom_id as id from (
           select ids_in(sbom_ids) as sbom_id from listing where component_id = $1
           union
           select bucket * 512 + bit from further_listing cross join lateral generate_series(0, 511) as bit
           where component_id = $1 and get_bit(sbom_bits, bit) = 1
         ) as each order by 1`,
        [componentId],
      )
      return rows.map(({ id }) => id)
    })
  const [before, others] = [await sboms(written), await sboms(instead)]
  assert.equal(before.length, 3)
  const some = [before[0] ?? 0, before[2] ?? 0]
  await client.query(
    'insert into auscult.corrected_component (organisation_id, component_id, corrected_id, corrections, sbom_ids) values ($1, $2, $3, $4, $5)',
    [organisationId, written, instead, [1], some],
  )
  assert.deepEqual(await sboms(written), [before[1]])
  assert.deepEqual(
    await sboms(instead),
    [...some, ...others].toSorted((a, b) => a - b),
  )
})
