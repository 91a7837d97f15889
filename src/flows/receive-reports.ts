import { createHash, randomUUID } from 'node:crypto'
import { receiveMemDmc, rejectUnread } from '../network/index.ts'
import type { SourceProgress } from '../network/index.ts'
import { HeardSummary } from './heard.ts'
import type { Heard } from './heard.ts'
import { HeardKeeper } from './keep-heard.ts'
import type { KeepHeard } from './keep-heard.ts'

/** Senders that were refused, each named once with its count. */
const maxRefused = 50

/** One message as it came to the receiver, without its frame; undefined: it was too long or none. */
export interface ReceivedMessage {
  readonly bytes: Uint8Array | undefined
  /** Of the sender. */
  readonly ip: string
  /** That it was received on. */
  readonly port: number
  /** Sends the answer, in its frame. */
  readonly answer: (answer: Uint8Array) => void
}

export interface ReceiveReportsOptions {
  /** One after the other; ends when the receiver does. */
  readonly messages: AsyncIterable<ReceivedMessage>
  readonly now: () => Date
  /** Where it goes; without it nothing is stored. */
  readonly keep?: KeepHeard
  /** A line for whoever watches: never anything of the message itself. */
  readonly onRemark?: (line: string) => void
}

/**
 * Takes device management reports (IHE MEM-DMC) and refuses every other message. A report is acknowledged after it is stored, and one that is sent again
 * counts once; when it cannot be stored the sender is told to send it again.
 */
export async function receiveReports(options: ReceiveReportsOptions): Promise<Heard> {
  const { messages, now, keep } = options
  const reception = new Reception(options, keep === undefined ? undefined : new HeardKeeper(keep, now))
  for await (const message of messages) await reception.take(message)
  return reception.end()
}

class Reception {
  readonly #options: ReceiveReportsOptions
  readonly #keeper: HeardKeeper | undefined
  readonly #summary = new HeardSummary()
  readonly #dropped: Partial<Record<string, number>> = {}
  readonly #refused = new Map<string, { readonly because: string; count: number }>()
  #bytes = 0
  #units = 0
  #notKept = 0

  constructor(options: ReceiveReportsOptions, keeper: HeardKeeper | undefined) {
    this.#options = options
    this.#keeper = keeper
  }

  async take({ bytes, ip, port, answer }: ReceivedMessage): Promise<void> {
    const given = { now: this.#options.now(), ip, port, answerId: randomUUID() }
    this.#units += 1
    this.#bytes += bytes?.length ?? 0
    if (bytes === undefined) {
      answer(rejectUnread(given))
      this.#refuse(ip, 'no HL7 message, or one that is too long')
      return
    }
    const received = receiveMemDmc(bytes, given)
    if (received.is === 'rejected') {
      answer(received.answer)
      this.#refuse(ip, received.because)
      return
    }
    for (const [kind, count] of Object.entries(received.dropped))
      this.#dropped[kind] = (this.#dropped[kind] ?? 0) + count
    const batch = { observations: received.observations, flows: [] }
    const isKept = await this.#store(batch, createHash('sha256').update(bytes).digest('hex'))
    answer(isKept ? received.answer : received.failed)
    if (isKept) this.#summary.add(batch)
  }

  async end(): Promise<Heard> {
    const kept = await this.#keeper?.end()
    return { progress: this.#progress(), ...this.#summary.told(), ...(kept === undefined ? {} : { kept }) }
  }

  /** False when the store cannot be reached: the sender keeps the report, and nothing is lost. */
  async #store(batch: Parameters<HeardKeeper['take']>[0], digest: string): Promise<boolean> {
    try {
      await this.#keeper?.take(batch, { id: `mem-dmc ${digest}` })
      return true
    } catch (error) {
      this.#notKept += 1
      const because = error instanceof Error ? error.message : String(error)
      this.#options.onRemark?.(`a report could not be stored, and its sender was told so: ${because}`)
      return false
    }
  }

  #refuse(ip: string, because: string): void {
    const known = this.#refused.get(ip)
    if (known !== undefined) known.count += 1
    else if (this.#refused.size < maxRefused) {
      this.#refused.set(ip, { because, count: 1 })
      this.#options.onRemark?.(`${ip} was refused: ${because}`)
    }
  }

  #progress(): SourceProgress {
    const refused = [...this.#refused].map(([ip, { because, count }]) => ({
      message: `${ip}: ${count} messages were refused (AR), the first because ${because}`,
    }))
    const notKept = {
      message: `${this.#notKept} reports could not be stored; their senders were told to send them again`,
    }
    return {
      bytes: this.#bytes,
      units: this.#units,
      unit: 'messages',
      dropped: this.#dropped,
      malformed: {},
      givenUp: 0,
      problems: this.#notKept === 0 ? refused : [...refused, notKept],
    }
  }
}
