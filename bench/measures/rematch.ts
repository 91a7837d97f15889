import { rematch } from '../../src/flows/index.ts'
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
    const same = await timeOnce(async () => rematch(store, 'all'))
    await client.query('truncate finding')
    let findings = 0
    const written = await timeOnce(async () => {
      findings = (await rematch(store, 'all')).opened
    })
    await client.query('create unlogged table copied (like finding)')
    const copied = await timeOnce(async () => client.query('insert into copied select * from finding'))
    await client.end()
    const note = `${findings} findings`
    return [
      {
        what: 'counted: nothing differs, nothing is written',
        unit: 's',
        figures: once(same / 1000),
        goal: { of: 'value', atMost: COUNTED_S },
        note,
      },
      {
        what: 'all findings written and indexed',
        unit: 's',
        figures: once(written / 1000),
        goal: { of: 'value', atMost: WRITTEN_S },
        beside: `the same rows into a table without indexes or log: ${inS(copied)}`,
      },
    ]
  },
}
