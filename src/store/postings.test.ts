import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testHospital } from '../../test/hospital.ts'
import { inOrganisation } from './index.ts'

const zlib = { name: 'zlib', version: '1', purl: 'pkg:generic/zlib@1' }

test('who may read of a component follows from the SBOMs that list it', async (t) => {
  const north = await testHospital(t, 'North')
  const south = await testHospital(t, 'South', north.store)
  await north.describe('Pump', { parts: [zlib, { name: 'alone', version: '1' }, { name: 'tool', scope: 'excluded' }] })
  await north.describe('Pump 2', { parts: [zlib] })
  await south.describe('Monitor', { parts: [zlib] })
  const client = await north.store.connectAboveWalls()
  const kept = await client.query(`
    select component_id, reader, bucket * 512 + place as sbom_id
    from auscult.posting cross join generate_series(0, 511) as place
    where get_bit(sbom_bits, place) = 1
    order by component_id, reader, sbom_id`)
  const { rows } = await client.query(`
    select distinct component_id, reader, sbom_id
    from auscult.sbom_component
    join auscult.sbom using (sbom_id)
    cross join lateral unnest(owner || audience) as reader
    where deployed
    order by component_id, reader, sbom_id`)
  await client.end()
  assert.deepEqual(kept.rows, rows)
})

test('the views that hold the wall show what readable SBOMs list as deployed, and the models of the own fleet', async (t) => {
  const north = await testHospital(t, 'North')
  const south = await testHospital(t, 'South', north.store)
  await north.describe('Pump', { parts: [zlib, { name: 'tool', scope: 'excluded' }] })
  await north.own(['Pump'])
  const namesFor = async ({ organisation }: typeof north) =>
    inOrganisation(north.store, organisation.organisationId, async ({ client }) => {
      const { rows } = await client.query<{ name: string }>('select name from readable_component order by name, type')
      return rows.map((row) => row.name)
    })
  assert.deepEqual(await namesFor(north), ['Pump', 'Pump', 'zlib'])
  assert.deepEqual(await namesFor(south), [])
  const client = await north.store.connectAboveWalls()
  await client.query(`update auscult.posting set reader = '00000000-0000-0000-0000-000000000000'`)
  await client.end()
  assert.deepEqual(await namesFor(south), ['Pump', 'zlib'])
})
