import { tooShort, u16 } from '../packet/frame.ts'
import type { Frame, Layer } from '../packet/frame.ts'
import { ipProtocols } from '../packet/ip.ts'
import type { Carrier, DatagramProtocol } from '../protocol.ts'
import { carrierOf } from './carrier.ts'
import { is, nobody } from './connections.ts'
import type { Connections } from './connections.ts'
import type { Guarded } from './guarded.ts'
import type { Registry } from './registry.ts'

/** After so many datagrams that nobody knows, those of the same ends are only counted. */
const maxAttempts = 6
const headerBytes = 8

/** Reads UDP (RFC 768): counts flows, and hands datagrams to the protocol that knows them. */
export class Datagrams {
  readonly #connections: Connections
  readonly #registry: Registry
  readonly #guarded: Guarded
  readonly #byIndex: readonly (DatagramProtocol | undefined)[]

  constructor(
    connections: Connections,
    registry: Registry,
    guarded: Guarded,
    byIndex: readonly (DatagramProtocol | undefined)[],
  ) {
    this.#connections = connections
    this.#registry = registry
    this.#guarded = guarded
    this.#byIndex = byIndex
  }

  /** Afterwards `at` to `end` is what the datagram carries. */
  take(frame: Frame): Layer {
    const { bytes, at } = frame
    if (frame.end - at < headerBytes) return tooShort(frame)
    frame.sourcePort = u16(bytes, at)
    frame.destinationPort = u16(bytes, at + 2)
    const told = u16(bytes, at + 4)
    if (told !== 0 && told < headerBytes) return 'malformed'
    if (told !== 0 && frame.end - at > told) frame.end = at + told
    frame.at = at + headerBytes
    const connections = this.#connections
    const slot = connections.find(frame, ipProtocols.udp)
    if (connections.isNew) connections.open(slot, frame, undefined)
    connections.count(slot, frame)
    if (((connections.state[slot] ?? 0) & is.ignored) !== 0 || frame.at === frame.end) return 'ok'
    this.#read(slot, frame)
    return 'ok'
  }

  #read(slot: number, frame: Frame): void {
    const connections = this.#connections
    const payload = frame.bytes.subarray(frame.at, frame.end)
    const carrier = carrierOf(frame, { hasIp: true, hasPorts: true })
    const claimants = this.#registry.claimants(frame.destinationPort, frame.sourcePort)
    const known = connections.protocolOf[slot] ?? nobody
    const reader = known === nobody ? undefined : this.#byIndex[known]
    const isSettled = reader !== undefined && (claimants.length === 0 || claimants.includes(reader))
    const protocol = isSettled ? reader : (this.#recognise(slot, { payload, carrier, claimants }) ?? reader)
    if (protocol === undefined) return
    if (protocol !== reader) connections.recognise(slot, this.#guarded.indexOf(protocol))
    this.#guarded.read(protocol, payload, carrier)
  }

  /** Who claims the port is asked every time: a few strange datagrams between the same ends (all of DHCP has the same) make nobody deaf. */
  #recognise(slot: number, { payload, carrier, claimants }: Unknown): DatagramProtocol | undefined {
    const connections = this.#connections
    const attempts = connections.attempts[slot] ?? 0
    const isNew = attempts < maxAttempts && (connections.protocolOf[slot] ?? nobody) === nobody
    const { source, destination } = carrier
    const asked = isNew ? this.#registry.datagrams(destination.port ?? 0, source.port ?? 0) : claimants
    for (const protocol of asked) if (this.#guarded.recognises(protocol, payload, carrier)) return protocol
    if (isNew) connections.attempts[slot] = attempts + 1
    else if (claimants.length === 0) connections.state[slot] = (connections.state[slot] ?? 0) | is.ignored
    return undefined
  }
}

interface Unknown {
  readonly payload: Uint8Array
  readonly carrier: Carrier
  readonly claimants: readonly DatagramProtocol[]
}
