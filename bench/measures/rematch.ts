import { rematch } from '../../src/flows/index.ts'
import { countAll, inScratch } from '../../src/store/index.ts'
import type { Measure } from '../measure.ts'
import { inS, once, timeOnce } from '../timing.ts'

const COUNTED_S = 5
const WRITTEN_S = 30

/** Every component against every range. */
export const fullRematch: Measure = {
  id: 'full-rematch',
  what: 'full rematch',
  grows: true,
  run: async (bench) => {
    const { store, server, database } = await bench.copy()
    const client = await server.connectTo(database)
    await rematch(store, 'all')
    let meetings = 0
    const joined = await timeOnce(async () => {
      meetings = await inScratch(store, async (trx) => countAll(trx, 'meetings'))
    })
    const counted = await timeOnce(async () => inScratch(store, async (trx) => countAll(trx, 'findings')))
    const same = await timeOnce(async () => rematch(store, 'all'))
    await client.query('truncate finding')
    let findings = 0
    const written = await timeOnce(async () => {
      findings = (await rematch(store, 'all')).opened
    })
    await client.query('create unlogged table copied (like finding)')
    const copied = await timeOnce(async () => client.query('insert into copied select * from finding'))
    await client.end()
    return [
      {
        what: 'counted, nothing is written',
        unit: 's',
        figures: once(counted / 1000),
        goal: { of: 'value', atMost: COUNTED_S },
        beside: `only the join of versions with the ranges that they lie in: ${inS(joined)} for ${meetings} meetings`,
      },
      { what: 'matched and compared: nothing differs, nothing is written', unit: 's', figures: once(same / 1000) },
      {
        what: 'all findings written and indexed',
        unit: 's',
        figures: once(written / 1000),
        goal: { of: 'value', atMost: WRITTEN_S },
        beside: `the same rows into a table without indexes or log: ${inS(copied)}`,
        note: `${findings} findings, ${((1000 * written) / Math.max(findings, 1)).toFixed(1)} µs each`,
      },
    ]
  },
}
