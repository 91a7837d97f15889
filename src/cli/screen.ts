import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { WriteStream } from 'node:tty'

const chunkChars = 64 * 1024
const defaultWidth = 100
const narrowest = 60
const widest = 140

/** The reader of standard output went away (`| head`): not an error, only the end of the work. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone'
}

/** Where a command speaks: answers to standard output, everything else to standard error. */
export interface Screen {
  /** Standard output is a terminal that shows colours. */
  readonly colour: boolean
  readonly width: number
  /** Progress may be drawn on standard error. */
  readonly draws: boolean
  /** Writes pieces of an answer as fast as the reader takes them. */
  readonly answer: (pieces: Iterable<string> | AsyncIterable<string>) => Promise<void>
  /** Whether an answer held anything yet. */
  readonly hasAnswered: () => boolean
  /** A line for a person, on standard error; `--quiet` leaves it out. */
  readonly remark: (line: string) => void
}

/** The screen of this process. */
export function openScreen({ quiet }: { readonly quiet: boolean }): Screen {
  const { stdout, stderr } = process
  for (const stream of [stdout, stderr]) {
    if (stream.listenerCount('error') === 0) stream.on('error', () => undefined) // unheard, it would end the process; `isGone` tells of it
  }
  let answered = false
  return {
    colour: stdout.isTTY && stdout.hasColors(),
    width: Math.min(Math.max((stdout as Partial<WriteStream>).columns ?? defaultWidth, narrowest), widest),
    draws: stderr.isTTY && !quiet,
    answer: async (pieces) => {
      if (await writeAll(stdout, pieces)) answered = true
    },
    hasAnswered: () => answered,
    remark: (line) => {
      if (!quiet) stderr.write(`${line}\n`)
    },
  }
}

/** Whether there was anything to write. */
async function writeAll(stream: Writable, pieces: Iterable<string> | AsyncIterable<string>): Promise<boolean> {
  let chunk = ''
  let wrote = false
  for await (const piece of pieces) {
    chunk += piece
    wrote ||= piece !== ''
    if (chunk.length < chunkChars) continue
    await write(stream, chunk)
    chunk = ''
  }
  if (chunk !== '') await write(stream, chunk)
  return wrote
}

async function write(stream: Writable, text: string): Promise<void> {
  if (isGone(stream)) throw new ReaderGone()
  if (stream.write(text)) return
  await Promise.race([once(stream, 'drain'), once(stream, 'close')]).catch(() => undefined)
  if (isGone(stream)) throw new ReaderGone()
}

function isGone(stream: Writable): boolean {
  return stream.errored !== null || stream.destroyed
}
