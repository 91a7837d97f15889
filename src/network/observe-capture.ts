import { emptyPacket } from './capture/framer.ts'
import type { Framer } from './capture/framer.ts'
import { Incoming } from './capture/incoming.ts'
import { captureHead } from './capture/open-capture.ts'
import { Engine } from './engine/engine.ts'
import { inTime } from './in-time.ts'
import type { ObservedBatch, SourceOptions, SourceProblem } from './source.ts'

const usualFlushMs = 5_000
const headBytes = 16

/** Reads a capture of any length, from a file or a pipe, in bounded memory. */
export async function* observeCapture(
  chunks: AsyncIterable<Uint8Array>,
  options: SourceOptions,
): AsyncGenerator<ObservedBatch> {
  const { flushMs = usualFlushMs, signal, now } = options
  const reading = new CaptureReading(options)
  let givenAt = now().getTime()
  try {
    for await (const chunk of inTime(chunks, { flushMs, signal })) {
      if (chunk !== undefined) reading.push(chunk)
      while (reading.drain()) yield reading.takeBatch()
      if (reading.isOver) break
      const isDue = chunk === undefined || now().getTime() - givenAt >= flushMs
      if (!isDue || reading.isEmpty) continue
      yield reading.takeBatch()
      givenAt = now().getTime()
    }
  } catch (error) {
    reading.breakOff(error)
  }
  reading.end()
  yield reading.takeBatch()
}

class CaptureReading {
  readonly #incoming = new Incoming()
  readonly #engine: Engine
  readonly #packet = emptyPacket()
  readonly #problems: SourceProblem[] = []
  #framer: Framer | undefined
  #bytes = 0
  isOver = false

  constructor({ protocols, now, onFault }: SourceOptions) {
    const [seed = 0] = crypto.getRandomValues(new Int32Array(1))
    this.#engine = new Engine({ protocols, now, seed, ...(onFault === undefined ? {} : { onFault }) })
  }

  get isEmpty(): boolean {
    return this.#engine.notebook.isEmpty
  }

  push(chunk: Uint8Array): void {
    this.#bytes += chunk.length
    this.#incoming.push(chunk)
  }

  /** Takes packets until no whole one is left, or the batch is full: then true. */
  drain(): boolean {
    const framer = this.#open()
    if (framer === undefined) return false
    const [engine, packet] = [this.#engine, this.#packet]
    for (;;) {
      const next = framer.next(packet)
      if (next === 'broken') this.isOver = true
      if (next !== 'packet') return false
      engine.take(packet)
      if (engine.notebook.isFull) return true
    }
  }

  /** No more bytes can be had: a disk, a pipe or a compressed file failed. */
  breakOff(error: unknown): void {
    const because = error instanceof Error ? error.message : String(error)
    this.isOver = true
    this.#problems.push({
      place: `packet ${this.#engine.moment.number + 1}, byte ${this.#bytes}`,
      message: `the capture cannot be read further (${because}); what stood before it is kept`,
    })
  }

  /** The bytes are at their end: says what is missing, and lets what is going on end. */
  end(): void {
    const { waiting, isSkipping } = this.#incoming
    const isCut = this.#framer === undefined || waiting > 0 || isSkipping
    if (!this.isOver && isCut)
      this.#problems.push({
        place: `packet ${this.#engine.moment.number + 1}, byte ${this.#bytes}`,
        message:
          this.#framer === undefined
            ? 'the capture ends before its first packet'
            : `the capture ends in the middle of a packet, ${waiting} bytes into it; what stood before it is kept`,
      })
    this.#engine.end()
  }

  takeBatch(): ObservedBatch {
    const { notebook, firstSeenAt, lastSeenAt, moment, givenUp } = this.#engine
    const lost = this.#framer?.lostPackets() ?? 0
    const losses =
      lost > 0 ? [{ message: `the capturing machine itself lost ${lost} packets: what they told is missing` }] : []
    return {
      ...notebook.takeBatch(),
      progress: {
        bytes: this.#bytes,
        units: moment.number,
        unit: 'packets',
        ...(Number.isNaN(firstSeenAt) ? {} : { firstSeenAt, lastSeenAt }),
        dropped: { ...notebook.dropped },
        malformed: { ...notebook.malformed },
        givenUp,
        problems: [...this.#problems, ...(this.#framer?.problems ?? []), ...this.#engine.problems(), ...losses],
      },
    }
  }

  #open(): Framer | undefined {
    if (this.#framer !== undefined || !this.#incoming.has(headBytes)) return this.#framer
    const { bytes, at } = this.#incoming
    const head = captureHead(bytes.subarray(at, at + headBytes))
    if (head?.is === 'capture') this.#framer = head.open(this.#incoming)
    else {
      this.isOver = true
      const name = head?.name ?? 'no capture'
      this.#problems.push({
        message: `this is ${name}, which is not read; convert it with Wireshark: editcap -F pcapng FILE OUT.pcapng`,
      })
    }
    return this.#framer
  }
}
