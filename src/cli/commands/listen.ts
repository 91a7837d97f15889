import { Option } from 'commander'
import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename } from 'node:path'
import { filesSensor, listen, toSourceName } from '../../flows/listening.ts'
import type { Heard, KeepHeard } from '../../flows/listening.ts'
import { visibleJson } from '../../model/index.ts'
import { numberOption, textOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { CommandError, exitCodes, partly } from '../failure.ts'
import { digestOf, listInputs } from '../files.ts'
import { follow } from '../following.ts'
import { hearImages, nameOfImages, partImages } from '../hear-images.ts'
import type { Asked, Into } from '../hearing.ts'
import { keepMemorySmall, listenerGrowsPercent } from '../memory.ts'
import { openPipe } from '../pipe.ts'
import type { Pipe } from '../pipe.ts'
import { toPort } from '../port.ts'
import { openBar } from '../progress.ts'
import { receive } from '../receiving.ts'
import { sayHeard } from '../say-heard.ts'
import { withOrganisation } from '../session.ts'
import type { Session } from '../session.ts'

/** What was heard until Ctrl-C is stored and put together before the end. */
const patienceMs = 60_000
/** A pipe is live; a file's batches are the same each time that it is read, so that they count once. */
const liveFlushMs = 5_000
const neverMs = 2 ** 31 - 1
const chunkBytes = 256 * 1024

/** `listen FILE… | -`: hears captures, logs and tables, and keeps the devices that they tell of. */
export const listenCommand: CommandDefinition = {
  name: 'listen',
  arguments: '[file...]',
  description: 'hears which devices speak in captures, logs and tables (- is a pipe without end), and keeps them',
  options: [
    new Option('--dry-run', 'tells what was heard and stores nothing'),
    new Option('--lines', 'one line of JSON for each observation and flow, as they come'),
    new Option('--sensor <name>', 'who listened; the same name each time'),
    new Option('--place <name>', 'where a pipe listens, such as the interface'),
    new Option('--follow', 'reads on as the files of folders grow and are added, until Ctrl-C'),
    new Option('--mllp <port>', 'receives device management reports (HL7, IHE MEM-DMC) and refuses all else').argParser(
      toPort,
    ),
    new Option('--host <address>', 'the address of this machine that --mllp listens on').default('127.0.0.1'),
  ],
  examples: [
    'auscult listen friday.pcapng',
    'tcpdump -i eth0 -U -w - | auscult listen - --place eth0',
    'auscult listen --dry-run --json captures/ conn.log nmap.xml',
    'auscult listen --follow /opt/zeek/logs/current',
    'auscult listen --mllp 2575 --host 10.1.2.3',
  ],
  run: async (session, given, options) => {
    keepMemorySmall(listenerGrowsPercent)
    session.endWithin(patienceMs)
    const port = numberOption(options, 'mllp')
    if (port === undefined && given.length === 0)
      throw new CommandError('usage', 'name a file, a folder, - for a pipe, or --mllp and a port')
    if (port !== undefined && given.length > 0)
      throw new CommandError('usage', 'a receiver (--mllp) has no end: read files by a command of its own')
    const files = await listInputs(given)
    if (files.includes('-') && files.length > 1)
      throw new CommandError('usage', 'a pipe (-) has no end: listen to it by a command of its own')
    const asked = {
      isLines: options['lines'] === true,
      sensor: textOption(options, 'sensor'),
      place: textOption(options, 'place'),
    }
    const work = async (into?: Into): Promise<number> => {
      if (port === undefined) return hearAll(session, files, asked, into)
      return receive(session, { port, host: textOption(options, 'host') ?? '127.0.0.1' }, asked, into)
    }
    if (options['follow'] === true) return followAll(session, given, asked, options)
    if (options['dryRun'] === true) return work()
    return withOrganisation(session, async (store, organisation) => work({ store, organisation }))
  },
}

/** What grows is kept, so that the next run knows where it stood. */
async function followAll(
  session: Session,
  given: readonly string[],
  asked: Asked,
  options: Readonly<Record<string, unknown>>,
): Promise<number> {
  if (options['dryRun'] === true || asked.isLines || given.length === 0 || given.includes('-'))
    throw new CommandError(
      'usage',
      '--follow takes folders or files, and keeps what it reads: without --dry-run, --lines and -',
    )
  return withOrganisation(session, async (store, organisation) => {
    const into = { store, organisation }
    const readWhole = async (file: string): Promise<boolean> => {
      const { progress } = await hear(session, file, asked, into)
      return progress.units > 0 || progress.problems.length > 0
    }
    return follow(session, given, { asked, into, readWhole })
  })
}

type FileHeard = Heard & { readonly file: string }

async function hearAll(
  session: Session,
  files: readonly string[],
  asked: Asked,
  into: Into | undefined,
): Promise<number> {
  const { images, others } = await partImages(files)
  const all: FileHeard[] = []
  if (images.length > 0) {
    const heard = { file: nameOfImages(images), ...(await hearImages(session, images, asked, into)) }
    all.push(heard)
    if (!session.json && !asked.isLines) await session.screen.answer(sayHeard(heard))
  }
  for (const file of others) {
    if (session.signal.aborted) break
    const told = await hear(session, file, asked, into)
    const heard = { file: toSourceName(file, told.progress), ...told }
    all.push(heard)
    if (!session.json && !asked.isLines) await session.screen.answer(sayHeard(heard))
  }
  if (session.json && !asked.isLines) await session.screen.answer([`${visibleJson({ files: all })}\n`])
  return toExitCode(session, all)
}

async function hear(session: Session, file: string, asked: Asked, into: Into | undefined): Promise<Heard> {
  const { screen, signal } = session
  const isPipe = file === '-'
  const total = isPipe ? undefined : await sizeOf(file)
  const bar = openBar(screen, isPipe ? 'pipe' : basename(file))
  const keep = into === undefined ? undefined : await keepOf(file, asked, into)
  const { chunks, close } = isPipe ? openPipe() : openFile(file)
  try {
    return await listen({
      bytes: counted(chunks, (done) => bar.show(done, total, 'heard')),
      now: () => new Date(),
      signal,
      flushMs: isPipe ? liveFlushMs : neverMs,
      ...(keep === undefined ? {} : { keep }),
      onBatch: async ({ observations, flows }) => {
        if (asked.isLines) await screen.answer([...observations, ...flows].map((each) => `${visibleJson(each)}\n`))
      },
    })
  } finally {
    close()
    bar.end()
  }
}

function openFile(file: string): Pipe {
  const stream = createReadStream(file, { highWaterMark: chunkBytes })
  return { chunks: stream, close: () => void stream.destroy() }
}

async function* counted(chunks: AsyncIterable<Uint8Array>, show: (done: number) => void): AsyncGenerator<Uint8Array> {
  let done = 0
  let shown = 0
  for await (const chunk of chunks) {
    done += chunk.length
    if (done - shown > chunkBytes * 8) show((shown = done))
    yield chunk
  }
}

async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch((cause: unknown) => {
    const because = cause instanceof Error ? cause.message : String(cause)
    throw new CommandError('fileNotReadable', `${file} cannot be read (${because}); check the path and its rights`, {
      cause,
    })
  })
  return found.size
}

/** A file is named by its digest: heard again, it counts once. */
async function keepOf(file: string, { sensor, place }: Asked, { store, organisation }: Into): Promise<KeepHeard> {
  const { organisationId } = organisation
  if (file === '-') {
    const source = place ?? 'pipe'
    return { store, organisationId, sensor: sensor ?? hostname(), source, name: randomUUID() }
  }
  const name = await digestOf(file)
  return { store, organisationId, sensor: sensor ?? filesSensor, source: basename(file), name }
}

/** A pipe has no other end than that somebody ends it. */
function toExitCode({ signal }: Session, all: readonly FileHeard[]): number {
  const refused = all.filter(({ progress }) => progress.units === 0 && progress.problems.length > 0)
  if (signal.aborted && all.every(({ file }) => file !== '-')) return exitCodes.interrupted
  if (refused.length === 0) return 0
  return refused.length < all.length ? partly : exitCodes.refused
}
