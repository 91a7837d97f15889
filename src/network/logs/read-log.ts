import { Notebook } from '../engine/notebook.ts'
import type { Moment } from '../engine/notebook.ts'
import { inTime } from '../in-time.ts'
import type { Notes } from '../protocol.ts'
import type { ObservedBatch, ObserveOptions, SourceProblem, SourceProgress } from '../source.ts'

/** A longer line is not read, and named. */
const maxLine = 1_000_000
const maxProblems = 50
const usualFlushMs = 5_000

/** What a reader of lines writes into. */
export interface LogPage {
  readonly notebook: Notebook
  /** Sets the time of what is told next; milliseconds since 1970 UTC. What bears no time is seen now. */
  readonly at: (seenAt: number | undefined) => void
  readonly notesOf: (protocol: string) => Notes
  /** Names what in this line was not read, and what to do; the line is left out. */
  readonly problem: (message: string) => void
}

export interface LogReader {
  /** Without its end. */
  readonly onLine: (line: string) => void
  /** After the last line. */
  readonly end?: () => void
}

/** Reads a text log line by line, in UTF-8, with bounded memory; batches are given out when they are full, and in time when a pipe stays open. */
export async function* readLog(
  bytes: AsyncIterable<Uint8Array>,
  options: ObserveOptions,
  toReader: (page: LogPage) => LogReader,
): AsyncGenerator<ObservedBatch> {
  const { flushMs = usualFlushMs, signal } = options
  const state = new LogState(options)
  const reader = toReader(state.page)
  try {
    for await (const chunk of inTime(bytes, { flushMs, signal })) {
      for (const line of chunk === undefined ? [] : state.linesOf(chunk)) {
        state.take(line, reader)
        if (state.notebook.isFull) yield state.batch()
      }
      if (chunk === undefined && !state.notebook.isEmpty) yield state.batch()
    }
  } catch (error) {
    state.breakOff(error)
  }
  for (const line of state.lastLine()) state.take(line, reader)
  reader.end?.()
  yield state.batch()
}

class LogState {
  readonly #decoder = new TextDecoder('utf-8')
  #rest = ''
  bytes = 0
  readonly notebook: Notebook
  readonly page: LogPage
  readonly #moment: Moment
  readonly #now: () => Date
  readonly #problems: SourceProblem[] = []
  #times: { first: number; last: number } | undefined
  #moreProblems = 0
  #isInLongLine = false

  constructor({ now }: ObserveOptions) {
    this.#now = now
    this.#moment = { seenAt: now().getTime(), number: 0 }
    this.notebook = new Notebook(this.#moment, 'line')
    this.page = {
      notebook: this.notebook,
      at: (seenAt) => this.#at(seenAt),
      notesOf: (protocol) => this.notebook.notesOf(protocol),
      problem: (message) => this.#problem(message),
    }
  }

  /** The lines that end within the next bytes. */
  linesOf(chunk: Uint8Array): readonly string[] {
    this.bytes += chunk.length
    const lines = (this.#rest + this.#decoder.decode(chunk, { stream: true })).split('\n')
    this.#rest = lines.pop() ?? ''
    if (this.#rest.length > maxLine) this.#giveUpLine()
    return lines
  }

  lastLine(): readonly string[] {
    const last = this.#rest + this.#decoder.decode()
    this.#rest = ''
    return last === '' ? [] : [last]
  }

  /** No more bytes can be had: a disk, a pipe or a compressed file failed. */
  breakOff(error: unknown): void {
    this.#rest = ''
    this.#problem(
      `cannot be read further (${error instanceof Error ? error.message : String(error)}); what stood before it is kept`,
    )
  }

  take(line: string, reader: LogReader): void {
    this.#moment.number += 1
    this.#moment.seenAt = this.#now().getTime()
    if (this.#isInLongLine) this.#isInLongLine = false
    else if (line.length > maxLine) this.#problem('longer than 1,000,000 characters; left out')
    else reader.onLine(line.endsWith('\r') ? line.slice(0, -1) : line)
  }

  /** Of a line that does not end nothing more is kept. */
  #giveUpLine(): void {
    this.#rest = ''
    if (this.#isInLongLine) return
    this.#isInLongLine = true
    this.#problem('longer than 1,000,000 characters; left out')
  }

  batch(): ObservedBatch {
    return { ...this.notebook.takeBatch(), progress: this.#progress() }
  }

  #progress(): SourceProgress {
    const { dropped, malformed } = this.notebook
    return {
      bytes: this.bytes,
      units: this.#moment.number,
      unit: 'lines',
      ...(this.#times === undefined ? {} : { firstSeenAt: this.#times.first, lastSeenAt: this.#times.last }),
      dropped: { ...dropped },
      malformed: { ...malformed },
      givenUp: 0,
      problems: [
        ...this.#problems,
        ...(this.#moreProblems === 0
          ? []
          : [{ message: `${this.#moreProblems} more lines have problems of this kind` }]),
      ],
    }
  }

  #at(seenAt: number | undefined): void {
    this.#moment.seenAt = seenAt ?? this.#now().getTime()
    if (seenAt === undefined) return
    const { first, last } = this.#times ?? { first: seenAt, last: seenAt }
    this.#times = { first: Math.min(first, seenAt), last: Math.max(last, seenAt) }
  }

  #problem(message: string): void {
    if (this.#problems.length < maxProblems)
      this.#problems.push({ place: `line ${this.#moment.number + (this.#isInLongLine ? 1 : 0)}`, message })
    else this.#moreProblems += 1
  }
}
