import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inKnowledge, inOrganisation } from '../src/store/index.ts'
import { testHospital } from './hospital.ts'
import type { TestHospital } from './hospital.ts'
import { flaw, part } from './one-flaw.ts'

test('one hospital sees nothing of what another supplies, unless it is published to it', async (t) => {
  const north = await testHospital(t, 'North')
  const south = await testHospital(t, 'South', north.store)
  await north.load('osv', [flaw])
  await north.describe('Pump', { parts: [part('1.0.0'), { name: 'secretware', version: '1' }] })
  await north.own(['Pump'])
  await south.own(['Pump'])
  assert.deepEqual(await north.verdicts('CVE-2031-0001'), { Pump: 'affected listedInRange' })
  assert.deepEqual(await south.verdicts('CVE-2031-0001'), { Pump: 'unknown noSbom' })
  assert.equal((await north.ask('secretware')).counts?.affected, 1)
  const guess = await south.ask('secretwar')
  assert.deepEqual([guess.counts?.affected, guess.notes.filter((note) => note.is !== 'noFeeds')], [0, []])
  assert.equal((await south.ask('serial:Pump')).devices.length, 1, 'its own pump only')
  await inKnowledge(north.store, async () => undefined)
})

test('the application role reads no component below an SBOM but through the views that hold the wall', async (t) => {
  const north = await testHospital(t, 'North')
  await north.describe('Pump', { parts: [part('1.0.0')] })
  const other = await testHospital(t, 'South', north.store)
  for (const table of [
    'component',
    'component_key',
    'component_word',
    'posting',
    'further_posting',
    'sbom_component',
    'sbom_relation',
    'sbom',
  ]) {
    await assert.rejects(
      inOrganisation(north.store, north.organisation.organisationId, async ({ client }) =>
        client.query(`select * from ${table}`),
      ),
      /permission denied/,
      table,
    )
  }
  const seen = async (hospital: TestHospital, view: string): Promise<number> =>
    inOrganisation(
      hospital.store,
      hospital.organisation.organisationId,
      async ({ client }) => (await client.query(`select * from ${view}`)).rows.length,
    )
  for (const view of ['readable_sbom', 'readable_sbom_component', 'listing', 'readable_component_word']) {
    assert.notEqual(await seen(north, view), 0, view)
    assert.equal(await seen(other, view), 0, view)
  }
})

test('a hospital learns nothing from the equipment list of another, not even that a model has a name', async (t) => {
  const north = await testHospital(t, 'North')
  const south = await testHospital(t, 'South', north.store)
  await south.describe('Pump', { parts: [{ name: 'zlib', version: '1' }], complete: 'whole' })
  await south.own(['Pump'])
  const before = await south.ask('secretpump = 1')
  await north.own(['Secretpump'])
  assert.deepEqual(
    [(await south.ask('secretpump = 1')).question, (await south.ask('secretpump = 1')).counts],
    [before.question, before.counts],
  )
  for (const table of ['maker', 'model', 'model_version', 'word']) {
    await assert.rejects(
      inOrganisation(south.store, south.organisation.organisationId, async ({ client }) =>
        client.query(`select * from ${table}`),
      ),
      /permission denied/,
    )
  }
})
