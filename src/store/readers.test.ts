import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testHospital } from '../../test/hospital.ts'
import { inOrganisation } from './index.ts'

const zlib = { name: 'zlib', version: '1', purl: 'pkg:generic/zlib@1' }

test('postings say who may read what they list, and nothing but the SBOMs decides it', async (t) => {
  const north = await testHospital(t, 'North')
  const south = await testHospital(t, 'South', north.store)
  await north.describe('Pump', { parts: [zlib, { name: 'alone', version: '1' }, { name: 'tool', scope: 'excluded' }] })
  await north.describe('Pump 2', { parts: [zlib] })
  await south.describe('Monitor', { parts: [zlib] })
  const client = await north.store.connectAboveWalls()
  const { rows } = await client.query(`
    select component_id, bucket from auscult.component_sbom posting
    where array(select unnest(readers) order by 1) is distinct from array(
      select distinct reader
      from auscult.sbom cross join lateral unnest(owner || audience) as reader
      where sbom_id = any(posting.sbom_ids)
      order by 1
    )`)
  await client.end()
  assert.deepEqual(rows, [])
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
  const everybody = `array['00000000-0000-0000-0000-000000000000'::uuid]`
  await client.query(`update auscult.sbom set audience = ${everybody}`)
  await client.query(`update auscult.component_sbom set readers = readers || ${everybody}`)
  await client.end()
  assert.deepEqual(await namesFor(south), ['Pump', 'zlib'])
})
