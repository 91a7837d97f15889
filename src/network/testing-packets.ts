/** Packets and captures for tests, made layer by layer; every length is right unless a test says otherwise. */

export const flags = { fin: 1, syn: 2, rst: 4, push: 8, ack: 16 } as const

/** Bytes from texts (Latin-1), numbers (one byte each) and bytes. */
export function bytesOf(...parts: readonly (string | number | Uint8Array)[]): Uint8Array {
  return Buffer.concat(
    parts.map((part) => {
      if (typeof part === 'number') return Uint8Array.of(part)
      return typeof part === 'string' ? Buffer.from(part, 'latin1') : part
    }),
  )
}

export function u16be(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value)
}

export function u32be(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value)
}

export function macOf(text: string): Uint8Array {
  return Uint8Array.from(text.split(':'), (octet) => Number.parseInt(octet, 16))
}

const nurse = '00:00:5e:00:53:01'
const pump = '00:00:5e:00:53:02'

export function ethernet(
  type: number,
  payload: Uint8Array,
  { from = nurse, to = pump }: { readonly from?: string; readonly to?: string } = {},
): Uint8Array {
  return bytesOf(macOf(to), macOf(from), u16be(type), payload)
}

/** What an EtherType is put behind, inside a tagged frame. */
export function tagged(vlan: number, type: number, payload: Uint8Array): Uint8Array {
  return bytesOf(u16be(vlan), u16be(type), payload)
}

export interface Ends {
  readonly from?: string
  readonly to?: string
}

export interface Ipv4 extends Ends {
  readonly protocol: number
  readonly options?: Uint8Array
  readonly id?: number
  /** In bytes, a multiple of eight. */
  readonly offset?: number
  readonly more?: boolean
  readonly total?: number
}

export function ipv4(
  { protocol, from = '10.0.0.1', to = '10.0.0.2', options = new Uint8Array(0), ...rest }: Ipv4,
  payload: Uint8Array,
): Uint8Array {
  const { id = 1, offset = 0, more = false, total = 20 + options.length + payload.length } = rest
  const first = 0x45 + options.length / 4
  const place = (more ? 0x2000 : 0) | (offset / 8)
  const fixed = bytesOf(first, 0, u16be(total), u16be(id), u16be(place), 64, protocol, u16be(0))
  return bytesOf(fixed, ...[from, to].map(v4), options, payload)
}

function v4(text: string): Uint8Array {
  return Uint8Array.from(text.split('.'), Number)
}

/** `next`: the first header behind it. Addresses are 2001:db8::1 and ::2. */
export function ipv6(next: number, payload: Uint8Array, isReply = false): Uint8Array {
  const ends = isReply ? [2, 1] : [1, 2]
  const addresses = ends.map((last) => bytesOf(u32be(0x20010db8), new Uint8Array(11), last))
  return bytesOf(u32be(0x60000000), u16be(payload.length), next, 64, ...addresses, payload)
}

export function udp(from: number, to: number, payload: Uint8Array): Uint8Array {
  return bytesOf(u16be(from), u16be(to), u16be(8 + payload.length), u16be(0), payload)
}

export interface Segment {
  readonly from: number
  readonly to: number
  readonly sequence: number
  readonly acknowledged?: number
  readonly flags?: number
}

export function tcp(
  { from, to, sequence, acknowledged = 0, flags: bits = flags.ack }: Segment,
  payload: string | Uint8Array = '',
): Uint8Array {
  return bytesOf(
    u16be(from),
    u16be(to),
    u32be(sequence),
    u32be(acknowledged),
    0x50,
    bits,
    u16be(1024),
    u32be(0),
    payload,
  )
}

export interface Captured {
  readonly bytes: Uint8Array
  /** Milliseconds; by default one after another. */
  readonly at?: number
  /** On the wire, where the capture cut it. */
  readonly wire?: number
}

export interface PcapOptions {
  readonly linkType?: number
  readonly magic?: number
  readonly isBig?: boolean
}

const firstAt = Date.UTC(2026, 0, 15, 8)

/** A pcap file. */
export function pcap(packets: readonly Captured[], options: PcapOptions = {}): Uint8Array {
  const { linkType = 1, magic = 0xa1b2c3d4, isBig = false } = options
  const u32 = (value: number): Uint8Array => (isBig ? u32be(value) : u32be(value).reverse())
  const u16 = (value: number): Uint8Array => (isBig ? u16be(value) : u16be(value).reverse())
  const unitsInMs = magic === 0xa1b23c4d ? 1_000_000 : 1000
  const extra = magic === 0xa1b2cd34 ? new Uint8Array(8) : new Uint8Array(0)
  const head = bytesOf(u32(magic), u16(2), u16(4), u32(0), u32(0), u32(65_535), u32(linkType))
  const records = packets.map(({ bytes, at, wire = bytes.length }, index) => {
    const seenAt = at ?? firstAt + index
    const fraction = Math.round((seenAt % 1000) * unitsInMs)
    return bytesOf(u32(Math.floor(seenAt / 1000)), u32(fraction), u32(bytes.length), u32(wire), extra, bytes)
  })
  return bytesOf(head, ...records)
}

/** The bytes in pieces of one size, as a file or a pipe gives them. */
export async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
