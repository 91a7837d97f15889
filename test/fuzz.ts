import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fuzzTargets } from './fuzz-targets.ts'
import type { FuzzTarget } from './fuzz-targets.ts'
import { mutate, randomFrom } from './mutate.ts'

/** A reader that thinks about 64 kB for longer than this hangs, for a person. */
const slowestMs = 2_000

const [name, seconds, seed] = process.argv.slice(2)
const target = fuzzTargets.find((one) => one.name === name)
if (target === undefined || !(Number(seconds) > 0)) {
  console.error(
    `npm run fuzz -- READER SECONDS [SEED]\n\nREADER is one of: ${fuzzTargets.map((one) => one.name).join(', ')}`,
  )
  process.exitCode = 2
} else {
  process.exitCode = await fuzz(
    target,
    Number(seconds) * 1000,
    seed === undefined ? Date.now() % 2 ** 32 : Number(seed),
  )
}

/** Feeds damaged input to one target until the time is over: 0, or 1 after the first input that it cannot bear. */
async function fuzz({ name, seeds, run }: FuzzTarget, durationMs: number, seed: number): Promise<0 | 1> {
  const random = randomFrom(seed)
  const sound = seeds()
  const startedAt = performance.now()
  console.log(`${name}: ${sound.length} sound inputs, seed ${seed}`)
  let runs = 0
  let slowest = 0
  let memory = 0
  while (performance.now() - startedAt < durationMs) {
    const bytes = mutate(sound, random)
    const before = performance.now()
    try {
      await run(bytes)
    } catch (error) {
      return fail(bytes, error)
    }
    const elapsedMs = performance.now() - before
    if (elapsedMs > slowestMs)
      return fail(bytes, new Error(`took ${Math.round(elapsedMs)} ms for ${bytes.length} bytes`))
    slowest = Math.max(slowest, elapsedMs)
    runs += 1
    if (runs % 500 === 0) memory = Math.max(memory, process.memoryUsage.rss())
  }
  memory = Math.max(memory, process.memoryUsage.rss())
  const perSecond = Math.round(runs / ((performance.now() - startedAt) / 1000))
  console.log(
    `${runs} runs, ${perSecond} a second, slowest ${slowest.toFixed(1)} ms, at most ${Math.round(memory / 1e6)} MB; nothing broke`,
  )
  return 0
}

/** Keeps the input, so that it can become a test. */
function fail(bytes: Uint8Array, error: unknown): 1 {
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 12)
  const path = join(tmpdir(), `auscult-fuzz-${digest}`)
  writeFileSync(path, bytes)
  console.error(error)
  console.error(`the input is kept in ${path}`)
  return 1
}
