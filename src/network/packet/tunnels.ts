import { advance, etherTypes, forgetMacs, tooShort, u16 } from './frame.ts'
import type { Frame, Layer } from './frame.ts'
import { readEthernet, readPpp, readType } from './link.ts'

const pppType = 0x880b
const erspanTypes = [0x88be, 0x22eb]

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
export function readVxlan(frame: Frame): Layer {
  if (frame.end - frame.at < 8) return tooShort(frame)
  if (((frame.bytes[frame.at] ?? 0) & 0x08) === 0) return 'unread'
  advance(frame, 8)
  return readEthernet(frame)
}

/** RFC 8926 §3.4. */
export function readGeneve(frame: Frame): Layer {
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
