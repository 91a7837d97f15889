/**
 * One packet as it is taken apart: one object, filled over and over again, so that nothing is allocated per packet.
 * Addresses are numbers: an IP address four words (an IPv4 one as ::ffff:a.b.c.d), a MAC address its upper 16 and lower 32 bits.
 */
export interface Frame {
  bytes: Uint8Array
  /** What is not yet taken apart, as far as it was captured. */
  at: number
  end: number
  /** Its length on the wire. */
  wireBytes: number
  /** Of the packet as a whole, as flows count it. */
  packetBytes: number
  packets: number
  seenAt: number
  etherType: number
  /** Of a frame that bears no EtherType: SNAP organisation and protocol as one number, or the LLC access points above it. */
  llc: number
  /** Upper 16 bits; -1 where there is no address. */
  sourceMacHigh: number
  sourceMacLow: number
  destinationMacHigh: number
  destinationMacLow: number
  vlan: number
  source0: number
  source1: number
  source2: number
  source3: number
  destination0: number
  destination1: number
  destination2: number
  destination3: number
  ipProtocol: number
  sourcePort: number
  destinationPort: number
}

/** What became of a layer. `cut`: the capture holds too little of it; `malformed`: it breaks its own rules. */
export type Layer = 'ok' | 'cut' | 'malformed' | 'unread'

export const noVlan = -1
export const noMac = -1
export const noEtherType = -1
export const noLlc = -1
/** LLC access points stand above every SNAP number, which has 40 bits. */
export const llcBase = 2 ** 40

export const etherTypes = { ipv4: 0x0800, ipv6: 0x86dd, bridged: 0x6558 } as const

export function emptyFrame(): Frame {
  return {
    bytes: new Uint8Array(0),
    at: 0,
    end: 0,
    wireBytes: 0,
    packetBytes: 0,
    packets: 1,
    seenAt: 0.5, // a fraction, so that the field is one from the beginning
    etherType: noEtherType,
    llc: noLlc,
    sourceMacHigh: noMac,
    sourceMacLow: 0,
    destinationMacHigh: noMac,
    destinationMacLow: 0,
    vlan: noVlan,
    source0: 0,
    source1: 0,
    source2: 0,
    source3: 0,
    destination0: 0,
    destination1: 0,
    destination2: 0,
    destination3: 0,
    ipProtocol: 0,
    sourcePort: 0,
    destinationPort: 0,
  }
}

/** Goes on by so many bytes. */
export function advance(frame: Frame, length: number): void {
  frame.at += length
  frame.wireBytes -= length
}

/** Too few bytes for a header: because the capture cut the packet, or because the packet is that short. */
export function tooShort(frame: Frame): Layer {
  return frame.wireBytes > frame.end - frame.at ? 'cut' : 'malformed'
}

export function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}

/** Signed: a small integer in every engine. */
export function i32(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)
}

export function forgetMacs(frame: Frame): void {
  frame.sourceMacHigh = noMac
  frame.sourceMacLow = 0
  frame.destinationMacHigh = noMac
  frame.destinationMacLow = 0
}
