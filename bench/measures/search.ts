import { askPage } from '../../src/flows/index.ts'
import { inOrganisation, judgedByWords, listingsOf, meaningsOf } from '../../src/store/index.ts'
import type { Organisation, Store } from '../../src/store/index.ts'
import type { Measure } from '../measure.ts'
import { questionsFor } from '../questions.ts'
import { beside, p95Within, timeEach } from '../timing.ts'

const EXACT_MS = 20
const TYPO_MS = 30
const RANGE_MS = 40

/** Free words to the components that they mean, in names, purls and CPEs, and on to the readable SBOMs that list these. */
export const wordSearch: Measure = {
  id: 'search',
  what: 'free-word union search over all components',
  grows: true,
  run: async (bench) => {
    const dataset = await bench.dataset()
    const { store, authority } = dataset
    const { words, typos } = await questionsFor(dataset)
    const find = async (word: string): Promise<number> => listingsOfWord(store, authority, word)
    const floor = beside('SELECT 1', await timeEach(words, async () => store.appPool.query('select 1')))
    return [
      { what: 'exact', ...p95Within(await timeEach(words, find), EXACT_MS), beside: floor },
      { what: 'with a typo', ...p95Within(await timeEach(typos, find), TYPO_MS) },
    ]
  },
}

async function listingsOfWord(store: Store, { organisationId }: Organisation, word: string): Promise<number> {
  return inOrganisation(store, organisationId, async (trx) => {
    const { exact, longer, near } = await meaningsOf(trx, word)
    const taken = [exact, longer, near].find((some) => some.length > 0) ?? []
    const { listings } = await listingsOf(trx, judgedByWords([taken]))
    return listings.length
  })
}

/** A name with a bound on its version, as a whole answer. */
export const rangeQuestion: Measure = {
  id: 'range-question',
  what: 'range question (`openssl < 1.1.1`), the whole answer',
  grows: true,
  run: async (bench) => {
    const dataset = await bench.dataset()
    const { store, authority, largestHospital } = dataset
    const { ranges } = await questionsFor(dataset)
    const askFor = (organisation: Organisation) => async (text: string) =>
      askPage(store, { organisation, text, fictional: true, limit: 50 })
    return [
      {
        what: 'nation',
        ...p95Within(await timeEach(ranges, askFor(authority)), RANGE_MS),
        note: 'names that most SBOMs list',
      },
      { what: 'largest hospital', ...p95Within(await timeEach(ranges, askFor(largestHospital)), RANGE_MS) },
    ]
  },
}
