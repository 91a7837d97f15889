import type { Measure } from '../measure.ts'
import { countsOfFlaw } from '../../src/flows/index.ts'
import { questionsFor } from '../questions.ts'
import { figuresOf, timeEach } from '../timing.ts'
import { reachOf } from './partition.ts'

const WORST_MS = 500
const ROUNDS = 3

/** Configurations of several parts: firmware AND hardware. */
export const conditions: Measure = {
  id: 'conditions',
  what: 'vulnerability with hardware conditions (AND), worst one',
  grows: true,
  run: async (bench) => {
    const dataset = await bench.dataset()
    const { conditional } = await questionsFor(dataset)
    const names = conditional.flatMap(({ name }) => Array.from({ length: ROUNDS }, () => name))
    const { organisationId } = dataset.authority
    const times = await timeEach(names, async (name) => countsOfFlaw(dataset.store, organisationId, name))
    const goal = { of: 'max', atMost: WORST_MS } as const
    return [
      {
        what: 'those whose parts are in most SBOMs',
        unit: 'ms',
        figures: figuresOf(times),
        goal,
        note: reachOf(conditional),
      },
    ]
  },
}
