import type { CapturedPacket } from '../capture/framer.ts'
import { emptyFrame, etherTypes, forgetMacs, llcBase, noEtherType, noLlc } from '../packet/frame.ts'
import type { Frame, Layer } from '../packet/frame.ts'
import { Fragments } from '../packet/fragments.ts'
import { emptyFragment, ipProtocols, readIpv4, readIpv6 } from '../packet/ip.ts'
import { readLink, readRaw } from '../packet/link.ts'
import { readGre, tunnelOf } from '../packet/tunnels.ts'
import type { FrameProtocol, Protocol } from '../protocol.ts'
import type { SourceProblem } from '../source.ts'
import { carrierOf } from './carrier.ts'
import { Connections, kindOfFrame } from './connections.ts'
import { Datagrams } from './datagrams.ts'
import { Guarded } from './guarded.ts'
import type { OnFault } from './guarded.ts'
import { Notebook } from './notebook.ts'
import type { FlowTally, Moment } from './notebook.ts'
import { registryOf } from './registry.ts'
import type { Registry } from './registry.ts'
import { Tcp } from './tcp.ts'
import { Unread } from './unread.ts'

/** Tunnels in tunnels are read so deep: a mirror session that carries another tunnel. */
const maxDepth = 3
/** Times that a date can hold. */
const latestMs = 8.64e15

export interface EngineOptions {
  readonly protocols: readonly Protocol[]
  /** A number that whoever sends packets does not know. */
  readonly seed: number
  /** For packets that bear no time before any that does. */
  readonly now: () => Date
  readonly onFault?: OnFault
}

/** Takes packets apart and runs the protocols over them. Memory is bounded; nothing that a packet holds makes it throw. */
export class Engine {
  readonly moment: Moment = { seenAt: 0.5, number: 0 }
  readonly notebook = new Notebook(this.moment, 'packet')
  firstSeenAt = Number.NaN
  lastSeenAt = Number.NaN
  readonly #frame: Frame = emptyFrame()
  readonly #fragment = emptyFragment()
  readonly #fragments = new Fragments()
  readonly #unread = new Unread()
  readonly #registry: Registry
  readonly #guarded: Guarded
  readonly #connections: Connections
  readonly #tcp: Tcp
  readonly #datagrams: Datagrams
  readonly #now: () => Date

  constructor({ protocols, seed, now, onFault = () => undefined }: EngineOptions) {
    this.#now = now
    this.#registry = registryOf(protocols)
    this.#guarded = new Guarded(protocols, this.notebook, onFault)
    this.#connections = new Connections(
      this.notebook,
      {
        onEvict: (slot) => {
          if (this.#connections.isTcp(slot)) this.#tcp.settle(slot)
        },
        isKnownPort: this.#registry.isKnownPort,
      },
      { seed, name: (flow, index) => nameFlow(flow, protocols[index]) },
    )
    const told = { guarded: this.#guarded, moment: this.moment }
    this.#tcp = new Tcp(this.#connections, this.#registry, told)
    const byIndex = protocols.map((protocol) => (protocol.over === 'datagram' ? protocol : undefined))
    this.#datagrams = new Datagrams(this.#connections, this.#registry, this.#guarded, byIndex)
  }

  /** Connections and fragments that were given up so far. */
  get givenUp(): number {
    return this.#tcp.givenUp + this.#fragments.counts.givenUp
  }

  take(packet: CapturedPacket): void {
    this.#keepTime(packet.seenAt)
    const frame = this.#frame
    frame.bytes = packet.bytes
    frame.at = packet.start
    frame.end = packet.end
    frame.wireBytes = packet.wireBytes
    frame.packetBytes = packet.wireBytes
    frame.packets = 1
    frame.seenAt = this.moment.seenAt
    const link = readLink(frame, packet.linkType)
    if (link === 'ok') this.#takeNetwork(frame, 0)
    else this.#unread.count(link, 'link', packet.linkType)
  }

  /** Ends what is going on: nothing more will come. */
  end(): void {
    this.#tcp.end()
    this.#fragments.end()
  }

  /** What was not read and why, at most a few lines. */
  problems(): readonly SourceProblem[] {
    return this.#unread.problems(this.#fragments.counts.overlapping, this.#guarded.faults)
  }

  /** Packets without a time have that of the one before. */
  #keepTime(seenAt: number): void {
    this.moment.number += 1
    if (seenAt >= 0 && seenAt <= latestMs) {
      this.moment.seenAt = seenAt
      if (!(this.firstSeenAt <= seenAt)) this.firstSeenAt = seenAt
      if (!(this.lastSeenAt >= seenAt)) this.lastSeenAt = seenAt
    } else if (this.moment.seenAt === 0.5) this.moment.seenAt = this.#now().getTime()
  }

  #takeNetwork(frame: Frame, depth: number): void {
    if (frame.etherType === etherTypes.ipv4) this.#takeIp(frame, depth, readIpv4(frame, this.#fragment))
    else if (frame.etherType === etherTypes.ipv6) this.#takeIp(frame, depth, readIpv6(frame, this.#fragment))
    else this.#takeFrame(frame)
  }

  #takeIp(frame: Frame, depth: number, layer: Layer): void {
    if (layer !== 'ok') {
      this.#refuse(layer, 'ip')
      return
    }
    if (this.#fragment.isFragment && !this.#fragments.complete(frame, this.#fragment)) return
    frame.sourcePort = 0
    frame.destinationPort = 0
    if (frame.ipProtocol === ipProtocols.tcp) this.#refuse(this.#tcp.take(frame), 'tcp')
    else if (frame.ipProtocol === ipProtocols.udp) this.#takeUdp(frame, depth)
    else this.#takeOther(frame, depth)
  }

  #takeUdp(frame: Frame, depth: number): void {
    this.#refuse(this.#datagrams.take(frame), 'udp')
    const tunnel = tunnelOf(frame)
    if (tunnel !== undefined) this.#takeInner(frame, depth, tunnel)
  }

  #takeOther(frame: Frame, depth: number): void {
    const { ipProtocol } = frame
    if (ipProtocol === ipProtocols.sctp && frame.end - frame.at >= 4) {
      frame.sourcePort = ((frame.bytes[frame.at] ?? 0) << 8) | (frame.bytes[frame.at + 1] ?? 0)
      frame.destinationPort = ((frame.bytes[frame.at + 2] ?? 0) << 8) | (frame.bytes[frame.at + 3] ?? 0)
    }
    const slot = this.#countFlow(frame, ipProtocol)
    const readers = this.#registry.byIpProtocol.get(ipProtocol)
    if (readers !== undefined) this.#run(readers, slot, frame)
    if (ipProtocol === ipProtocols.gre) this.#takeInner(frame, depth, readGre)
    else if (ipProtocol === ipProtocols.ipv4 || ipProtocol === ipProtocols.ipv6)
      this.#takeInner(frame, depth, (inner) => {
        forgetMacs(inner)
        return readRaw(inner)
      })
  }

  /** One packet in another: the flow of the outer one has been counted, the inner one counts its own. */
  #takeInner(frame: Frame, depth: number, open: (frame: Frame) => Layer): void {
    if (depth >= maxDepth) {
      this.#unread.count('unread', 'depth', depth)
      return
    }
    frame.etherType = noEtherType
    frame.llc = noLlc
    const layer = open(frame)
    if (layer !== 'ok') {
      this.#unread.count(layer, 'tunnel', frame.ipProtocol)
      return
    }
    frame.packetBytes = frame.wireBytes
    this.#takeNetwork(frame, depth + 1)
  }

  /** Below IP: ends are MAC addresses, and what tells flows apart is the EtherType. */
  #takeFrame(frame: Frame): void {
    const isTyped = frame.etherType !== noEtherType
    const readers = isTyped ? this.#registry.byEtherType.get(frame.etherType) : this.#registry.byLlc.get(frame.llc)
    const carried = isTyped
      ? frame.etherType
      : 0x10000 + (frame.llc >= llcBase ? frame.llc - llcBase : frame.llc % 0xffff)
    frame.source0 = 0
    frame.source1 = 0
    frame.source2 = frame.sourceMacHigh
    frame.source3 = frame.sourceMacLow
    frame.destination0 = 0
    frame.destination1 = 0
    frame.destination2 = frame.destinationMacHigh
    frame.destination3 = frame.destinationMacLow
    frame.sourcePort = 0
    frame.destinationPort = 0
    const slot = this.#countFlow(frame, kindOfFrame + carried)
    if (readers !== undefined) this.#run(readers, slot, frame)
  }

  #countFlow(frame: Frame, kind: number): number {
    const slot = this.#connections.find(frame, kind)
    if (this.#connections.isNew) this.#connections.open(slot, frame, true)
    this.#connections.count(slot, frame)
    return slot
  }

  #run(readers: readonly FrameProtocol[], slot: number, frame: Frame): void {
    const payload = frame.bytes.subarray(frame.at, frame.end)
    const carrier = carrierOf(frame, {
      hasIp: frame.etherType !== noEtherType && isIp(frame.etherType),
      hasPorts: false,
    })
    for (const protocol of readers) {
      if (this.#connections.protocolOf[slot] === -1) this.#connections.recognise(slot, this.#guarded.indexOf(protocol))
      this.#guarded.read(protocol, payload, carrier)
    }
  }

  #refuse(layer: Layer, protocol: string): void {
    if (layer === 'malformed') this.notebook.countMalformed(protocol)
    else if (layer !== 'ok') this.#unread.count(layer, 'layer', 0)
  }
}

function isIp(etherType: number): boolean {
  return etherType === etherTypes.ipv4 || etherType === etherTypes.ipv6
}

function nameFlow(flow: FlowTally, protocol: Protocol | undefined): void {
  if (protocol === undefined) return
  flow.protocol = protocol.id
  if (protocol.secrecy !== 'mixed') flow.isClearText = protocol.secrecy === 'clear'
}
