import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createOrganisation, rematch } from './index.ts'
import { addSbom } from './add-sbom.ts'
import type { AddSbomOptions } from './add-sbom.ts'
import { prepareSbom } from './prepare-sbom.ts'
import { openIntake } from './sbom-intake.ts'
import type { DeviceId } from '../model/index.ts'
import { inKnowledgeOf } from '../store/index.ts'
import type { Organisation, Store } from '../store/index.ts'
import { testStore } from '../../test/database.ts'
import { posted } from '../../test/postings.ts'

const target = (model: string) => ({ maker: 'Maker', model, version: '1' })

function sbom(names: readonly string[], note = ''): Uint8Array {
  const components = names.map((name, index) => ({
    type: 'library',
    name,
    version: '1.0',
    'bom-ref': String(index),
    purl: `pkg:npm/${name}@1.0`,
  }))
  const dependencies = names.slice(1).map((_, index) => ({ ref: '0', dependsOn: [String(index + 1)] }))
  return Buffer.from(JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components, dependencies, note }))
}

function uploads(organisation: Organisation): AddSbomOptions[] {
  const { organisationId } = organisation
  const every = Array.from({ length: 40 }, (_, n): AddSbomOptions => ({
    organisationId,
    bytes: sbom(['shared', `own-${n}`, `pair-${n % 20}`]),
    fileName: `${n}.json`,
    target: target(`Model ${n % 7}`),
  }))
  return [...every, { organisationId, bytes: Buffer.from('no SBOM'), target: target('Model 1') }]
}

test('SBOMs that come in together are stored as if one by one', async (t) => {
  const [together, apart] = [await testStore(t), await testStore(t)]
  const intake = openIntake(together)
  const [first, second] = [await createOrganisation(together, 'Hospital'), await createOrganisation(apart, 'Hospital')]
  const added = await Promise.all(uploads(first).map(async (each) => intake.add(each)))
  const addedApart = []
  for (const each of uploads(second)) addedApart.push(await addSbom(apart, each))
  assert.deepEqual(
    added.map(({ is }) => is),
    addedApart.map(({ is }) => is),
  )
  await rematch(together, 'stale')
  await rematch(apart, 'stale')
  assert.deepEqual(await contentOf(together, first), await contentOf(apart, second))
})

test('the same content twice at once is stored once, and described both times', async (t) => {
  const store = await testStore(t)
  const { organisationId } = await createOrganisation(store, 'Hospital')
  const intake = openIntake(store)
  const bytes = sbom(['one'])
  const added = await Promise.all(
    ['A', 'B', 'A'].map(async (model) => intake.add({ organisationId, bytes, target: target(model) })),
  )
  assert.deepEqual(
    added.map(({ is }) => is),
    ['added', 'added', 'unchanged'],
  )
  assert.equal(new Set(added.map((each) => ('because' in each ? 0 : each.sbomId))).size, 1)
})

test('groups that are written at the same time agree on what both have', async (t) => {
  const store = await testStore(t)
  const { organisationId } = await createOrganisation(store, 'Hospital')
  const intake = openIntake(store)
  const contents = Array.from({ length: 12 }, (_, n) =>
    sbom(['shared', `part-${n}`, `part-${(n * 5) % 12}`], String(n)),
  )
  const sent = [...contents, ...contents.toReversed(), ...contents]
  const added = await Promise.all(
    sent.map(async (bytes) => intake.add({ organisationId, bytes, target: target('Shared') })),
  )
  assert.deepEqual(
    contents.map((_, n) => [added[n], added[23 - n], added[24 + n]].filter((each) => each?.is === 'added').length),
    contents.map(() => 1),
  )
  const ids = added.map((each) => ('because' in each ? 0 : each.sbomId))
  assert.equal(new Set(ids).size, 12)
})

test('one that is refused harms no other', async (t) => {
  const store = await testStore(t)
  const { organisationId } = await createOrganisation(store, 'Hospital')
  const intake = openIntake(store)
  const nobody = '11111111-0000-4000-8000-000000000000' as DeviceId
  const added = await Promise.all([
    intake.add({ organisationId, bytes: sbom(['a']), target: target('A') }),
    intake.add({ organisationId, bytes: sbom(['c']), target: { deviceId: nobody } }),
    intake.add({ organisationId, bytes: sbom(['d']), target: target('D') }),
  ])
  assert.deepEqual(
    added.map(({ is }) => is),
    ['added', 'refused', 'added'],
  )
})

test('an SBOM that is no longer wanted is not stored, and can be added later', async (t) => {
  const store = await testStore(t)
  const { organisationId } = await createOrganisation(store, 'Hospital')
  const abort = new AbortController()
  const options = { organisationId, bytes: sbom(['unwanted']), target: target('A') }
  const unwanted = addSbom(store, { ...options, signal: abort.signal }, async (given) => {
    const prepared = prepareSbom(given)
    abort.abort(new Error('no longer wanted'))
    return prepared
  })
  await assert.rejects(unwanted, /no longer wanted/)
  assert.equal((await addSbom(store, options)).is, 'added')
})

/** Everything that SBOMs leave behind, without the numbers that depend on their order. */
async function contentOf(store: Store, { organisationId }: Organisation): Promise<unknown> {
  return inKnowledgeOf(store, organisationId, async (trx) => {
    const { rows } = await trx.client.query(`
      select file_name, encode(sbom.sha256, 'hex') as digest, component_count, root_ordinal, problems,
        (select jsonb_agg(jsonb_build_array(ordinal, ref, parent_ordinal, deployed, name, version) order by ordinal)
         from sbom_component line join component using (component_id) where line.sbom_id = sbom.sbom_id) as lines,
        (select jsonb_agg(jsonb_build_array(from_ordinal, to_ordinal, kind) order by from_ordinal, to_ordinal)
         from sbom_relation relation where relation.sbom_id = sbom.sbom_id) as relations,
        (select jsonb_agg(component.name order by component.name)
         from ${posted} as posted join component using (component_id)
         where posted.sbom_id = sbom.sbom_id) as posted,
        (select jsonb_agg(jsonb_build_array(model.name, model_version.version) order by model.name)
         from sbom_target target join model_version using (model_version_id) join model using (model_id) where target.sbom_id = sbom.sbom_id) as describes
      from sbom order by file_name`)
    return rows
  })
}
