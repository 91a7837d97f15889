import { advance, i32, tooShort, u16 } from './frame.ts'
import type { Frame, Layer } from './frame.ts'

/**
 * The header of a frame of IEEE 802.11 §9.2, behind which LLC stands: data that is not encrypted is read, everything else counts as unread.
 * Several frames packed into one (A-MSDU) are not read.
 */
export function readWirelessHeader(frame: Frame): Layer {
  const { bytes, at } = frame
  if (frame.end - at < 24) return frame.end - at < 10 ? tooShort(frame) : 'unread'
  const [control, flags] = controlOf(bytes[at] ?? 0, bytes[at + 1] ?? 0)
  const isData = (control & 0x0c) === 0x08
  const isEmpty = (control & 0x40) !== 0
  const isEncrypted = (flags & 0x40) !== 0
  if (!isData || isEmpty || isEncrypted) return 'unread'
  const [toSystem, fromSystem] = [(flags & 1) !== 0, (flags & 2) !== 0]
  const isQos = (control & 0x80) !== 0
  const hasOrder = isQos && (flags & 0x80) !== 0
  const length = 24 + (toSystem && fromSystem ? 6 : 0) + (isQos ? 2 : 0) + (hasOrder ? 4 : 0)
  if (frame.end - at < length) return tooShort(frame)
  const destinationAt = toSystem ? at + 16 : at + 4
  const sourceAt = fromSystem ? (toSystem ? at + 24 : at + 16) : at + 10
  frame.destinationMacHigh = u16(bytes, destinationAt)
  frame.destinationMacLow = i32(bytes, destinationAt + 2)
  frame.sourceMacHigh = u16(bytes, sourceAt)
  frame.sourceMacLow = i32(bytes, sourceAt + 2)
  if (isQos && ((bytes[at + (toSystem && fromSystem ? 30 : 24)] ?? 0) & 0x80) !== 0) return 'unread'
  advance(frame, length)
  return 'ok'
}

/** Kind and flags of the frame. Access points of some makers write the two in the other order: only there the second says that the frame is data. */
function controlOf(first: number, second: number): readonly [control: number, flags: number] {
  const isTurned = (first & 0x0f) !== 0x08 && (first & 0x03) !== 0 && (second & 0x0f) === 0x08
  return isTurned ? [second, first] : [first, second]
}
