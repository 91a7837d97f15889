import type { Organisation } from '../../src/store/index.ts'
import type { Dataset } from '../dataset.ts'
import type { Bench, Measure, Reached } from '../measure.ts'
import { questionsFor } from '../questions.ts'
import { serveDataset } from '../serve.ts'
import { beside, once, p95Within, timeEach } from '../timing.ts'
import { reachOf } from './partition.ts'

const RANDOM_MS = 40
const HOT_MS = 80
const HOT_ROUNDS = 10
const SERVING_MB = 300
const AT_ONCE = 8

/** The whole answer over HTTP: counts, reasons and the first page of devices. */
export const askByHttp: Measure = {
  id: 'ask-http',
  what: '`GET /api/v1/ask`: counts and first page of devices',
  grows: true,
  run: async (bench) => {
    const dataset = await bench.dataset()
    const folder = await bench.scratch()
    return [
      ...(await answers(dataset, dataset.authority, { folder, whose: 'nation' })),
      ...(await answers(dataset, dataset.largestHospital, { folder, whose: 'largest hospital' })),
    ]
  },
}

interface Place {
  readonly folder: string
  readonly whose: string
}

async function answers(dataset: Dataset, { name }: Organisation, { folder, whose }: Place): Promise<Reached[]> {
  const { met, any, hot } = await questionsFor(dataset)
  const served = await serveDataset(dataset, name, folder)
  try {
    const ask = async (question: string): Promise<unknown> => served.send(`GET /ask?q=${encodeURIComponent(question)}`)
    const health = beside('GET /health', await timeEach(met, async () => served.send('GET /health')))
    const names = hot.flatMap((each) => Array.from({ length: HOT_ROUNDS }, () => each.name))
    return [
      {
        what: `${whose}, random CVE that the fleet meets`,
        ...p95Within(await timeEach(met, ask), RANDOM_MS),
        beside: health,
      },
      { what: `${whose}, random CVE of all`, ...p95Within(await timeEach(any, ask), RANDOM_MS) },
      { what: `${whose}, CVEs in most SBOMs`, ...p95Within(await timeEach(names, ask), HOT_MS), note: reachOf(hot) },
    ]
  } finally {
    await served.stop()
  }
}

/** The memory of the server while several people ask, page through lists and take a whole list away as a file. */
export const servingMemory: Measure = {
  id: 'serving-memory',
  what: 'Node memory serving that fleet',
  grows: true,
  run: async (bench: Bench) => {
    const dataset = await bench.dataset()
    const { met, hot } = await questionsFor(dataset)
    const served = await serveDataset(dataset, dataset.largestHospital.name, await bench.scratch())
    try {
      const [hottest = ''] = hot.map(({ name }) => name)
      const lines = [...met, ...hot.map(({ name }) => name)].flatMap((name) => [
        `GET /ask?q=${name}`,
        `GET /ask/devices?q=${name}&limit=500`,
        `GET /ask/models?q=${name}&limit=500`,
        `GET /devices?limit=500`,
      ])
      await Promise.all(Array.from({ length: AT_ONCE }, async (_, first) => everyNth(lines, first, served.send)))
      await served.send(`GET /ask/export?q=${hottest}&format=csv`)
      const peak = await served.peakMb()
      if (peak === undefined) return []
      const note = `${lines.length} requests, ${AT_ONCE} at once, then a CSV of every device`
      return [{ what: 'peak', unit: 'MB', figures: once(peak), goal: { of: 'value', atMost: SERVING_MB }, note }]
    } finally {
      await served.stop()
    }
  },
}

async function everyNth(
  lines: readonly string[],
  first: number,
  send: (line: string) => Promise<unknown>,
): Promise<void> {
  for (let place = first; place < lines.length; place += AT_ONCE) await send(lines[place] ?? '')
}
