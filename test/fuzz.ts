import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { fuzzTargets } from './fuzz-targets.ts'
import { mutate, randomFrom } from './mutate.ts'

/** A reader that thinks about 64 kB for longer than this hangs, for a person. */
const slowestMs = 2_000
/** One that does not come back at all is ended from outside. */
const hangMs = 20_000
const lookMs = 1_000
const threads = 2

interface Task {
  readonly name: string
  readonly runs: number
  readonly seed: number
  /** How many inputs have been borne, where both threads see it. */
  readonly done: Int32Array<SharedArrayBuffer>
}

/** How one target fared. `fault` says what broke, and where the input is kept. */
interface Outcome {
  readonly runs: number
  readonly slowestMs: number
  readonly rssMegabytes: number
  readonly fault?: string
}

if (isMainThread) process.exitCode = await main()
else parentPort?.postMessage(await fuzz(workerData as Task))

/** Feeds damaged inputs to every target, or to one: 0 when all of them bore it. */
async function main(): Promise<0 | 1> {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: String(Date.now() % 2 ** 32) },
      only: { type: 'string' },
    },
  })
  const targets = fuzzTargets.filter(({ name }) => values.only === undefined || values.only === name)
  if (targets.length === 0) throw new Error(`--only is one of ${fuzzTargets.map(({ name }) => name).join(', ')}`)
  const shares = targets.reduce((sum, { share }) => sum + share, 0)
  const seed = Number(values.seed)
  console.log(`seed ${seed}, ${values.runs} inputs over ${targets.length} targets`)
  const waiting = targets.map(({ name, share }) => ({
    name,
    seed,
    runs: Math.ceil((Number(values.runs) * share) / shares),
  }))
  const outcomes: Outcome[] = []
  const work = async (): Promise<void> => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) outcomes.push(await tell(task))
  }
  await Promise.all(Array.from({ length: threads }, work))
  const faults = outcomes.filter(({ fault }) => fault !== undefined).length
  console.log(`${outcomes.reduce((sum, { runs }) => sum + runs, 0)} inputs in all, ${faults} crashes or hangs`)
  return faults === 0 ? 0 : 1
}

async function tell(task: Omit<Task, 'done'>): Promise<Outcome> {
  const startedAt = performance.now()
  const outcome = await watch({ ...task, done: new Int32Array(new SharedArrayBuffer(4)) })
  const { runs, slowestMs: slowest, rssMegabytes, fault = 'nothing broke' } = outcome
  const aSecond = Math.round(runs / ((performance.now() - startedAt) / 1000))
  console.log(
    `${task.name.padEnd(16)} ${runs} inputs, ${aSecond} a second, slowest ${slowest.toFixed(1)} ms, ${rssMegabytes} MB; ${fault}`,
  )
  return outcome
}

/** Runs a task in a thread of its own, and ends it when it no longer moves. */
async function watch(task: Task): Promise<Outcome> {
  const worker = new Worker(new URL(import.meta.url), { workerData: task })
  const outcome = await new Promise<Outcome>((resolve) => {
    let [before, movedAt] = [0, performance.now()]
    const looking = setInterval(() => {
      const done = Atomics.load(task.done, 0)
      if (done !== before) [before, movedAt] = [done, performance.now()]
      else if (performance.now() - movedAt > hangMs)
        resolve({ ...broken(done), fault: `input ${done} of seed ${task.seed} hangs` })
    }, lookMs)
    worker.once('message', resolve)
    worker.once('error', (error) => resolve({ ...broken(before), fault: String(error) }))
    worker.once('exit', () => clearInterval(looking))
  })
  await worker.terminate()
  return outcome
}

function broken(runs: number): Outcome {
  return { runs, slowestMs: 0, rssMegabytes: Math.round(process.memoryUsage.rss() / 1e6) }
}

async function fuzz({ name, runs, seed, done }: Task): Promise<Outcome> {
  const target = fuzzTargets.find((one) => one.name === name)
  if (target === undefined) throw new Error(`there is no target ${name}`)
  const random = randomFrom(seed)
  const sound = await target.seeds()
  let [slowest, rss] = [0, 0]
  for (let run = 0; run < runs; run += 1) {
    const bytes = mutate(sound, random)
    const startedAt = performance.now()
    const fault = await faultOf(target.run, bytes)
    const elapsedMs = performance.now() - startedAt
    slowest = Math.max(slowest, elapsedMs)
    if (run % 500 === 0) rss = Math.max(rss, process.memoryUsage.rss())
    Atomics.store(done, 0, run + 1)
    const told =
      fault ?? (elapsedMs > slowestMs ? `took ${Math.round(elapsedMs)} ms for ${bytes.length} bytes` : undefined)
    if (told !== undefined)
      return { ...broken(run), slowestMs: slowest, fault: `${told}; the input is kept in ${keep(bytes)}` }
  }
  return { runs, slowestMs: slowest, rssMegabytes: Math.round(rss / 1e6) }
}

async function faultOf(run: (bytes: Uint8Array) => unknown, bytes: Uint8Array): Promise<string | undefined> {
  try {
    await run(bytes)
    return undefined
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
}

/** Keeps the input, so that it can become a test. */
function keep(bytes: Uint8Array): string {
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 12)
  const path = join(tmpdir(), `auscult-fuzz-${digest}`)
  writeFileSync(path, bytes)
  return path
}
