import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { cpeMatch, nvdRecord, testHospital } from '../../test/hospital.ts'
import { askPage, rematch } from '../flows/index.ts'
import { inSnapshot } from './index.ts'
import { rowsByKeptPlan } from './kept-plan.ts'

test('a connection that keeps plans answers the same after findings took the place of others and columns became wider', async (t) => {
  const { store, organisation, ...hospital } = await testHospital(t)
  await hospital.own(['A', 'B'])
  await hospital.describe('A', {
    parts: [{ name: 'one', version: '1.0', cpe: 'cpe:2.3:a:maker:one:1.0:*:*:*:*:*:*:*' }],
  })
  const one = cpeMatch('a:maker:one', '*', { versionEndExcluding: '2.0' })
  const below = cpeMatch('o:maker:two', '-', {}, false)
  await hospital.load('nvd', [nvdRecord('CVE-2031-0001', [[[one], [below]]])])
  const ask = async (): Promise<object> =>
    askPage(store, { organisation, text: 'CVE-2031-0001', fictional: false, limit: 10 })
  const first = await ask()
  const { rows: plans } = await store.appPool.query<{ kept: number }>(
    `select count(*)::integer as kept from pg_prepared_statements where starts_with(name, 'kept_plan_') and generic_plans > 0 and custom_plans = 0`,
  )
  assert.ok(Number(plans[0]?.kept) >= 5, JSON.stringify(plans))
  await store.ownerPool.query('delete from finding')
  await rematch(store, 'all')
  await store.ownerPool.query('alter table exploit_prediction alter epss_probability type double precision')
  await store.ownerPool.query('alter table feed_load alter records type bigint, alter changed type bigint')
  assert.deepEqual(await ask(), first)
})

test('other statements of a transaction are planned for their own values, whatever was planned before them', async (t) => {
  const { store, organisation } = await testHospital(t)
  const modes = await inSnapshot(store, organisation.organisationId, async (trx) => {
    const kept = sql<{ mode: string }>`select current_setting('plan_cache_mode')::text as mode`
    const plain = sql<{ mode: string }>`select current_setting('plan_cache_mode')::text as mode`
    const [first] = await rowsByKeptPlan(trx, kept)
    const [second] = await rowsByKeptPlan(trx, kept)
    const { rows } = await plain.execute(trx.query)
    const [last] = await rowsByKeptPlan(trx, kept)
    return [first, second, rows[0], last].map((row) => row?.mode)
  })
  assert.deepEqual(modes, ['force_generic_plan', 'force_generic_plan', 'auto', 'force_generic_plan'])
  const { rows } = await store.appPool.query<{ mode: string }>(`select current_setting('plan_cache_mode') as mode`)
  assert.equal(rows[0]?.mode, 'auto')
})
