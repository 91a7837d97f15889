import type { ObservedConfidence, ObservedFact, ObservedSubject } from '../model/index.ts'

export interface Endpoint {
  /** Lower case, colon separated; absent where the capture has no such address. */
  readonly mac?: string
  readonly ip?: string
  readonly port?: number
}

/** What carried the bytes. */
export interface Carrier {
  /** Milliseconds since 1970 UTC, with fractions. */
  readonly seenAt: number
  readonly source: Endpoint
  readonly destination: Endpoint
  readonly vlan?: number
}

/** Facts that one message tells about one subject. */
export interface Telling {
  readonly subject: ObservedSubject
  readonly facts: readonly ObservedFact[]
  readonly confidence: ObservedConfidence
  /**
   * The day of which the facts are, where it is not the day on which they pass: an archive forwards images of years ago, whose software versions hold
   * no more. Milliseconds since 1970 UTC.
   */
  readonly asOf?: number
}

/** Where a protocol writes what it understood. It keeps nothing itself and never throws on content. */
export interface Notes {
  /** Facts with an empty value are left out; a telling without facts still says that the subject was seen to speak this protocol. */
  readonly tell: (telling: Telling) => void
  /** Counts what was read and is never kept: `patient`, `person`, `credential`, `result` … One short word of the closed list. */
  readonly drop: (kind: DroppedKind, count?: number) => void
  /** Counts a message that breaks its own rules; the rest of it was skipped. */
  readonly malformed: () => void
}

/** What is read on the way and never kept. */
const droppedKinds = [
  'patient',
  'person',
  'credential',
  'result',
  'time',
  'path',
  'text',
  'identifier',
  'image',
] as const
export type DroppedKind = (typeof droppedKinds)[number]

interface ProtocolBase {
  readonly id: string
  /** In words for a person: `DICOM`. */
  readonly name: string
  /** The specification, with the clause, for whoever doubts a rule. */
  readonly source: string
  /** `clear`: whoever listens reads it. */
  readonly secrecy: 'clear' | 'encrypted' | 'mixed'
}

/** Spoken below IP: ARP, LLDP, CDP, or directly in IP (NDP). */
export interface FrameProtocol extends ProtocolBase {
  readonly over: 'frame'
  /**
   * EtherTypes; `llc:` and the SNAP organisation and protocol in hex: `llc:00000c2000`, or without SNAP the two access points: `llc:4242`;
   * `ip:58` for an IP protocol number.
   */
  readonly carriedIn: readonly (number | `llc:${string}` | `ip:${number}`)[]
  /** `payload`: what follows the EtherType, the LLC or the IP header; padding may follow it. Its bytes hold during the call: copy what is kept. */
  readonly read: (payload: Uint8Array, carrier: Carrier, notes: Notes) => void
}

/** One datagram, one message; it may be cut by the capture. Its bytes hold during the call: copy what is kept. */
export interface DatagramProtocol extends ProtocolBase {
  readonly over: 'datagram'
  /** UDP ports on which it is tried first, on either side. */
  readonly ports: readonly number[]
  /** Tried on the first datagrams of a flow whose ports nobody claims, and to settle whether a claimed port really speaks it. Cheap: a few bytes. */
  readonly recognises: (payload: Uint8Array, carrier: Carrier) => boolean
  readonly read: (payload: Uint8Array, carrier: Carrier, notes: Notes) => void
}

/** A conversation over TCP, put together in order. */
export interface StreamProtocol extends ProtocolBase {
  readonly over: 'stream'
  /** Server ports on which it is tried first; content decides everywhere. */
  readonly ports: readonly number[]
  /** By the first bytes that one side sent, or that begin a segment when the connection's begin was not captured; at most 512. `more`: too few bytes to tell. Cheap. */
  readonly recognises: (bytes: Uint8Array, from: Side, carrier: Carrier) => 'yes' | 'no' | 'more'
  /** It may begin in the middle of a connection that somebody else opened (STARTTLS, a tunnel): the first segments of one that nobody knows are tried too. */
  readonly beginsLater?: true
  /** `carrier`: source is the client. */
  readonly begin: (carrier: Carrier, notes: Notes) => Conversation
}

export type Side = 'client' | 'server'

/** One connection. Holds at most a bounded part of a message: thousands are open at once. */
export interface Conversation {
  /** The next bytes of one side, in order, of any length; they hold during the call: copy what is kept. `enough`: nothing more is wanted of either side; it is not called again. */
  readonly take: (bytes: Uint8Array, from: Side, seenAt: number) => 'more' | 'enough'
  /** So many bytes of one side were not captured, or are left out; what follows may begin in the middle of a message. `enough` as above. */
  readonly gap: (bytes: number, from: Side) => 'more' | 'enough'
  /** The connection ended, or is forgotten. */
  readonly end?: () => void
}

export type Protocol = FrameProtocol | DatagramProtocol | StreamProtocol
