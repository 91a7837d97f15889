import type { Carrier, Conversation, Side, StreamProtocol } from '../protocol.ts'
import { Half } from './half.ts'
import type { Ordered } from './half.ts'
import { HeldPieces } from './held-pieces.ts'
import type { Piece } from './held-pieces.ts'
import type { StreamHost } from './stream-host.ts'

/** Bytes by which a protocol is recognised. */
const headBytes = 512
/** When nobody knows one side, the other may still say something within so many bytes of the first. */
const patienceBytes = 32 * 1024
/** A connection whose begin was not captured is tried at the begin of so many segments of each side. */
const maxAttempts = 12
/** One whose begin is known and says nothing to anybody is tried at so many more, by those who may begin later. */
const maxLateAttempts = 12

interface Listening {
  readonly half: Half
  readonly ordered: Ordered
  candidates: readonly StreamProtocol[]
  head: Uint8Array
  /** Bytes that came so far. */
  seen: number
  attempts: number
}

const empty = new Uint8Array(0)

/** One connection that is being read: first until a protocol recognises it, then for as long as that wants more. */
export class Stream {
  readonly #host: StreamHost
  readonly #sides: Readonly<Record<Side, Listening>>
  readonly #late: readonly StreamProtocol[]
  #isWhole: boolean
  #protocol: StreamProtocol | undefined
  #conversation: Conversation | undefined
  readonly #held = new HeldPieces()
  /** Nothing more is wanted of it. */
  isDone = false

  /** `isWhole`: its begin was captured. */
  constructor(host: StreamHost, isWhole: boolean) {
    this.#host = host
    this.#isWhole = isWhole
    this.#late = host.candidates.filter(({ beginsLater }) => beginsLater === true)
    this.#sides = { client: this.#listen('client'), server: this.#listen('server') }
    if (host.candidates.length === 0) this.isDone = true
  }

  get waitingBytes(): number {
    return this.#sides.client.half.waitingBytes + this.#sides.server.half.waitingBytes
  }

  startAt(side: Side, sequence: number): void {
    this.#sides[side].half.startAt(sequence)
  }

  take(side: Side, sequence: number, bytes: Uint8Array, cut: number): void {
    const { half, ordered } = this.#sides[side]
    half.take(sequence, bytes, cut, ordered)
  }

  /** One side confirms what the other sent before `sequence`. */
  confirm(by: Side, sequence: number): void {
    const { half, ordered } = this.#sides[by === 'client' ? 'server' : 'client']
    if (half.waitingBytes > 0) half.confirm(sequence, ordered)
  }

  /** Gives up what is missing, so that what waits for it is read now. */
  flush(): void {
    for (const { half, ordered } of [this.#sides.client, this.#sides.server]) if (!this.isDone) half.flush(ordered)
  }

  end(): void {
    this.flush()
    try {
      this.#conversation?.end?.()
    } catch (error) {
      this.#blame(error)
    }
    this.#finish()
  }

  #listen(side: Side): Listening {
    return {
      half: new Half(),
      ordered: {
        bytes: (bytes, isSegmentStart) => this.#hear(side, bytes, isSegmentStart),
        gap: (length) => this.#miss(side, length),
      },
      candidates: this.#host.candidates,
      head: empty,
      seen: 0,
      attempts: 0,
    }
  }

  #hear(from: Side, bytes: Uint8Array, isSegmentStart: boolean): void {
    if (this.isDone) return
    if (this.#conversation !== undefined) {
      this.#say(from, bytes, this.#host.seenAt())
      return
    }
    const side = this.#sides[from]
    side.seen += bytes.length
    const protocol = this.#recognise(from, bytes, isSegmentStart)
    this.#held.add({ from, bytes, seenAt: this.#host.seenAt() }, protocol !== undefined)
    if (protocol !== undefined) this.#begin(protocol)
    else if (this.#isHopeless()) this.#finish()
  }

  #miss(from: Side, length: number): void {
    if (this.isDone) return
    if (this.#conversation !== undefined) {
      this.#skip(from, length)
      return
    }
    const side = this.#sides[from]
    this.#isWhole = false
    side.head = empty
    side.candidates = this.#host.candidates
    this.#held.addGap(from, length)
  }

  /** Asks those who have not yet said no. In a connection whose begin is missing every segment may be the begin of a message. */
  #recognise(from: Side, bytes: Uint8Array, isSegmentStart: boolean): StreamProtocol | undefined {
    const side = this.#sides[from]
    if (isSegmentStart && this.#isWhole) {
      const late = this.#recogniseLate(from, bytes)
      if (late !== undefined) return late
    } else if (isSegmentStart && side.candidates.length === 0 && side.attempts < maxAttempts) {
      side.attempts += 1
      side.candidates = this.#host.candidates
      side.head = empty
      this.#held.drop(from)
    }
    if (side.candidates.length === 0) return undefined
    const head = side.head.length === 0 ? bytes.subarray(0, headBytes) : joined(side.head, bytes)
    const carrier = this.#host.carrier()
    const undecided: StreamProtocol[] = []
    for (const protocol of side.candidates) {
      const said = this.#ask(protocol, head, from, carrier)
      if (said === 'yes') return protocol
      if (said === 'more' && head.length < headBytes) undecided.push(protocol)
    }
    side.candidates = undecided
    side.head = undecided.length === 0 ? empty : head.slice()
    return undefined
  }

  /** Those who may begin later look at the begin of every segment but the first, whatever others still think of it. */
  #recogniseLate(from: Side, bytes: Uint8Array): StreamProtocol | undefined {
    const side = this.#sides[from]
    if (side.seen === bytes.length || side.attempts >= maxLateAttempts) return undefined
    side.attempts += 1
    const carrier = this.#host.carrier()
    const found = this.#late.find(
      (protocol) => this.#ask(protocol, bytes.subarray(0, headBytes), from, carrier) === 'yes',
    )
    // What others said before is not of the conversation that begins now.
    if (found !== undefined) this.#held.takeAll()
    return found
  }

  #ask(protocol: StreamProtocol, head: Uint8Array, from: Side, carrier: Carrier): 'yes' | 'no' | 'more' {
    try {
      return protocol.recognises(head, from, carrier)
    } catch (error) {
      this.#host.fault(protocol, error)
      return 'no'
    }
  }

  #isHopeless(): boolean {
    const { client, server } = this.#sides
    const isLost = (side: Listening): boolean => side.candidates.length === 0 && side.attempts >= this.#mostAttempts()
    if (isLost(client) && isLost(server)) return true
    return (isLost(client) && client.seen > patienceBytes) || (isLost(server) && server.seen > patienceBytes)
  }

  #mostAttempts(): number {
    if (!this.#isWhole) return maxAttempts
    return this.#late.length === 0 ? 0 : maxLateAttempts
  }

  #begin(protocol: StreamProtocol): void {
    this.#protocol = protocol
    this.#host.recognised(protocol)
    try {
      this.#conversation = this.#host.begin(protocol, this.#host.carrier())
    } catch (error) {
      this.#blame(error)
    }
    for (const piece of this.#held.takeAll()) if (!this.isDone) this.#converse(piece)
  }

  #converse(piece: Piece): void {
    if ('gap' in piece) this.#skip(piece.from, piece.gap)
    else this.#say(piece.from, piece.bytes, piece.seenAt)
  }

  #say(from: Side, bytes: Uint8Array, seenAt: number): void {
    try {
      if (this.#conversation?.take(bytes, from, seenAt) === 'enough') this.#finish()
    } catch (error) {
      this.#blame(error)
    }
  }

  #skip(from: Side, length: number): void {
    try {
      if (this.#conversation?.gap(length, from) === 'enough') this.#finish()
    } catch (error) {
      this.#blame(error)
    }
  }

  #blame(error: unknown): void {
    if (this.#protocol !== undefined) this.#host.fault(this.#protocol, error)
    this.#finish()
  }

  #finish(): void {
    this.isDone = true
    this.#held.takeAll()
    this.#conversation = undefined
  }
}

function joined(head: Uint8Array, bytes: Uint8Array): Uint8Array {
  const more = bytes.subarray(0, headBytes - head.length)
  const whole = new Uint8Array(head.length + more.length)
  whole.set(head)
  whole.set(more, head.length)
  return whole
}
