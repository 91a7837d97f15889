import { execFile, spawn } from 'node:child_process'
import { once as happens } from 'node:events'
import { createReadStream, existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { listen } from '../../src/flows/index.ts'
import { sharedSet, withoutSharedData } from '../../test/shared-data.ts'
import { writeRepeated } from '../listening/repeated-captures.ts'
import type { Measure, Reached } from '../measure.ts'
import { inS, once, timeOnce } from '../timing.ts'

const FILE_BYTES = 1_000_000_000
const PIPE_BYTES = 10_000_000_000
const PACKETS_A_SECOND = 400_000
const TIMES_TSHARK = 10
const PIPE_MB = 200
const CHUNK_BYTES = 256 * 1024
/** Dissection of the whole file takes many minutes; its pace is the same all along, since the file repeats itself. */
const PEER_PACKETS = 300_000
const root = join(import.meta.dirname, '..', '..')
/** As installed, where `npm run build` made that: run from source, Node takes 45 MB for taking types away. */
const built = join(root, 'dist', 'bin', 'auscult.mjs')
const cli = existsSync(built) ? built : join(root, 'bin', 'auscult.mjs')

/** Captures of many protocols, over and over again: how fast a file is heard, beside tshark, and how much memory a pipe without end takes. */
export const listening: Measure = {
  id: 'listen',
  what: 'the collected captures, repeated into one file of 1 GB',
  grows: false,
  run: async (bench) => {
    const missing = withoutSharedData()
    if (missing !== false) throw new Error(missing)
    const path = join(await bench.scratch(), 'repeated.pcapng')
    const packets = await writeRepeated(await sharedSet('captures'), path, FILE_BYTES)
    const { size } = await stat(path)
    const before = process.cpuUsage()
    const ms = await timeOnce(async () => hear(path))
    const { user, system } = process.cpuUsage(before)
    const rate = packets / (ms / 1000)
    const processorS = (user + system) / 1e6
    const heard: Reached = {
      what: 'packets heard',
      unit: 'a second',
      figures: once(rate),
      goal: { of: 'value', atLeast: PACKETS_A_SECOND },
      note: `${packets} packets in ${inS(ms)}, ${Math.round(size / 1e6 / (ms / 1000))} MB a second; ${processorS.toFixed(1)} s of a processor, garbage collection included`,
    }
    const beside = await besideTshark(path, rate)
    const alone = beside.length === 0 ? { beside: 'tshark is not installed: not compared' } : {}
    return [{ ...heard, ...alone }, ...beside, await endlessPipe(path)]
  },
}

async function hear(path: string): Promise<void> {
  const bytes = createReadStream(path, { highWaterMark: CHUNK_BYTES })
  await listen({ bytes, now: () => new Date(), flushMs: 2 ** 31 - 1 })
}

/** What tshark takes to dissect the same packets: every field in text, and every layer without any text. */
async function besideTshark(path: string, rate: number): Promise<readonly Reached[]> {
  const version = await promisify(execFile)('tshark', ['--version']).catch(() => undefined)
  if (version === undefined) return []
  const name = version.stdout.split('\n', 1)[0]?.split(' (')[0] ?? 'tshark'
  const ways = [
    ['-V, every field', ['-V']],
    ['-q -z io,phs, every layer', ['-q', '-z', 'io,phs']],
  ] as const
  const reached: Reached[] = []
  for (const [what, options] of ways) {
    const ms = await timeOnce(async () => {
      const child = spawn('tshark', ['-n', '-r', path, '-c', String(PEER_PACKETS), ...options], { stdio: 'ignore' })
      await happens(child, 'close')
    })
    const peer = PEER_PACKETS / (ms / 1000)
    reached.push({
      what: `times as fast as tshark ${what}`,
      unit: 'times',
      figures: once(rate / peer),
      ...(options.length === 1 ? { goal: { of: 'value', atLeast: TIMES_TSHARK } } : {}),
      beside: `${name}: ${Math.round(peer)} packets a second, of the first ${PEER_PACKETS}`,
    })
  }
  return reached
}

/** `auscult listen -`, given the same file ten times over as one pipe. */
async function endlessPipe(path: string): Promise<Reached> {
  const child = spawn(process.execPath, [cli, 'listen', '--dry-run', '-'], { stdio: ['pipe', 'ignore', 'inherit'] })
  const closed = happens(child, 'close')
  let peakKb = 0
  let sent = 0
  const watching = setInterval(() => void peakOf(child.pid).then((kb) => (peakKb = Math.max(peakKb, kb))), 500)
  const over = async function* (): AsyncGenerator<Uint8Array> {
    while (sent < PIPE_BYTES)
      for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Uint8Array>) {
        sent += chunk.length
        yield chunk
      }
  }
  const ms = await timeOnce(async () => pipeline(over(), child.stdin))
  await closed
  clearInterval(watching)
  return {
    what: 'memory on a pipe of 10 GB',
    unit: 'MB',
    figures: once((peakKb * 1024) / 1e6),
    goal: { of: 'value', atMost: PIPE_MB },
    note: `${(sent / 1e9).toFixed(1)} GB in ${inS(ms)}; the most that the process held, ${cli === built ? 'as installed' : 'run from source'}`,
  }
}

/** The most that a process held so far, by Linux. */
async function peakOf(pid: number | undefined): Promise<number> {
  const { stdout } = await promisify(execFile)('grep', ['VmHWM', `/proc/${pid}/status`]).catch(() => ({ stdout: '' }))
  return Number(/\d+/.exec(stdout)?.[0] ?? 0)
}
