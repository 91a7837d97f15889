import { advance, etherTypes, forgetMacs, tooShort, u16 } from './frame.ts'
import type { Frame, Layer } from './frame.ts'
import { readEthernet, readPpp, readRaw, readType, readWireless } from './link.ts'

const pppType = 0x880b
const erspanTypes = [0x88be, 0x22eb]
/** The port of the data of CAPWAP; the access point, at the other end, has any. */
const capwapPort = 5247
const capwapWireless = 1

/** What opens the tunnel in UDP that stands behind a port of this datagram; undefined when none does. */
export function tunnelOf({ destinationPort, sourcePort }: Frame): ((frame: Frame) => Layer) | undefined {
  if (destinationPort === 4789 || destinationPort === 8472) return readVxlan
  if (destinationPort === 6081) return readGeneve
  if (destinationPort === 2152) return readGtp
  return destinationPort === capwapPort || sourcePort === capwapPort ? readCapwap : undefined
}

/** GRE: RFC 2784 and 2890, version 1 of PPTP (RFC 2637 §4.1), and the mirror sessions of ERSPAN (draft-foschiano-erspan-03) in it. */
export function readGre(frame: Frame): Layer {
  const { bytes, at } = frame
  if (frame.end - at < 4) return tooShort(frame)
  const flags = u16(bytes, at)
  const type = u16(bytes, at + 2)
  const version = flags & 7
  if (version > 1) return 'unread'
  const hasSequence = (flags & 0x1000) !== 0
  const words =
    ((flags & 0xc000) === 0 ? 0 : 1) +
    ((flags & 0x2000) === 0 ? 0 : 1) +
    (hasSequence ? 1 : 0) +
    (version === 1 && (flags & 0x80) !== 0 ? 1 : 0)
  if (frame.end - at < 4 + words * 4) return tooShort(frame)
  advance(frame, 4 + words * 4)
  forgetMacs(frame)
  if (type === pppType) return frame.at === frame.end ? 'unread' : readPpp(frame)
  if (type === etherTypes.bridged) return readEthernet(frame)
  if (erspanTypes.includes(type)) return readErspan(frame, type, hasSequence)
  return readType(frame, type)
}

/** Type I has no header, type II one of 8 bytes, type III one of 12 or 20. */
function readErspan(frame: Frame, type: number, hasSequence: boolean): Layer {
  const isThird = type === erspanTypes[1]
  const hasMore = isThird && frame.end - frame.at >= 12 && ((frame.bytes[frame.at + 11] ?? 0) & 1) === 1
  const length = isThird ? (hasMore ? 20 : 12) : hasSequence ? 8 : 0
  if (frame.end - frame.at < length) return tooShort(frame)
  advance(frame, length)
  return readEthernet(frame)
}

/** RFC 7348 §5. */
function readVxlan(frame: Frame): Layer {
  if (frame.end - frame.at < 8) return tooShort(frame)
  if (((frame.bytes[frame.at] ?? 0) & 0x08) === 0) return 'unread'
  advance(frame, 8)
  return readEthernet(frame)
}

/** RFC 8926 §3.4. */
function readGeneve(frame: Frame): Layer {
  const { bytes, at } = frame
  if (frame.end - at < 8) return tooShort(frame)
  const length = 8 + ((bytes[at] ?? 0) & 0x3f) * 4
  if ((bytes[at] ?? 0) >> 6 !== 0) return 'unread'
  if (frame.end - at < length) return tooShort(frame)
  const type = u16(bytes, at + 2)
  advance(frame, length)
  if (type === etherTypes.bridged) return readEthernet(frame)
  forgetMacs(frame)
  return readType(frame, type)
}

/** User data of mobile networks, such as a hospital's own: 3GPP TS 29.281 §5.1. Behind it stands IP. */
function readGtp(frame: Frame): Layer {
  const { bytes, at } = frame
  if (frame.end - at < 8) return tooShort(frame)
  const flags = bytes[at] ?? 0
  if (flags >> 4 !== 3 || bytes[at + 1] !== 0xff) return 'unread'
  let next = (flags & 4) === 0 ? 0 : (bytes[at + 11] ?? 0)
  let length = (flags & 7) === 0 ? 8 : 12
  while (next !== 0 && at + length < frame.end) {
    const words = bytes[at + length] ?? 0
    if (words === 0) return 'malformed'
    length += words * 4
    next = bytes[at + length - 1] ?? 0
  }
  if (frame.end - at < length) return tooShort(frame)
  advance(frame, length)
  forgetMacs(frame)
  return readRaw(frame)
}

/** What access points and their controller exchange of wireless stations, where it is not encrypted: RFC 5415 §4.3, RFC 5416 §2.2. */
function readCapwap(frame: Frame): Layer {
  const { bytes, at } = frame
  if (frame.end - at < 8) return tooShort(frame)
  if (bytes[at] !== 0) return 'unread' // another version, or encrypted
  const fields = ((bytes[at + 1] ?? 0) << 16) | u16(bytes, at + 2)
  const length = (fields >> 19) * 4
  const isPart = (fields & 0x80) !== 0
  const keepsAlive = (fields & 0x08) !== 0
  if (length < 8 || isPart || keepsAlive) return 'unread'
  if (frame.end - at < length) return tooShort(frame)
  advance(frame, length)
  if ((fields & 0x100) === 0) return readEthernet(frame)
  return ((fields >> 9) & 0x1f) === capwapWireless ? readWireless(frame) : 'unread'
}
