import {
  advance,
  etherTypes,
  forgetMacs,
  i32,
  llcBase,
  noEtherType,
  noLlc,
  noMac,
  noVlan,
  tooShort,
  u16,
} from './frame.ts'
import type { Frame, Layer } from './frame.ts'
import { readWirelessHeader } from './wireless.ts'

/** Tags and labels are stacked no higher in any network; more is an attempt to keep a reader busy. */
const maxTags = 8
const maxLabels = 16
/** Up to here the field of an Ethernet frame is a length (IEEE 802.3 §3.2.6). */
const maxLength = 1500
const ethernetHardware = 1

const vlanTags = [0x8100, 0x88a8, 0x9100, 0x9200]
const mplsTypes = [0x8847, 0x8848]
const pppoeSession = 0x8864

/** By link type (tcpdump.org/linktypes). */
const readers: Readonly<Record<number, (frame: Frame) => Layer>> = {
  0: readLoopback,
  1: readEthernet,
  9: readPpp,
  12: readRaw,
  14: readRaw,
  50: readPpp,
  51: readPppoe,
  101: readRaw,
  104: readPpp,
  105: readWireless,
  108: readLoopback,
  113: readCooked,
  127: readRadiotap,
  228: readRaw,
  229: readRaw,
  276: readCooked2,
}

/** Takes the link layer apart: afterwards `etherType` or `llc` says what stands at `at`. */
export function readLink(frame: Frame, linkType: number): Layer {
  forgetMacs(frame)
  frame.vlan = noVlan
  frame.etherType = noEtherType
  frame.llc = noLlc
  const read = linkType === 1 ? readEthernet : readers[linkType]
  return read === undefined ? 'unread' : read(frame)
}

/** An Ethernet frame: IEEE 802.3 §3, with tags of 802.1Q. */
export function readEthernet(frame: Frame): Layer {
  if (frame.end - frame.at < 14) return tooShort(frame)
  const { bytes, at } = frame
  frame.destinationMacHigh = u16(bytes, at)
  frame.destinationMacLow = i32(bytes, at + 2)
  frame.sourceMacHigh = u16(bytes, at + 6)
  frame.sourceMacLow = i32(bytes, at + 8)
  advance(frame, 14)
  return readType(frame, u16(bytes, at + 12))
}

/** What follows an EtherType; of stacked tags the inner one is the network's own. */
export function readType(frame: Frame, first: number): Layer {
  let type = first
  for (let tags = 0; vlanTags.includes(type); tags += 1) {
    if (tags === maxTags) return 'malformed'
    if (frame.end - frame.at < 4) return tooShort(frame)
    frame.vlan = u16(frame.bytes, frame.at) & 0xfff
    type = u16(frame.bytes, frame.at + 2)
    advance(frame, 4)
  }
  if (type === etherTypes.ipv4) {
    frame.etherType = type
    return 'ok'
  }
  if (type <= maxLength) return readLlc(frame)
  if (mplsTypes.includes(type)) return readMpls(frame)
  if (type === pppoeSession) return readPppoe(frame)
  frame.etherType = type
  return 'ok'
}

/** IEEE 802.2 §3 and 802 §9 (SNAP). */
function readLlc(frame: Frame): Layer {
  const { bytes, at } = frame
  if (frame.end - at < 3) return tooShort(frame)
  const points = u16(bytes, at)
  if (points !== 0xaaaa) {
    frame.llc = llcBase + points
    advance(frame, ((bytes[at + 2] ?? 0) & 3) === 3 ? 3 : 4)
    if (frame.at > frame.end) return tooShort(frame)
    return 'ok'
  }
  if (frame.end - at < 8) return tooShort(frame)
  const organisation = ((bytes[at + 3] ?? 0) << 16) | u16(bytes, at + 4)
  const type = u16(bytes, at + 6)
  advance(frame, 8)
  if (organisation === 0 || organisation === 0xf8) return type > maxLength ? readType(frame, type) : 'unread'
  frame.llc = organisation * 0x10000 + type
  return 'ok'
}

/** RFC 3032 §2.1: below the last label stands IP, or something that does not say what it is. */
function readMpls(frame: Frame): Layer {
  for (let labels = 0; labels < maxLabels; labels += 1) {
    if (frame.end - frame.at < 4) return tooShort(frame)
    const isLast = ((frame.bytes[frame.at + 2] ?? 0) & 1) === 1
    advance(frame, 4)
    if (isLast) return readRaw(frame)
  }
  return 'malformed'
}

/** RFC 2516 §4. */
function readPppoe(frame: Frame): Layer {
  if (frame.end - frame.at < 6) return tooShort(frame)
  advance(frame, 6)
  return readPpp(frame)
}

/** RFC 1661 §2, with or without the address and control bytes of RFC 1662; Cisco's own framing bears an EtherType. */
export function readPpp(frame: Frame): Layer {
  const { bytes } = frame
  if (frame.end - frame.at < 4) return tooShort(frame)
  const first = u16(bytes, frame.at)
  if (first === 0x0f00 || first === 0x8f00) {
    advance(frame, 4)
    return readType(frame, u16(bytes, frame.at - 2))
  }
  if (first === 0xff03) advance(frame, 2)
  const isShort = ((bytes[frame.at] ?? 0) & 1) === 1
  const protocol = isShort ? (bytes[frame.at] ?? 0) : u16(bytes, frame.at)
  advance(frame, isShort ? 1 : 2)
  if (protocol === 0x21) frame.etherType = etherTypes.ipv4
  else if (protocol === 0x57) frame.etherType = etherTypes.ipv6
  else return 'unread'
  return 'ok'
}

/** IP itself: its version is in the first four bits. */
export function readRaw(frame: Frame): Layer {
  if (frame.at >= frame.end) return tooShort(frame)
  const version = (frame.bytes[frame.at] ?? 0) >> 4
  if (version === 4) frame.etherType = etherTypes.ipv4
  else if (version === 6) frame.etherType = etherTypes.ipv6
  else return 'unread'
  return 'ok'
}

/** A family of addresses in the byte order of whoever captured; what follows says itself which it is. */
function readLoopback(frame: Frame): Layer {
  if (frame.end - frame.at < 5) return tooShort(frame)
  advance(frame, 4)
  return readRaw(frame)
}

/** LINKTYPE_LINUX_SLL. */
function readCooked(frame: Frame): Layer {
  const { bytes, at } = frame
  if (frame.end - at < 16) return tooShort(frame)
  if (u16(bytes, at + 2) === ethernetHardware && u16(bytes, at + 4) === 6) takeSource(frame, at + 6)
  advance(frame, 16)
  return readCookedType(frame, u16(bytes, at + 14))
}

/** LINKTYPE_LINUX_SLL2. */
function readCooked2(frame: Frame): Layer {
  const { bytes, at } = frame
  if (frame.end - at < 20) return tooShort(frame)
  if (u16(bytes, at + 8) === ethernetHardware && bytes[at + 11] === 6) takeSource(frame, at + 12)
  advance(frame, 20)
  return readCookedType(frame, u16(bytes, at))
}

/** 1 stands for Novell's raw frames, 4 for LLC; other small numbers are of links that are no Ethernet. */
function readCookedType(frame: Frame, type: number): Layer {
  if (type === 4) return readLlc(frame)
  return type <= maxLength ? 'unread' : readType(frame, type)
}

function takeSource(frame: Frame, at: number): void {
  frame.sourceMacHigh = u16(frame.bytes, at)
  frame.sourceMacLow = i32(frame.bytes, at + 2)
  if (frame.sourceMacHigh === 0 && frame.sourceMacLow === 0) frame.sourceMacHigh = noMac
}

/** IEEE 802.11 §9.2, and LLC behind it. */
export function readWireless(frame: Frame): Layer {
  const header = readWirelessHeader(frame)
  return header === 'ok' ? readLlc(frame) : header
}

/** radiotap.org: a header that tells its own length, little-endian. */
function readRadiotap(frame: Frame): Layer {
  const { bytes, at } = frame
  if (frame.end - at < 8) return tooShort(frame)
  const length = (bytes[at + 2] ?? 0) | ((bytes[at + 3] ?? 0) << 8)
  if (length < 8) return 'malformed'
  if (frame.end - at < length) return tooShort(frame)
  advance(frame, length)
  return readWireless(frame)
}
