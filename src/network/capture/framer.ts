import type { SourceProblem } from '../source.ts'

/** A packet as a capture holds it. One object is filled over and over again, so that nothing is allocated per packet. */
export interface CapturedPacket {
  bytes: Uint8Array
  /** Where it begins and ends in `bytes`. */
  start: number
  end: number
  /** Its length on the wire, which the capture may have cut. */
  wireBytes: number
  /** Milliseconds since 1970 UTC; NaN when the capture tells no time. */
  seenAt: number
  /** As registered at tcpdump.org/linktypes. */
  linkType: number
}

/** Cuts one kind of capture into packets. Never throws on content. */
export interface Framer {
  /** Fills `packet` with the next one. `starved`: more bytes must come first; `broken`: what follows cannot be read, and `problems` says why. */
  readonly next: (packet: CapturedPacket) => 'packet' | 'starved' | 'broken'
  readonly problems: readonly SourceProblem[]
  /** What the capturing machine itself says that it lost. */
  readonly lostPackets: () => number
}

/** The most that tcpdump and Wireshark capture of one packet is 256 KiB; more means a damaged file. */
export const maxPacketBytes = 1024 * 1024
/** A file that breaks rules in many places says so a few times. */
export const maxFramerProblems = 16

export function emptyPacket(): CapturedPacket {
  return { bytes: new Uint8Array(0), start: 0, end: 0, wireBytes: 0, seenAt: Number.NaN, linkType: 0 }
}

export function bigU32(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0
  )
}

export function littleU32(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at + 3] ?? 0) << 24) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at] ?? 0)) >>> 0
  )
}
