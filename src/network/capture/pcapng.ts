import type { SourceProblem } from '../source.ts'
import { bigU32, littleU32, maxFramerProblems, maxPacketBytes } from './framer.ts'
import type { CapturedPacket, Framer } from './framer.ts'
import type { Incoming } from './incoming.ts'

/** draft-ietf-opsawg-pcapng, §4: the blocks that are read; all others are skipped, and secrets (§4.7) are not kept. */
const blocks = { section: 0x0a0d0d0a, interface: 1, oldPacket: 2, simplePacket: 3, statistics: 5, packet: 6 } as const
const byteOrderMagic = 0x1a2b3c4d
const minBlockBytes = 12
/** Of a block that is read; others are passed over at any length. */
const maxBlockBytes = maxPacketBytes + 64 * 1024
const maxInterfaces = 4096
const maxOptions = 256
const option = { end: 0, resolution: 9, offset: 14, lostByInterface: 5 } as const
const twoTo32 = 2 ** 32

interface Interface {
  readonly linkType: number
  readonly snapBytes: number
  readonly unitMs: number
  readonly offsetMs: number
  lostPackets: number
}

/** Whether the bytes begin a section. */
export function isPcapng(head: Uint8Array): boolean {
  return bigU32(head, 0) === blocks.section
}

/** Cuts a pcapng file of any number of sections and interfaces. */
export class PcapngFramer implements Framer {
  readonly problems: SourceProblem[] = []
  readonly #incoming: Incoming
  #u32 = bigU32
  #isBig = true
  #interfaces: Interface[] = []
  #lostBefore = 0
  #packets = 0

  constructor(incoming: Incoming) {
    this.#incoming = incoming
  }

  readonly lostPackets = (): number =>
    this.#interfaces.reduce((sum, { lostPackets }) => sum + lostPackets, this.#lostBefore)

  readonly next = (packet: CapturedPacket): 'packet' | 'starved' | 'broken' => {
    for (;;) {
      const incoming = this.#incoming
      if (incoming.isSkipping || !incoming.has(minBlockBytes)) return 'starved'
      const { bytes, at } = incoming
      const type = bigU32(bytes, at) === blocks.section ? blocks.section : this.#u32(bytes, at)
      if (type === blocks.section && !this.#turnTo(bytes, at + 8)) return 'broken'
      const length = this.#u32(bytes, at + 4)
      const isRead = isReadBlock(type)
      if (length < minBlockBytes || (isRead && length > maxBlockBytes)) return this.#break(length)
      const padded = length + ((4 - (length % 4)) % 4)
      if (!isRead) {
        incoming.skip(padded)
        continue
      }
      if (!incoming.has(length)) return 'starved'
      const end = at + length - 4
      const isPacket = this.#takeBlock(packet, { type, bytes, at, end })
      incoming.skip(padded)
      if (isPacket) return 'packet'
    }
  }

  /** §4.1: the byte order of a section stands behind its length. */
  #turnTo(bytes: Uint8Array, at: number): boolean {
    this.#isBig = bigU32(bytes, at) === byteOrderMagic
    if (!this.#isBig && littleU32(bytes, at) !== byteOrderMagic) {
      this.#tell('a section begins without telling its byte order: the file is damaged from here on')
      return false
    }
    this.#u32 = this.#isBig ? bigU32 : littleU32
    this.#lostBefore = this.lostPackets()
    this.#interfaces = []
    return true
  }

  #takeBlock(packet: CapturedPacket, { type, bytes, at, end }: Block): boolean {
    if (type === blocks.packet || type === blocks.oldPacket) {
      const number = type === blocks.packet ? this.#u32(bytes, at + 8) : this.#u16(bytes, at + 8)
      return this.#fill(packet, { bytes, start: at + 28, end }, number, at)
    }
    if (type === blocks.simplePacket) return this.#fillSimple(packet, { bytes, start: at + 12, end }, at)
    if (type === blocks.interface) this.#addInterface(bytes, at, end)
    if (type === blocks.statistics) this.#addStatistics(bytes, at, end)
    return false
  }

  #fill(packet: CapturedPacket, part: Part, number: number, at: number): boolean {
    const from = this.#interfaces[number]
    const captured = this.#u32(part.bytes, at + 20)
    this.#packets += 1
    if (from === undefined || part.start + captured > part.end) {
      const message =
        from === undefined
          ? `the packet is of interface ${number}, which the file does not describe; it is not read`
          : 'the packet is longer than the block that holds it; it is not read'
      this.#tell(message)
      return false
    }
    packet.bytes = part.bytes
    packet.start = part.start
    packet.end = part.start + captured
    packet.wireBytes = Math.max(this.#u32(part.bytes, at + 24), captured)
    const high = this.#u32(part.bytes, at + 12)
    packet.seenAt = high * (twoTo32 * from.unitMs) + this.#u32(part.bytes, at + 16) * from.unitMs + from.offsetMs
    packet.linkType = from.linkType
    return true
  }

  /** §4.4: of the first interface, without a time. */
  #fillSimple(packet: CapturedPacket, { bytes, start, end }: Part, at: number): boolean {
    const [from] = this.#interfaces
    this.#packets += 1
    if (from === undefined) {
      this.#tell('the packet is of an interface that the file does not describe; it is not read')
      return false
    }
    const wireBytes = this.#u32(bytes, at + 8)
    const snapBytes = from.snapBytes === 0 ? wireBytes : Math.min(from.snapBytes, wireBytes)
    packet.bytes = bytes
    packet.start = start
    packet.end = Math.min(end, start + snapBytes)
    packet.wireBytes = Math.max(wireBytes, packet.end - start)
    packet.seenAt = Number.NaN
    packet.linkType = from.linkType
    return true
  }

  #addInterface(bytes: Uint8Array, at: number, end: number): void {
    if (this.#interfaces.length >= maxInterfaces) return
    let unitMs = 0.001
    let offsetMs = 0
    for (const { code, value, length } of this.#options(bytes, at + 16, end)) {
      if (code === option.resolution && length === 1) unitMs = toUnitMs(bytes[value] ?? 6)
      if (code === option.offset && length === 8) offsetMs = this.#i64(bytes, value) * 1000
    }
    const linkType = this.#u16(bytes, at + 8)
    this.#interfaces.push({ linkType, snapBytes: this.#u32(bytes, at + 12), unitMs, offsetMs, lostPackets: 0 })
  }

  #addStatistics(bytes: Uint8Array, at: number, end: number): void {
    const of = this.#interfaces[this.#u32(bytes, at + 8)]
    if (of === undefined) return
    for (const { code, value, length } of this.#options(bytes, at + 20, end))
      if (code === option.lostByInterface && length === 8) of.lostPackets = this.#i64(bytes, value)
  }

  *#options(bytes: Uint8Array, from: number, end: number): Generator<{ code: number; value: number; length: number }> {
    let at = from
    for (let count = 0; count < maxOptions && at + 4 <= end; count += 1) {
      const code = this.#u16(bytes, at)
      const length = this.#u16(bytes, at + 2)
      if (code === option.end || at + 4 + length > end) return
      yield { code, value: at + 4, length }
      at += 4 + length + ((4 - (length % 4)) % 4)
    }
  }

  #u16(bytes: Uint8Array, at: number): number {
    const [first, second] = [bytes[at] ?? 0, bytes[at + 1] ?? 0]
    return this.#isBig ? (first << 8) | second : (second << 8) | first
  }

  #i64(bytes: Uint8Array, at: number): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, 8)
    return Number(view.getBigInt64(0, !this.#isBig))
  }

  #break(length: number): 'broken' {
    this.#tell(`a block claims ${length} bytes: the file is damaged from here on; what stood before it is kept`)
    return 'broken'
  }

  #tell(message: string): void {
    if (this.problems.length >= maxFramerProblems) return
    this.problems.push({ place: `packet ${this.#packets}, byte ${this.#incoming.place}`, message })
  }
}

interface Block {
  readonly type: number
  readonly bytes: Uint8Array
  readonly at: number
  readonly end: number
}

interface Part {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
}

function isReadBlock(type: number): boolean {
  return type === blocks.section || (type >= blocks.interface && type <= blocks.packet && type !== 4)
}

/** §4.2: a power of ten, or of two when the highest bit is set. */
function toUnitMs(resolution: number): number {
  const power = resolution & 0x7f
  return 1000 / (resolution > 0x7f ? 2 ** power : 10 ** power)
}
