import { Notebook } from '../engine/notebook.ts'
import type { Moment } from '../engine/notebook.ts'
import type { Notes } from '../protocol.ts'
import type { ObservedBatch, ObserveOptions, SourceProblem, SourceProgress } from '../source.ts'

/** A longer line is not read, and named. */
const maxLine = 1_000_000
const maxProblems = 50

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

/** Reads a text log line by line, in UTF-8, with bounded memory; batches are given out when they are full. */
export async function* readLog(
  bytes: AsyncIterable<Uint8Array>,
  options: ObserveOptions,
  toReader: (page: LogPage) => LogReader,
): AsyncGenerator<ObservedBatch> {
  const state = new LogState(options)
  const reader = toReader(state.page)
  const decoder = new TextDecoder('utf-8')
  let rest = ''
  for await (const chunk of bytes) {
    options.signal?.throwIfAborted()
    state.bytes += chunk.length
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      state.take(line, reader)
      if (state.notebook.isFull) yield state.batch()
    }
    if (rest.length > maxLine) rest = state.giveUpLine()
  }
  const last = rest + decoder.decode()
  if (last !== '') state.take(last, reader)
  reader.end?.()
  yield state.batch()
}

class LogState {
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

  take(line: string, reader: LogReader): void {
    this.#moment.number += 1
    this.#moment.seenAt = this.#now().getTime()
    if (this.#isInLongLine) this.#isInLongLine = false
    else if (line.length > maxLine) this.#problem('longer than 1,000,000 characters; left out')
    else reader.onLine(line.endsWith('\r') ? line.slice(0, -1) : line)
  }

  /** Of a line that does not end nothing more is kept. */
  giveUpLine(): string {
    if (!this.#isInLongLine) {
      this.#moment.number += 1
      this.#problem('longer than 1,000,000 characters; left out')
      this.#moment.number -= 1
    }
    this.#isInLongLine = true
    return ''
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
    if (this.#problems.length < maxProblems) this.#problems.push({ place: `line ${this.#moment.number}`, message })
    else this.#moreProblems += 1
  }
}
