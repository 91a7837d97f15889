import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { testHospital } from '../../test/hospital.ts'
import type { TestHospital } from '../../test/hospital.ts'
import { posted } from '../../test/postings.ts'
import { inOrganisation } from './index.ts'
import type { Store } from './index.ts'

const zlib = { name: 'zlib', version: '1', purl: 'pkg:generic/zlib@1' }

const nobody = '00000000-0000-0000-0000-000000000000'

test('who may read of a component follows from the SBOMs that list it', async (t) => {
  const north = await testHospital(t, 'North')
  const south = await testHospital(t, 'South', north.store)
  await north.describe('Pump', { parts: [zlib, { name: 'alone', version: '1' }, { name: 'tool', scope: 'excluded' }] })
  await north.describe('Pump 2', { parts: [zlib] })
  await south.describe('Monitor', { parts: [zlib] })
  const client = await clientOf(north, t)
  await agree(client)
})

test('what comes after the row of a component is full is kept as bits, and found as the rest', async (t) => {
  const hospital = await testHospital(t)
  const client = await clientOf(hospital, t)
  await hospital.own(['Pump', 'Pump 2', 'Monitor'])
  await hospital.describe('Pump', { parts: [zlib] })
  await client.query(`update auscult.posting set sbom_ids = sbom_ids || decode(repeat('00', 1020), 'hex')`)
  await hospital.describe('Pump 2', { parts: [zlib] })
  const { rows } = await client.query('select component_id from auscult.further_posting')
  assert.equal(rows.length, 1)
  await agree(client)
  const { Pump, Monitor, ...others } = await hospital.verdicts('zlib')
  assert.deepEqual(
    [Pump, others['Pump 2'], Monitor],
    ['affected listedInRange', 'affected listedInRange', 'unknown noSbom'],
  )
})

test('when others may read an SBOM than before, its postings are taken back and written anew, in full rows too', async (t) => {
  const north = await testHospital(t, 'North')
  const south = await testHospital(t, 'South', north.store)
  const client = await clientOf(north, t)
  await north.describe('Pump', { parts: [zlib, { name: 'alone', version: '1' }] })
  await client.query(`update auscult.posting set sbom_ids = sbom_ids || decode(repeat('00', 1020), 'hex')`)
  await north.describe('Pump 2', { parts: [zlib] })
  const names = async (hospital: TestHospital): Promise<string[]> => namesFor(north.store, hospital)
  for (const audience of [[nobody], [south.organisation.organisationId], []]) {
    await client.query('update auscult.sbom set audience = $1', [audience])
    await agree(client)
    assert.deepEqual(await names(north), ['Pump', 'Pump 2', 'alone', 'zlib'])
    assert.deepEqual(await names(south), audience.length === 0 ? [] : await names(north))
  }
})

test('the views that hold the wall show what readable SBOMs list as deployed, and the models of the own fleet', async (t) => {
  const north = await testHospital(t, 'North')
  const south = await testHospital(t, 'South', north.store)
  await north.describe('Pump', { parts: [zlib, { name: 'tool', scope: 'excluded' }] })
  await north.own(['Pump'])
  assert.deepEqual(await namesFor(north.store, north), ['Pump', 'Pump', 'zlib'])
  assert.deepEqual(await namesFor(north.store, south), [])
  const client = await clientOf(north, t)
  await client.query(`update auscult.posting set reader = '00000000-0000-0000-0000-000000000000'`)
  assert.deepEqual(await namesFor(north.store, south), ['Pump', 'zlib'])
})

type Client = Awaited<ReturnType<Store['connectAboveWalls']>>

async function clientOf({ store }: TestHospital, t: TestContext): Promise<Client> {
  const client = await store.connectAboveWalls()
  t.after(async () => client.end())
  return client
}

/** Postings are the lines. */
async function agree(client: Client): Promise<void> {
  const kept = await client.query(`
    select distinct component_id, reader, sbom_id from ${posted} as posted order by component_id, reader, sbom_id`)
  const { rows } = await client.query(`
    select distinct component_id, reader, sbom_id
    from auscult.sbom_component
    join auscult.sbom using (sbom_id)
    cross join lateral unnest(auscult.readers_of(owner, audience)) as reader
    where deployed
    order by component_id, reader, sbom_id`)
  assert.deepEqual(kept.rows, rows)
}

async function namesFor(store: Store, { organisation }: TestHospital): Promise<string[]> {
  return inOrganisation(store, organisation.organisationId, async ({ client }) => {
    const { rows } = await client.query<{ name: string }>('select name from readable_component order by name, type')
    return rows.map((row) => row.name)
  })
}
