import { i32, tooShort, u16 } from './frame.ts'
import type { Frame, Layer } from './frame.ts'

/** RFC 8200 §4.1 allows each extension header once; more is an attempt to keep a reader busy. */
const maxExtensions = 16
const v4Mapped = 0xffff

export const ipProtocols = { icmp: 1, ipv4: 4, tcp: 6, udp: 17, ipv6: 41, gre: 47, icmpv6: 58, sctp: 132 } as const

/** Where a packet's part lies in the whole that was sent. */
export interface Fragment {
  isFragment: boolean
  isLast: boolean
  offset: number
  id: number
}

export function emptyFragment(): Fragment {
  return { isFragment: false, isLast: true, offset: 0, id: 0 }
}

/** RFC 791 §3.1. Afterwards `at` to `end` is what it carries, as far as it was captured. */
export function readIpv4(frame: Frame, fragment: Fragment): Layer {
  const { bytes, at } = frame
  if (frame.end - at < 20) return tooShort(frame)
  const first = bytes[at] ?? 0
  const headerBytes = (first & 15) * 4
  if (first >> 4 !== 4 || headerBytes < 20) return 'malformed'
  if (frame.end - at < headerBytes) return tooShort(frame)
  const told = u16(bytes, at + 2)
  if (told !== 0 && told < headerBytes) return 'malformed'
  // no length is told where the sender's network interface cuts the packet afterwards
  if (told !== 0) bound(frame, told)
  const flags = u16(bytes, at + 6)
  fragment.isFragment = (flags & 0x3fff) !== 0
  fragment.offset = (flags & 0x1fff) * 8
  fragment.isLast = (flags & 0x2000) === 0
  fragment.id = u16(bytes, at + 4)
  frame.source0 = 0
  frame.source1 = 0
  frame.source2 = v4Mapped
  frame.source3 = i32(bytes, at + 12)
  frame.destination0 = 0
  frame.destination1 = 0
  frame.destination2 = v4Mapped
  frame.destination3 = i32(bytes, at + 16)
  frame.ipProtocol = bytes[at + 9] ?? 0
  frame.at = at + headerBytes
  frame.wireBytes -= headerBytes
  return 'ok'
}

/** RFC 8200 §3 and §4. */
export function readIpv6(frame: Frame, fragment: Fragment): Layer {
  const { bytes, at } = frame
  if (frame.end - at < 40) return tooShort(frame)
  if ((bytes[at] ?? 0) >> 4 !== 6) return 'malformed'
  const told = u16(bytes, at + 4)
  if (told !== 0) bound(frame, 40 + told)
  fragment.isFragment = false
  frame.source0 = i32(bytes, at + 8)
  frame.source1 = i32(bytes, at + 12)
  frame.source2 = i32(bytes, at + 16)
  frame.source3 = i32(bytes, at + 20)
  frame.destination0 = i32(bytes, at + 24)
  frame.destination1 = i32(bytes, at + 28)
  frame.destination2 = i32(bytes, at + 32)
  frame.destination3 = i32(bytes, at + 36)
  frame.ipProtocol = bytes[at + 6] ?? 0
  frame.at = at + 40
  frame.wireBytes -= 40
  return readExtensions(frame, fragment)
}

const extension = { hopByHop: 0, routing: 43, fragment: 44, authentication: 51, destination: 60 } as const

/** Passes over the headers between IPv6 and what it carries; behind a later fragment's there are none. */
function readExtensions(frame: Frame, fragment: Fragment): Layer {
  const { bytes } = frame
  for (let headers = 0; headers < maxExtensions; headers += 1) {
    const kind = frame.ipProtocol
    const isOptions = kind === extension.hopByHop || kind === extension.routing || kind === extension.destination
    if (!isOptions && kind !== extension.fragment && kind !== extension.authentication) return 'ok'
    if (frame.end - frame.at < 8) return tooShort(frame)
    const units = bytes[frame.at + 1] ?? 0
    const length = isOptions ? (units + 1) * 8 : kind === extension.fragment ? 8 : (units + 2) * 4
    if (frame.end - frame.at < length) return tooShort(frame)
    frame.ipProtocol = bytes[frame.at] ?? 0
    if (kind === extension.fragment) {
      const place = u16(bytes, frame.at + 2)
      fragment.offset = place & 0xfff8
      fragment.isLast = (place & 1) === 0
      fragment.isFragment = fragment.offset !== 0 || !fragment.isLast
      fragment.id = i32(bytes, frame.at + 4)
    }
    frame.at += length
    frame.wireBytes -= length
    if (fragment.isFragment) return 'ok'
  }
  return 'malformed'
}

/** What stands behind the told length is padding. */
function bound(frame: Frame, told: number): void {
  if (frame.end - frame.at > told) frame.end = frame.at + told
  if (frame.wireBytes > told) frame.wireBytes = told
}
