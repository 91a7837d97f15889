import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testHospital } from '../../test/hospital.ts'
import { sliceOfDevices } from './device-list.ts'
import { sliceOfJudged } from './device-pages.ts'
import type { PlacedDevice } from './device-pages.ts'
import type { FleetFilter } from './fleet.ts'
import { inOrganisation } from './in-transaction.ts'
import type { Transaction } from './transaction.ts'

const hospital = await testHospital(test)
const { store, organisation } = hospital
const { organisationId } = organisation

async function inFleet<T>(work: (trx: Transaction, fleet: FleetFilter) => Promise<T>): Promise<T> {
  return inOrganisation(store, organisationId, async (trx) => work(trx, { organisationId }))
}

test('a page begins at its place in the index: behind row policies too, no device before it is read', async () => {
  await inFleet(async (trx, fleet) => {
    await trx.client.query(
      'set local enable_seqscan = off; set local enable_bitmapscan = off; set local enable_sort = off',
    )
    const slice = { limit: 3, after: ['North'] }
    for (const list of [sliceOfDevices, sliceOfJudged]) {
      const plan = await planOf(trx, async (watched) => list(watched, fleet, slice))
      assert.match(
        plan,
        /Index Scan using device_by_place on device[^\n]*\n\s*Index Cond: \(.*place > 'North'::text.*\)/,
      )
    }
  })
})

/** The plan of the statement that some work runs. */
async function planOf(trx: Transaction, work: (trx: Transaction) => Promise<unknown>): Promise<string> {
  const lines: string[] = []
  const query = trx.query.withPlugin({
    transformQuery: ({ node }) => {
      if (node.kind !== 'RawNode') throw new Error(`cannot explain a ${node.kind}`)
      const [first = '', ...others] = node.sqlFragments
      return { ...node, sqlFragments: [`explain ${first}`, ...others] }
    },
    transformResult: async ({ result }) => {
      lines.push(...result.rows.map((row) => String(row['QUERY PLAN'])))
      return { ...result, rows: [] }
    },
  })
  await work({ ...trx, query })
  return lines.join('\n')
}

test('devices of a past day stand in the same order, those that changed since as they were', async () => {
  await hospital.own(['a', 'b', 'c', 'd'])
  await hospital.own(['e'], { ward: '' })
  const asOf = await inFleet(async (trx) => {
    const { rows } = await trx.client.query<{ now: string }>('select now()')
    return rows[0]?.now ?? ''
  })
  await hospital.own(['a', 'c'], { site: 'South' })
  const serials = async (fleet: Partial<FleetFilter>): Promise<(string | null)[]> =>
    inFleet(async (trx, all) => {
      const read: PlacedDevice[] = []
      for (let after: string[] | undefined; ;) {
        const [device] = await sliceOfJudged(trx, { ...all, ...fleet }, { limit: 1, after })
        if (device === undefined) return read.map(({ serial }) => serial)
        read.push(device)
        after = [device.place]
      }
    })
  assert.deepEqual(await serials({}), ['b', 'd', 'e', 'a', 'c'])
  assert.deepEqual(await serials({ asOf }), ['a', 'b', 'c', 'd', 'e'])
})
