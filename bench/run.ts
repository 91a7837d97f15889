import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { cpus, release, totalmem } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { parseArgs, promisify } from 'node:util'
import { holdNation } from './dataset.ts'
import type { DatasetOptions } from './dataset.ts'
import type { Measure } from './measure.ts'
import { measures } from './measures/index.ts'
import { questionsFor } from './questions.ts'
import { missedOf, tableOf } from './report.ts'
import type { Outcome } from './report.ts'
import type { MeasureDone } from './run-measure.ts'

const usage = `npm run bench -- [measure …] [--scale 0.01,0.1,1] [--folder FOLDER] [--fresh] [--check]
measures: ${measures.map(({ id }) => id).join(' ')}
`
/** A measure that takes longer has failed. */
const LONGEST_MS = 45 * 60_000
const resultsFolder = join(import.meta.dirname, 'results')

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      scale: { type: 'string', default: '0.01,0.1,1' },
      folder: { type: 'string' },
      fresh: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const chosen = positionals.length === 0 ? measures : measures.filter(({ id }) => positionals.includes(id))
  const scales = values.scale.split(',').map(Number)
  if (values.help || chosen.length < positionals.length || scales.some((scale) => !(scale > 0 && scale <= 1))) {
    process.stderr.write(usage)
    return values.help ? 0 : 64
  }
  const outcomes: Outcome[] = []
  for (const [index, scale] of scales.entries()) {
    const some = chosen.filter(({ grows }) => grows || index === scales.length - 1)
    outcomes.push(...(await runAt(some, { scale, folder: values.folder, fresh: values.fresh })))
  }
  const table = `${await machine()}\n\n${tableOf(outcomes, scales)}`
  process.stdout.write(table)
  await keep(outcomes, table)
  const missed = missedOf(outcomes)
  for (const line of missed) process.stderr.write(`${line}\n`)
  return values.check && missed.length > 0 ? 1 : 0
}

/** Runs measures one after another; the server of the cache runs on meanwhile, so that none of them meets it cold. */
async function runAt(some: readonly Measure[], options: DatasetOptions): Promise<Outcome[]> {
  const nation = some.some(({ grows }) => grows) ? await holdNation(options) : undefined
  if (nation !== undefined) await questionsFor(nation)
  const outcomes: Outcome[] = []
  for (const measure of some) {
    process.stderr.write(`${measure.id} at scale ${options.scale} …\n`)
    const outcome = await runApart(measure, { ...options, fresh: false })
    if (outcome.is === 'failed') process.stderr.write(`${outcome.because}\n`)
    outcomes.push(outcome)
  }
  await nation?.server.leave()
  return outcomes
}

/** Runs one measure in a process of its own. */
async function runApart(measure: Measure, options: DatasetOptions): Promise<Outcome> {
  const asked = JSON.stringify({ ...options, id: measure.id })
  const child = spawn(process.execPath, [join(import.meta.dirname, 'run-measure.ts'), asked], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LONGEST_MS,
  })
  const ended = once(child, 'close')
  const [answer, said] = await Promise.all([text(child.stdout), text(child.stderr)])
  const [code, signal] = await ended
  const { scale } = options
  if (code !== 0)
    return { measure, scale, is: 'failed', because: said.trim() || `ended with ${String(code ?? signal)}` }
  return { measure, scale, is: 'measured', ...(JSON.parse(answer) as MeasureDone) }
}

async function keep(outcomes: readonly Outcome[], table: string): Promise<void> {
  await mkdir(resultsFolder, { recursive: true })
  const name = join(resultsFolder, new Date().toISOString().replaceAll(':', '-'))
  await writeFile(`${name}.json`, JSON.stringify(outcomes, undefined, 2))
  await writeFile(`${name}.md`, table)
}

/** Date, commit and machine in one line. */
async function machine(): Promise<string> {
  const { stdout } = await promisify(execFile)('git', ['describe', '--always', '--dirty'], { cwd: import.meta.dirname })
  const [first] = cpus()
  const memory = `${Math.round(totalmem() / 1e9)} GB`
  return `${new Date().toISOString().slice(0, 10)}, commit ${stdout.trim()}: ${cpus().length} × ${first?.model.trim()}, ${memory}, ${process.platform} ${release()}, Node ${process.version}`
}
