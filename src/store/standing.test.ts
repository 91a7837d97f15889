import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createOrganisation, ask } from '../flows/index.ts'
import type { Counts } from '../model/index.ts'
import { testHospital } from '../../test/hospital.ts'
import { keepStandings } from './standing.ts'

test('what is kept of a fleet follows every change of devices and SBOMs', async (t) => {
  const hospital = await testHospital(t)
  const { store, organisation } = hospital
  const counts = async (): Promise<Counts | null> => {
    const kept = await ask(store, { organisation, text: 'pkg:npm/one@1.0', fictional: false })
    const afresh = await ask(
      { ...store, standings: keepStandings() },
      { organisation, text: 'pkg:npm/one@1.0', fictional: false },
    )
    if (kept.is !== 'answer' || afresh.is !== 'answer') throw new Error('no answer')
    assert.deepEqual(kept.answer.counts, afresh.answer.counts)
    assert.deepEqual(kept.answer.reasons, afresh.answer.reasons)
    return kept.answer.counts
  }
  const none = { affected: 0, unknown: 0, notListed: 0, notAffected: 0 }
  assert.deepEqual(await counts(), none)
  await hospital.own(['A', 'B'])
  assert.deepEqual(await counts(), { ...none, unknown: 2 })
  await hospital.describe('A', { parts: [{ name: 'one', version: '1.0', purl: 'pkg:npm/one@1.0' }] })
  assert.deepEqual(await counts(), { ...none, affected: 1, unknown: 1 })
  await hospital.describe('B', { parts: [{ name: 'two', version: '1.0', purl: 'pkg:npm/two@1.0' }] })
  assert.deepEqual(await counts(), { ...none, affected: 1, notListed: 1 })
  await hospital.own(['A', 'B'], { status: 'scrapped' })
  assert.deepEqual(await counts(), none)
  await createOrganisation(store, 'Another hospital')
  assert.deepEqual(await counts(), none)
})
