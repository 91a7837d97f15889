import type { FlowEnd, ObservedFlow } from '../../model/index.ts'
import { ipText, isMulticast, macText } from '../packet/addresses.ts'
import { noMac } from '../packet/frame.ts'
import type { Frame } from '../packet/frame.ts'
import { ipProtocols } from '../packet/ip.ts'
import type { Carrier, Endpoint } from '../protocol.ts'
import type { Stream } from '../streams/stream.ts'
import { endpointOf } from './carrier.ts'
import { ConnectionTable, grown } from './connection-table.ts'
import type { FlowTally, Notebook } from './notebook.ts'

/** Connections that are remembered at once; about 90 bytes each. */
const maxConnections = 65_536
/** EtherTypes and LLC numbers stand above the IP protocols. */
export const kindOfFrame = 0x100
export const nobody = -1

/** What is known of a connection, in bits. */
export const is = {
  clientFirst: 1,
  /** The client's SYN was captured, the server's. */
  begun: 2,
  accepted: 4,
  /** The server said something. */
  answered: 8,
  refused: 16,
  closed: 32,
  /** Nobody reads it, or nobody wants more of it. */
  ignored: 64,
  clientEnded: 128,
  serverEnded: 256,
  hasContent: 512,
} as const

export interface ConnectionEnds {
  /** Called before a connection that was not seen for a while makes room for another. */
  readonly onEvict: (slot: number) => void
  readonly isKnownPort: (port: number) => boolean
}

/** The connections that are under way, and the flows that they count into. What they are is kept in arrays of numbers, so that a million cost no objects. */
export class Connections {
  state = new Uint16Array(0)
  readonly streams: (Stream | undefined)[] = []
  /** Index of the recognised protocol, or `nobody`. */
  protocolOf = new Int16Array(0)
  /** How often somebody was asked whether they know it. */
  attempts = new Uint8Array(0)
  /** The sequence number of the first byte of each end, by the order of the key. */
  firstByte = new Int32Array(0)
  begunAt = new Float64Array(0)
  readonly #table: ConnectionTable
  readonly #flows: (FlowTally | undefined)[] = []
  /** Of which batch each flow is. */
  #batches = new Int32Array(0)
  #macs = new Int32Array(0)
  readonly #notebook: Notebook
  readonly #ends: ConnectionEnds
  /** What tells a flow with a recognised protocol. */
  readonly #name: (flow: FlowTally, protocolIndex: number) => void

  constructor(
    notebook: Notebook,
    ends: ConnectionEnds,
    { seed, name }: { readonly seed: number; readonly name: (flow: FlowTally, protocolIndex: number) => void },
  ) {
    this.#notebook = notebook
    this.#ends = ends
    this.#name = name
    this.#table = new ConnectionTable(maxConnections, seed, {
      onGrow: (capacity) => this.#grow(capacity),
      onEvict: ends.onEvict,
    })
  }

  get used(): number {
    return this.#table.used
  }

  /** The frame comes from the client. Of the frame looked up last. */
  isFromClient(slot: number): boolean {
    return this.#table.fromFirst === (((this.state[slot] ?? 0) & is.clientFirst) !== 0)
  }

  /** The frame's connection; `isNew` says whether it was known. */
  find(frame: Frame, kind: number): number {
    return this.#table.find(frame, kind)
  }

  get isNew(): boolean {
    return this.#table.isNew
  }

  /** Begins a connection in its slot. `clientIsSource`: undefined when only ports and addresses can tell. */
  open(slot: number, frame: Frame, clientIsSource: boolean | undefined): void {
    const fromClient = clientIsSource ?? this.#looksLikeClient(frame)
    const fromFirst = this.#table.fromFirst
    this.state[slot] = fromClient === fromFirst ? is.clientFirst : 0
    this.protocolOf[slot] = nobody
    this.attempts[slot] = 0
    this.begunAt[slot] = frame.seenAt
    const [first, second] = fromFirst ? [0, 2] : [2, 0]
    this.#macs[slot * 4 + first] = frame.sourceMacHigh
    this.#macs[slot * 4 + first + 1] = frame.sourceMacLow
    this.#macs[slot * 4 + second] = frame.destinationMacHigh
    this.#macs[slot * 4 + second + 1] = frame.destinationMacLow
    this.streams[slot] = undefined
    this.#flows[slot] = undefined
    this.flow(slot).connections += 1
  }

  /** Counts a packet. */
  count(slot: number, frame: Frame): void {
    const flow = this.flow(slot)
    flow.packets += frame.packets
    flow.bytes += frame.packetBytes
    if (frame.seenAt > flow.lastSeenAt) flow.lastSeenAt = frame.seenAt
    else if (frame.seenAt < flow.firstSeenAt) flow.firstSeenAt = frame.seenAt
  }

  /** The flow of a connection in the batch that is being filled. */
  flow(slot: number): FlowTally {
    const known = this.#flows[slot]
    if (known !== undefined && this.#batches[slot] === this.#notebook.batch) return known
    const kind = this.#kind(slot)
    const flow = this.#notebook.flow({
      client: this.#flowEnd(slot, true),
      server: this.#flowEnd(slot, false),
      transport: transportOf(kind),
      port: this.#port(slot, false),
      vlan: this.#vlan(slot),
      kind,
    })
    this.#flows[slot] = flow
    this.#batches[slot] = this.#notebook.batch
    const protocol = this.protocolOf[slot] ?? nobody
    if (protocol !== nobody) this.#name(flow, protocol)
    return flow
  }

  recognise(slot: number, protocolIndex: number): void {
    this.protocolOf[slot] = protocolIndex
    this.#name(this.flow(slot), protocolIndex)
  }

  serverPort(slot: number): number {
    return this.#port(slot, false)
  }

  /** Which end the client is, in the order of the key: 0 or 1. */
  clientIndex(slot: number): 0 | 1 {
    return ((this.state[slot] ?? 0) & is.clientFirst) !== 0 ? 0 : 1
  }

  /** The source is the client. */
  carrier(slot: number, seenAt: number): Carrier {
    const vlan = this.#vlan(slot)
    const ends = { seenAt, source: this.#endpoint(slot, true), destination: this.#endpoint(slot, false) }
    return vlan < 0 ? ends : { ...ends, vlan }
  }

  isTcp(slot: number): boolean {
    return this.#kind(slot) === ipProtocols.tcp
  }

  #grow(capacity: number): void {
    this.state = grown(this.state, new Uint16Array(capacity))
    this.protocolOf = grown(this.protocolOf, new Int16Array(capacity))
    this.attempts = grown(this.attempts, new Uint8Array(capacity))
    this.firstByte = grown(this.firstByte, new Int32Array(capacity * 2))
    this.begunAt = grown(this.begunAt, new Float64Array(capacity))
    this.#batches = grown(this.#batches, new Int32Array(capacity))
    this.#macs = grown(this.#macs, new Int32Array(capacity * 4))
  }

  #looksLikeClient(frame: Frame): boolean {
    if (isMulticast(frame.destination0, frame.destination1, frame.destination2, frame.destination3)) return true
    const [source, destination] = [frame.sourcePort, frame.destinationPort]
    if (source === destination) return true
    const [knowsSource, knowsDestination] = [this.#ends.isKnownPort(source), this.#ends.isKnownPort(destination)]
    return knowsSource === knowsDestination ? destination < source : knowsDestination
  }

  #word(slot: number, index: number): number {
    return this.#table.word(slot, index)
  }

  #kind(slot: number): number {
    return this.#word(slot, 9) >>> 13
  }

  #vlan(slot: number): number {
    return (this.#word(slot, 9) & 0x1fff) - 1
  }

  #index(slot: number, isClient: boolean): 0 | 1 {
    return isClient === (this.clientIndex(slot) === 0) ? 0 : 1
  }

  #port(slot: number, isClient: boolean): number {
    const ports = this.#word(slot, 8)
    return this.#index(slot, isClient) === 0 ? ports >>> 16 : ports & 0xffff
  }

  #ip(slot: number, isClient: boolean): string | undefined {
    if (this.#kind(slot) >= kindOfFrame) return undefined
    const at = this.#index(slot, isClient) * 4
    return ipText(this.#word(slot, at), this.#word(slot, at + 1), this.#word(slot, at + 2), this.#word(slot, at + 3))
  }

  #mac(slot: number, isClient: boolean): string | undefined {
    const at = slot * 4 + this.#index(slot, isClient) * 2
    const high = this.#macs[at] ?? noMac
    return high === noMac ? undefined : macText(high, this.#macs[at + 1] ?? 0)
  }

  #flowEnd(slot: number, isClient: boolean): FlowEnd {
    const [mac, ip] = [this.#mac(slot, isClient), this.#ip(slot, isClient)]
    return { ...(mac === undefined ? {} : { mac }), ...(ip === undefined ? {} : { ip }) }
  }

  #endpoint(slot: number, isClient: boolean): Endpoint {
    return endpointOf(this.#mac(slot, isClient), this.#ip(slot, isClient), this.#port(slot, isClient))
  }
}

function transportOf(kind: number): ObservedFlow['transport'] {
  if (kind === ipProtocols.tcp) return 'tcp'
  if (kind === ipProtocols.udp) return 'udp'
  if (kind === ipProtocols.icmp || kind === ipProtocols.icmpv6) return 'icmp'
  return kind === ipProtocols.sctp ? 'sctp' : 'other'
}
