import { i32, tooShort, u16 } from '../packet/frame.ts'
import type { Frame, Layer } from '../packet/frame.ts'
import { ipProtocols } from '../packet/ip.ts'
import type { Side, StreamProtocol } from '../protocol.ts'
import { Stream } from '../streams/stream.ts'
import { is } from './connections.ts'
import type { Connections } from './connections.ts'
import type { Guarded } from './guarded.ts'
import type { Moment } from './notebook.ts'
import type { Registry } from './registry.ts'

/** Connections that are read at once; beyond it the one that said nothing for longest is given up. */
const maxStreams = 8_192
/** Bytes that wait for missing segments, of all connections together. */
const maxWaitingBytes = 32 * 1024 * 1024
/** A server that is there answers sooner. */
const answerMs = 1_000

const flag = { fin: 1, syn: 2, rst: 4, ack: 16 } as const

/** Reads TCP (RFC 9293): counts connections, and hands the ones that somebody may know to their readers. */
export class Tcp {
  givenUp = 0
  readonly #connections: Connections
  readonly #registry: Registry
  readonly #guarded: Guarded
  readonly #moment: Moment
  /** Slots whose connection is being read, and whether it said something since it was looked at. */
  readonly #reading = new Map<number, { wasHeard: boolean }>()
  /** Where the looking for silent ones stands. */
  #hand = this.#reading.entries()
  #waitingBytes = 0

  constructor(
    connections: Connections,
    registry: Registry,
    told: { readonly guarded: Guarded; readonly moment: Moment },
  ) {
    this.#connections = connections
    this.#registry = registry
    this.#guarded = told.guarded
    this.#moment = told.moment
  }

  take(frame: Frame): Layer {
    const { bytes, at, end } = frame
    if (end - at < 20) return tooShort(frame)
    const headerBytes = ((bytes[at + 12] ?? 0) >> 4) * 4
    if (headerBytes < 20) return 'malformed'
    if (end - at < headerBytes) return tooShort(frame)
    frame.sourcePort = u16(bytes, at)
    frame.destinationPort = u16(bytes, at + 2)
    const flags = bytes[at + 13] ?? 0
    const slot = this.#open(frame, flags)
    this.#connections.count(slot, frame)
    const state = this.#connections.state[slot] ?? 0
    const isFirm = (flags & (flag.syn | flag.fin | flag.rst)) === 0
    if (isFirm && (state & is.ignored) !== 0) return 'ok'
    this.#follow(slot, frame, { flags, headerBytes })
    return 'ok'
  }

  /** A connection whose slot is taken by another, or that the capture's end cuts off. */
  settle(slot: number): void {
    this.#unanswered(slot)
    if (((this.#connections.state[slot] ?? 0) & is.closed) === 0) this.givenUp += 1
    this.#endStream(slot)
  }

  /** The capture ends: what was going on is not given up, it ends with it. */
  end(): void {
    for (const slot of this.#reading.keys()) this.#endStream(slot)
    for (let slot = 0; slot < this.#connections.used; slot += 1)
      if (this.#connections.isTcp(slot)) this.#unanswered(slot)
  }

  #open(frame: Frame, flags: number): number {
    const connections = this.#connections
    const slot = connections.find(frame, ipProtocols.tcp)
    const isSyn = (flags & flag.syn) !== 0
    const isAck = (flags & flag.ack) !== 0
    if (connections.isNew) connections.open(slot, frame, isSyn ? !isAck : undefined)
    else if (isSyn && !isAck && this.#isAnother(slot, frame)) {
      this.#unanswered(slot)
      this.#endStream(slot)
      connections.open(slot, frame, true)
    }
    return slot
  }

  /** A SYN that repeats no earlier one begins another connection between the same ports. */
  #isAnother(slot: number, frame: Frame): boolean {
    const state = this.#connections.state[slot] ?? 0
    if ((state & (is.closed | is.hasContent)) !== 0 || (state & is.begun) === 0) return true
    if (!this.#connections.isFromClient(slot)) return false
    const index = this.#connections.clientIndex(slot)
    return this.#connections.firstByte[slot * 2 + index] !== ((i32(frame.bytes, frame.at + 4) + 1) | 0)
  }

  #follow(slot: number, frame: Frame, { flags, headerBytes }: { flags: number; headerBytes: number }): void {
    const connections = this.#connections
    const { bytes, at, end } = frame
    const fromClient = connections.isFromClient(slot)
    const side = fromClient ? 'client' : 'server'
    const isSyn = (flags & flag.syn) !== 0
    const sequence = (i32(bytes, at + 4) + (isSyn ? 1 : 0)) | 0
    const confirmed = i32(bytes, at + 8)
    if ((flags & flag.rst) !== 0) {
      this.#reset(slot, fromClient)
      return
    }
    if (isSyn) this.#begin(slot, { fromClient, sequence, confirmed })
    this.#mark(slot, fromClient ? 0 : is.answered)
    const length = end - at - headerBytes
    const cut = Math.max(frame.wireBytes - (end - at), 0)
    if (length + cut > 0) this.#hear(slot, side, { sequence, bytes: bytes.subarray(at + headerBytes, end), cut })
    if ((flags & flag.ack) !== 0) this.#confirm(connections.streams[slot], side, confirmed)
    if ((flags & flag.fin) !== 0) this.#finish(slot, fromClient)
    if (connections.streams[slot]?.isDone === true) this.#ignore(slot)
  }

  #begin(slot: number, told: { fromClient: boolean; sequence: number; confirmed: number }): void {
    const { firstByte } = this.#connections
    const client = this.#connections.clientIndex(slot)
    firstByte[slot * 2 + (told.fromClient ? client : 1 - client)] = told.sequence
    if (!told.fromClient && ((this.#connections.state[slot] ?? 0) & is.begun) === 0)
      firstByte[slot * 2 + client] = told.confirmed
    this.#mark(slot, told.fromClient ? is.begun : is.begun | is.accepted)
  }

  #hear(slot: number, side: Side, segment: { sequence: number; bytes: Uint8Array; cut: number }): void {
    this.#mark(slot, is.hasContent)
    if (((this.#connections.state[slot] ?? 0) & (is.ignored | is.closed)) !== 0) return
    const stream = this.#connections.streams[slot] ?? this.#listen(slot)
    const heard = this.#reading.get(slot)
    if (heard !== undefined) heard.wasHeard = true
    const before = stream.waitingBytes
    stream.take(side, segment.sequence, segment.bytes, segment.cut)
    this.#waitingBytes += stream.waitingBytes - before
    if (this.#waitingBytes > maxWaitingBytes) this.#flush(stream)
  }

  #confirm(stream: Stream | undefined, by: Side, confirmed: number): void {
    const before = stream?.waitingBytes ?? 0
    if (stream === undefined || before === 0) return
    stream.confirm(by, confirmed)
    this.#waitingBytes += stream.waitingBytes - before
  }

  #flush(stream: Stream): void {
    const before = stream.waitingBytes
    stream.flush()
    this.#waitingBytes += stream.waitingBytes - before
  }

  #listen(slot: number): Stream {
    const connections = this.#connections
    const state = connections.state[slot] ?? 0
    const stream = new Stream(
      {
        candidates: this.#registry.streams(connections.serverPort(slot)),
        carrier: () => connections.carrier(slot, this.#moment.seenAt),
        begin: (protocol: StreamProtocol, carrier) => protocol.begin(carrier, this.#guarded.notesOf(protocol)),
        fault: (protocol, error) => this.#guarded.blame(protocol, error),
        seenAt: () => this.#moment.seenAt,
        recognised: (protocol) => connections.recognise(slot, this.#guarded.indexOf(protocol)),
      },
      (state & is.begun) !== 0,
    )
    const client = connections.clientIndex(slot)
    if ((state & is.begun) !== 0) stream.startAt('client', connections.firstByte[slot * 2 + client] ?? 0)
    if ((state & is.accepted) !== 0) stream.startAt('server', connections.firstByte[slot * 2 + 1 - client] ?? 0)
    this.#makeRoom()
    connections.streams[slot] = stream
    this.#reading.set(slot, { wasHeard: true })
    return stream
  }

  /** Second chance: the first, from where the last look ended, that was silent since it was looked at before is given up. */
  #makeRoom(): void {
    while (this.#reading.size >= maxStreams) {
      const next = this.#hand.next()
      if (next.done === true) {
        this.#hand = this.#reading.entries()
        continue
      }
      const [slot, heard] = next.value
      if (heard.wasHeard) heard.wasHeard = false
      else {
        this.givenUp += 1
        this.#endStream(slot)
        this.#mark(slot, is.ignored)
      }
    }
  }

  #reset(slot: number, fromClient: boolean): void {
    const state = this.#connections.state[slot] ?? 0
    if (!fromClient && (state & is.begun) !== 0 && (state & (is.answered | is.refused)) === 0) {
      this.#connections.flow(slot).unanswered += 1
      this.#mark(slot, is.refused)
    }
    this.#mark(slot, is.closed)
    this.#endStream(slot)
  }

  #finish(slot: number, fromClient: boolean): void {
    this.#mark(slot, fromClient ? is.clientEnded : is.serverEnded)
    const both = is.clientEnded | is.serverEnded
    if (((this.#connections.state[slot] ?? 0) & both) !== both) return
    this.#mark(slot, is.closed)
    this.#endStream(slot)
  }

  #unanswered(slot: number): void {
    const state = this.#connections.state[slot] ?? 0
    const settled = is.answered | is.refused | is.hasContent
    if ((state & is.begun) === 0 || (state & settled) !== 0) return
    if (this.#moment.seenAt - (this.#connections.begunAt[slot] ?? 0) < answerMs) return
    this.#connections.flow(slot).unanswered += 1
    this.#mark(slot, is.refused)
  }

  #ignore(slot: number): void {
    this.#mark(slot, is.ignored)
    this.#endStream(slot)
  }

  #endStream(slot: number): void {
    const stream = this.#connections.streams[slot]
    if (stream === undefined) return
    const before = stream.waitingBytes
    if (!stream.isDone) stream.end()
    this.#waitingBytes -= before
    this.#connections.streams[slot] = undefined
    this.#reading.delete(slot)
  }

  #mark(slot: number, bits: number): void {
    this.#connections.state[slot] = (this.#connections.state[slot] ?? 0) | bits
  }
}
