import { InvalidArgumentError, Option } from 'commander'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, join } from 'node:path'
import { openSensorQueue, sense } from '../../flows/sensing.ts'
import type { DeliveryState, Post, Sensed, SensedSource, SensorQueue } from '../../flows/sensing.ts'
import { visible, visibleJson } from '../../model/index.ts'
import { numberOption, textOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { CommandError, partly } from '../failure.ts'
import { digestOf, listInputs } from '../files.ts'
import { keepMemorySmall, listenerGrowsPercent } from '../memory.ts'
import { openPipe } from '../pipe.ts'
import { proxyFetch } from '../proxy-fetch.ts'
import type { Session } from '../session.ts'

/** What was heard until Ctrl-C is written to the disk before the end. */
const patienceMs = 20_000
const liveFlushMs = 5_000
const chunkBytes = 256 * 1024
const megabyte = 1024 * 1024

/** `sensor [FILE… | -]`: hears on a small box and hands on to the server. */
export const sensorCommand: CommandDefinition = {
  name: 'sensor',
  arguments: '[file...]',
  description:
    'hears captures, logs and mirror ports (- is a pipe) on another machine than the server, and hands on what devices tell; without a file, what waits is delivered',
  options: [
    new Option('--server <url>', 'where the server is; https, or http on this machine').makeOptionMandatory(),
    new Option('--token-file <file>', 'holds the token of the server').makeOptionMandatory(),
    new Option('--sensor <name>', 'who listens; the same name each time. Else the name of this machine'),
    new Option('--place <name>', 'where a pipe listens, such as the interface').default('pipe'),
    new Option('--queue <folder>', 'where batches wait; else a folder of the data folder'),
    new Option('--queue-megabytes <n>', 'how much may wait; beyond it the oldest go')
      .argParser(toMegabytes)
      .default(1024, '1024'),
  ],
  examples: [
    'tcpdump -i eth1 -U -w - | auscult sensor - --server https://auscult.hospital.example --token-file token --place "ward 3"',
    'auscult sensor friday.pcapng --server http://127.0.0.1:8320 --token-file token',
  ],
  run: async (session, given, options) => {
    keepMemorySmall(listenerGrowsPercent)
    session.endWithin(patienceMs)
    const files = given.length === 0 ? [] : await listInputs(given)
    if (files.includes('-') && files.length > 1)
      throw new CommandError('usage', 'a pipe (-) has no end: listen to it by a command of its own')
    const post = await postTo(session, options)
    const folder = textOption(options, 'queue') ?? join(session.dataFolder, 'sensor-queue')
    const maxBytes = (numberOption(options, 'queueMegabytes') ?? 1024) * megabyte
    const queue = await openSensorQueue(folder, { maxBytes })
    const pipe = files.includes('-') ? openPipe() : undefined
    const place = textOption(options, 'place') ?? 'pipe'
    const sensed = await sense({
      sources: pipe === undefined ? toSources(files) : [{ name: place, bytes: pipe.chunks, isLive: true }],
      sensor: textOption(options, 'sensor') ?? hostname(),
      queue,
      post,
      now: () => new Date(),
      signal: session.signal,
      flushMs: liveFlushMs,
      onState: tellState(session),
    }).finally(() => pipe?.close())
    await session.screen.answer([session.json ? toJson(sensed, queue) : toText(sensed, queue)])
    return sensed.refused + queue.lost() > 0 ? partly : 0
  },
}

async function* toSources(files: readonly string[]): AsyncGenerator<SensedSource> {
  for (const file of files) {
    const bytes = createReadStream(file, { highWaterMark: chunkBytes })
    yield { name: basename(file), bytes, isLive: false, digest: await digestOf(file) }
  }
}

/** The token and what was heard never cross a network in clear text. */
async function postTo(session: Session, options: Readonly<Record<string, unknown>>): Promise<Post> {
  const written = textOption(options, 'server') ?? ''
  const url = URL.canParse(written) ? new URL(written) : undefined
  const isHere = url !== undefined && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)
  if (url === undefined || !(url.protocol === 'https:' || (url.protocol === 'http:' && isHere)))
    throw new CommandError(
      'usage',
      `--server takes an address such as https://auscult.hospital.example, not "${visible(written.slice(0, 100))}"; http is for this machine alone`,
    )
  const file = textOption(options, 'tokenFile') ?? ''
  const token = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new CommandError(
      'fileNotReadable',
      `${file} cannot be read; it holds the token that the server made in its data folder (access-token)`,
      { cause },
    )
  })
  const fetch = proxyFetch(session.proxies)
  const headers = { authorization: `Bearer ${token.trim()}`, 'content-type': 'application/json' }
  const query = session.organisation === undefined ? '' : `?organisation=${encodeURIComponent(session.organisation)}`
  return async (path, body, signal) => {
    const response = await fetch(new URL(`${path}${query}`, url).href, {
      method: 'POST',
      headers,
      body,
      signal,
      redirect: 'error',
    })
    return { status: response.status, text: await response.text() }
  }
}

/** Each change is told once, not each try. */
function tellState({ screen }: Session): (state: DeliveryState) => void {
  let before = ''
  return (state) => {
    if (state.is === 'refused')
      screen.remark(
        `the server does not take ${state.batch} (${visible(state.because)}); it is put aside in the queue's folder`,
      )
    const now = state.is === 'waiting' ? state.because : ''
    if (now !== before && state.is === 'waiting')
      screen.remark(`waiting: ${visible(state.because)}; tried again, what is heard waits on the disk`)
    if (before !== '' && state.is === 'sent') screen.remark('the server takes batches again')
    if (state.is !== 'refused') before = now
  }
}

function toJson(sensed: Sensed, queue: SensorQueue): string {
  return `${visibleJson({ ...sensed, waiting: queue.waiting(), lost: queue.lost() })}\n`
}

function toText({ sent, refused, progress }: Sensed, queue: SensorQueue): string {
  const { batches } = queue.waiting()
  const problems = progress.flatMap((each) =>
    each.problems.map(({ place, message }) => `${place === undefined ? '' : `${place}: `}${visible(message)}\n`),
  )
  return `${problems.join('')}sent ${sent} batches; refused ${refused}, lost for want of room ${queue.lost()}, waiting ${batches}\n`
}

function toMegabytes(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text))
    throw new InvalidArgumentError('it is a whole number of megabytes, for example 1024.')
  return Number(text)
}
