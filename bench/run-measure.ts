import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCopy, openDataset } from './dataset.ts'
import type { Dataset, DatasetOptions } from './dataset.ts'
import type { Bench, Reached } from './measure.ts'
import { measures } from './measures/index.ts'
import { watchServer } from './memory.ts'
import type { MemoryWatch } from './memory.ts'

/** What the process of one measure is told, as JSON in its first argument. */
export interface MeasureAsked extends DatasetOptions {
  readonly id: string
}

/** What it answers on standard output, as JSON. */
export interface MeasureDone {
  readonly reached: readonly Reached[]
  readonly nodeMb: number
  readonly postgresMb?: number
}

const KIB_IN_MB = 1_024 / 1_000_000

if (import.meta.main) {
  const done = await runMeasure(JSON.parse(process.argv[2] ?? '{}') as MeasureAsked)
  process.stdout.write(JSON.stringify(done))
}

async function runMeasure({ id, ...options }: MeasureAsked): Promise<MeasureDone> {
  const measure = measures.find((each) => each.id === id)
  if (measure === undefined) throw new Error(`there is no measure ${id}`)
  const ends: (() => Promise<unknown>)[] = []
  const watches: MemoryWatch[] = []
  try {
    const reached = await measure.run(openBench(options, ends, watches))
    const peaks = await Promise.all(watches.map(async (watch) => watch.end()))
    const postgresMb = Math.max(...peaks.map((peak) => peak ?? 0))
    const nodeMb = process.resourceUsage().maxRSS * KIB_IN_MB
    return { reached, nodeMb, ...(postgresMb > 0 ? { postgresMb } : {}) }
  } finally {
    for (const watch of watches) await watch.end()
    for (const end of ends.reverse()) await end()
  }
}

function openBench(options: DatasetOptions, ends: (() => Promise<unknown>)[], watches: MemoryWatch[]): Bench {
  let opened: Promise<Dataset> | undefined
  const watch = (dataFolder: string): void => void watches.push(watchServer(dataFolder))
  const opening = async (open: (options: DatasetOptions) => Promise<Dataset>): Promise<Dataset> => {
    const dataset = await open(options)
    ends.push(dataset.close)
    watch(dataset.server.dataFolder)
    return dataset
  }
  return {
    dataset: async () => (opened ??= opening(openDataset)),
    copy: async () => (opened ??= opening(openCopy)),
    watch,
    scratch: async () => {
      const folder = await mkdtemp(join(tmpdir(), 'auscult-bench-'))
      await chmod(folder, 0o711) // an embedded server that root starts runs under another account
      ends.push(async () => rm(folder, { recursive: true, force: true }))
      return folder
    },
  }
}
