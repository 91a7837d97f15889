import { addSbom, countDiff, diffSboms, rematch } from '../../src/flows/index.ts'
import { inSnapshot } from '../../src/store/index.ts'
import { drawParts, sbomDocument } from '../documents.ts'
import type { Novelty } from '../documents.ts'
import type { Measure, Reached } from '../measure.ts'
import { figuresOf, inMs, timeEach, timeOnce } from '../timing.ts'

const COMPONENTS = 18_000
const DIFF_MS = 1_000
const ROUNDS = 10

/** The newer one beside the older: a repair, the usual release, and one in which every version is another. */
const kinds: readonly { readonly what: string; readonly novelty: Novelty }[] = [
  { what: '1 % of the components changed', novelty: 0.01 },
  { what: '15 % of the components changed', novelty: 0.15 },
  { what: 'every component changed', novelty: 'all' },
]

/** Two versions of a large nomenclature set against each other, with what it means for flaws. */
export const sbomDiff: Measure = {
  id: 'sbom-diff',
  what: 'diff of two SBOMs of 18,000 components, with flaws',
  grows: true,
  run: async (bench) => {
    const { store, server, database, largestHospital } = await bench.copy()
    const { organisationId } = largestHospital
    const client = await server.connectTo(database)
    const parts = await drawParts(client, 20_000)
    await client.end()
    const add = async (novelty: Novelty): Promise<number> => {
      const bytes = sbomDocument(parts, COMPONENTS, novelty, 77)
      const added = await addSbom(store, { organisationId, bytes, target: {} })
      if ('because' in added) throw new Error(added.because)
      await rematch(store, 'stale')
      return added.sbomId
    }
    const before = await add(0)
    const reached: Reached[] = []
    for (const { what, novelty } of kinds) {
      const after = await add(novelty)
      const asked = { before: { sbomId: before }, after: { sbomId: after } }
      const counts = countDiff(await diffSboms(store, largestHospital, asked))
      const rounds = Array.from({ length: ROUNDS }, () => asked)
      const times = await timeEach(rounds, async (each) => diffSboms(store, largestHospital, each), 2)
      const read = await timeOnce(async () =>
        inSnapshot(store, organisationId, async (trx) =>
          trx.client.query('select * from compared_line where sbom_id = any($1)', [[before, after]]),
        ),
      )
      reached.push({
        what,
        unit: 'ms',
        figures: figuresOf(times),
        goal: { of: 'p95', atMost: DIFF_MS },
        beside: `only reading the lines of both: ${inMs(read)}`,
        note: JSON.stringify(counts).replace(/["{}]/g, ' ').trim(),
      })
    }
    return reached
  },
}
