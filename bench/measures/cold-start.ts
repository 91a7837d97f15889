import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startEmbedded } from '../../src/store/index.ts'
import type { Measure } from '../measure.ts'
import { beside, figuresOf, timeEach } from '../timing.ts'

const COLD_S = 2
const ROUNDS = 10
const run = promisify(execFile)
const program = join(import.meta.dirname, '..', '..', 'bin', 'auscult.mjs')

/** A question on the command line while no server runs: it starts the embedded one, asks, and stops it. */
export const coldStart: Measure = {
  id: 'cold-start',
  what: 'cold start of `auscult ask` with the embedded database',
  grows: false,
  run: async (bench) => {
    const folder = await bench.scratch()
    const auscult = async (...args: readonly string[]): Promise<unknown> =>
      run(process.execPath, [program, '--data', folder, ...args], { env: {}, maxBuffer: 100_000_000 })
    await auscult('demo', '--no-serve')
    const rounds = Array.from({ length: ROUNDS }, (_, round) => round)
    const seconds = (await timeEach(rounds, async () => auscult('--demo', 'ask', 'CVE-2021-44228'), 1)).map(
      (ms) => ms / 1000,
    )
    const node = await timeEach(rounds, async () => auscult('--version'), 1)
    const database = await timeEach(
      rounds,
      async () => {
        const server = await startEmbedded({ dataFolder: join(folder, 'demo') })
        await server.leave()
      },
      1,
    )
    const note = 'the demonstration hospital; files in the cache of the operating system'
    return [
      {
        what: 'until the process has ended',
        unit: 's',
        figures: figuresOf(seconds),
        goal: { of: 'p95', atMost: COLD_S },
        beside: `${beside('`auscult --version`', node)}, ${beside('starting and stopping PostgreSQL', database)}`,
        note,
      },
    ]
  },
}
