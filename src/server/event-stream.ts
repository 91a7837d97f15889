import { Readable } from 'node:stream'
import { ServerError } from './error.ts'
import { withinOr } from './within.ts'

/** One event as it is sent. */
export interface StreamedEvent {
  /** Given back as `Last-Event-ID` by who comes back. */
  readonly id: number
  readonly event: string
  readonly data: object
}

/** How soon one who lost the connection comes back. */
const RETRY_MS = 2_000
/** Silence no longer than this, so that nothing between takes the connection for dead. One who reads nothing is cut off by the connection's own limit. */
const HEARTBEAT_MS = 15_000
const MOST_READERS = 50

/** Makes a stream of events for one reader; `gone` aborts when there is none any more. Throws `overloaded` when too many read. */
export type StreamEvents = (
  gone: AbortSignal,
  events: (signal: AbortSignal) => AsyncIterable<StreamedEvent>,
) => Readable

/** Opens the streams of one server; they end when it stops. */
export function openEventStreams(stopping: AbortSignal, heartbeatMs = HEARTBEAT_MS): StreamEvents {
  let readers = 0
  return (gone, events) => {
    if (readers >= MOST_READERS)
      throw new ServerError(
        'overloaded',
        `${MOST_READERS} readers listen already: close some, or ask for the list now and then`,
      )
    readers += 1
    const lines = toLines(events(AbortSignal.any([gone, stopping])), heartbeatMs)
    const stream = Readable.from(lines, { objectMode: false, highWaterMark: 16 * 1024 })
    stream.once('close', () => (readers -= 1))
    return stream
  }
}

/** Nothing is taken from the source before the last piece was: who reads slowly hears less, and nothing piles up. */
async function* toLines(source: AsyncIterable<StreamedEvent>, heartbeatMs: number): AsyncGenerator<string> {
  const events = source[Symbol.asyncIterator]()
  yield `retry: ${RETRY_MS}\n\n`
  for (let next = events.next(); ;) {
    const found = await withinOr(heartbeatMs, next, undefined)
    if (found?.done === true) return
    if (found === undefined) yield ': still here\n\n'
    else {
      yield toText(found.value)
      next = events.next()
    }
  }
}

/** JSON has no line break of its own, so the data is one line. */
function toText({ id, event, data }: StreamedEvent): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`
}

/** What a reader has seen already, by what it gives back; undefined for one who begins. */
export function lastEventOf(header: string | string[] | undefined): number | undefined {
  return typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : undefined
}
