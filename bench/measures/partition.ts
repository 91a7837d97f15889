import type { Organisation } from '../../src/store/index.ts'
import type { Dataset } from '../dataset.ts'
import type { Bench, Measure, Reached } from '../measure.ts'
import { countsOfFlaw } from '../../src/flows/index.ts'
import { questionsFor } from '../questions.ts'
import type { FlawReach } from '../questions.ts'
import { beside, once, p95Within, timeEach, timeOnce } from '../timing.ts'

const RANDOM_MS = 15
const HOT_MS = 40
const HOT_ROUNDS = 10

/** Vulnerability to the exact four classes of every device of the nation. */
export const partitionOfNation: Measure = {
  id: 'partition-nation',
  what: 'vulnerability → four classes of all devices, in the database',
  grows: true,
  run: async (bench) => {
    const dataset = await bench.dataset()
    return partitions(dataset, dataset.authority)
  },
}

/** The same for one hospital. */
export const partitionOfHospital: Measure = {
  id: 'partition-hospital',
  what: 'the same for the largest hospital, row policies on',
  grows: true,
  run: async (bench: Bench) => {
    const dataset = await bench.dataset()
    return partitions(dataset, dataset.largestHospital)
  },
}

async function partitions(dataset: Dataset, { organisationId }: Organisation): Promise<Reached[]> {
  const { store } = dataset
  const { met, any, hot } = await questionsFor(dataset)
  const ask = async (name: string): Promise<unknown> => countsOfFlaw(store, organisationId, name)
  const cold = await timeOnce(async () => ask(met[0] ?? ''))
  const counts = await timeEach(met, async () =>
    store.appPool.query('select sum(devices) from device_count where organisation_id = $1', [organisationId]),
  )
  const floor = `${beside('SELECT 1', await timeEach(met, async () => store.appPool.query('select 1')))}, ${beside('reading all kept counts', counts)}`
  const names = hot.flatMap(({ name }) => Array.from({ length: HOT_ROUNDS }, () => name))
  return [
    { what: 'random CVE that the fleet meets', ...p95Within(await timeEach(met, ask), RANDOM_MS), beside: floor },
    { what: 'random CVE of all', ...p95Within(await timeEach(any, ask), RANDOM_MS) },
    { what: 'first question of a process, which reads the fleet', unit: 'ms', figures: once(cold) },
    { what: 'CVEs in most SBOMs', ...p95Within(await timeEach(names, ask), HOT_MS), note: reachOf(hot) },
  ]
}

/** `CVE-2020-1 in 19,000 SBOMs … CVE-2020-2 in 17,000` */
export function reachOf(hot: readonly FlawReach[]): string {
  const [first, last] = [hot[0], hot.at(-1)]
  return `${hot.length} CVEs: ${first?.name} in ${first?.sboms} SBOMs … ${last?.name} in ${last?.sboms}`
}
