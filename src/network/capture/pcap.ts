import type { SourceProblem } from '../source.ts'
import { bigU32, littleU32, maxPacketBytes } from './framer.ts'
import type { CapturedPacket, Framer } from './framer.ts'
import type { Incoming } from './incoming.ts'

/** How one variant of the format writes: draft-ietf-opsawg-pcap, and the variants that Wireshark's wiretap/libpcap.c lists. */
export interface PcapVariant {
  readonly isBig: boolean
  /** Of a fraction in a second. */
  readonly unitMs: number
  /** 16, or 24 in the variant of Alexey Kuznetsov. */
  readonly recordBytes: number
}

const fileHeaderBytes = 24
const variants: Readonly<Record<number, Omit<PcapVariant, 'isBig'>>> = {
  0xa1b2c3d4: { unitMs: 0.001, recordBytes: 16 },
  0xa1b23c4d: { unitMs: 0.000001, recordBytes: 16 },
  0xa1b2cd34: { unitMs: 0.001, recordBytes: 24 },
}

/** By the first four bytes; undefined when they begin no pcap file. */
export function pcapVariant(head: Uint8Array): PcapVariant | undefined {
  const big = variants[bigU32(head, 0)]
  if (big !== undefined) return { ...big, isBig: true }
  const little = variants[littleU32(head, 0)]
  return little === undefined ? undefined : { ...little, isBig: false }
}

/** Cuts a pcap file; its header has not been taken yet. */
export function pcapFramer(incoming: Incoming, variant: PcapVariant): Framer {
  const { isBig, unitMs, recordBytes } = variant
  const u32 = isBig ? bigU32 : littleU32
  const problems: SourceProblem[] = []
  let linkType = -1
  let packets = 0

  const next = (packet: CapturedPacket): 'packet' | 'starved' | 'broken' => {
    if (linkType < 0) {
      if (!incoming.has(fileHeaderBytes)) return 'starved'
      linkType = u32(incoming.bytes, incoming.at + 20) & 0xffff // the upper bits tell of a frame check sequence
      incoming.skip(fileHeaderBytes)
    }
    if (!incoming.has(recordBytes)) return 'starved'
    const { bytes, at } = incoming
    const captured = u32(bytes, at + 8)
    if (captured > maxPacketBytes) {
      const place = `packet ${packets + 1}, byte ${incoming.place}`
      const message = `the packet claims ${captured} bytes, which no capture holds: the file is damaged from here on; what stood before it is kept`
      problems.push({ place, message })
      return 'broken'
    }
    if (!incoming.has(recordBytes + captured)) return 'starved'
    packets += 1
    packet.bytes = bytes
    packet.start = at + recordBytes
    packet.end = packet.start + captured
    packet.wireBytes = Math.max(u32(bytes, at + 12), captured)
    packet.seenAt = u32(bytes, at) * 1000 + u32(bytes, at + 4) * unitMs
    packet.linkType = linkType
    incoming.skip(recordBytes + captured)
    return 'packet'
  }
  return { next, problems, lostPackets: () => 0 }
}
