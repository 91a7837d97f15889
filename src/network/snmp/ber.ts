import { Cursor } from '../cursor.ts'

/** One element of BER: X.690 §8.1, of which SNMP uses definite lengths and small tags only (RFC 3417 §8). */
export interface BerElement {
  readonly tag: number
  readonly content: Uint8Array
}

/** Reads elements one after another; a read beyond the end, or of what BER of SNMP does not have, gives nothing and sets `isShort`. */
export class BerReader {
  readonly #bytes: Cursor

  constructor(bytes: Uint8Array) {
    this.#bytes = new Cursor(bytes)
  }

  get isShort(): boolean {
    return this.#bytes.isShort
  }

  get left(): number {
    return this.#bytes.left
  }

  next(): BerElement | undefined {
    const bytes = this.#bytes
    const tag = bytes.u8()
    const first = bytes.u8()
    const more = first < 0x80 ? 0 : first & 0x7f
    if ((tag & 0x1f) === 0x1f || more > 4 || first === 0x80) return this.#stop()
    let length = more === 0 ? first : 0
    for (let index = 0; index < more; index += 1) length = length * 256 + bytes.u8()
    const content = bytes.take(length)
    return bytes.isShort ? undefined : { tag, content }
  }

  /** The content of the next element, when it has that tag. */
  take(tag: number): Uint8Array | undefined {
    const element = this.next()
    return element?.tag === tag ? element.content : this.#stop()
  }

  /** The next element as a number. */
  integer(): number | undefined {
    const content = this.take(INTEGER)
    return content === undefined ? undefined : integerOf(content)
  }

  #stop(): undefined {
    this.#bytes.end()
    return undefined
  }
}

export const INTEGER = 0x02
export const OCTETS = 0x04
export const OID = 0x06
export const SEQUENCE = 0x30

/** Signed; undefined when it has no byte or more than six. */
export function integerOf(content: Uint8Array): number | undefined {
  if (content.length === 0 || content.length > 6) return undefined
  let value = (content[0] ?? 0) >= 0x80 ? -1 : 0
  for (const byte of content) value = value * 256 + byte
  return value
}

/** Header and content of the element that begins here, in bytes; undefined when its length is cut, indefinite or longer than four bytes. */
export function lengthOfElement(bytes: Uint8Array): number | undefined {
  const first = bytes[1] ?? 0x80
  if (first < 0x80) return 2 + first
  const more = first & 0x7f
  if (more === 0 || more > 4 || bytes.length < 2 + more) return undefined
  let length = 0
  for (let index = 0; index < more; index += 1) length = length * 256 + (bytes[2 + index] ?? 0)
  return 2 + more + length
}

const maxArcs = 128

/** `1.3.6.1.2.1.1.1.0`; undefined when it breaks X.690 §8.19 or is longer than SNMP allows (RFC 2578 §3.5). */
export function oidText(content: Uint8Array): string | undefined {
  const arcs: number[] = []
  let arc = 0
  for (const [index, byte] of content.entries()) {
    arc = arc * 128 + (byte & 0x7f)
    if (arc > 0xffffffff || arcs.length >= maxArcs) return undefined
    if (byte >= 0x80) {
      if (index === content.length - 1) return undefined
      continue
    }
    if (arcs.length === 0) arcs.push(Math.min(2, Math.floor(arc / 40)), arc - 40 * Math.min(2, Math.floor(arc / 40)))
    else arcs.push(arc)
    arc = 0
  }
  return arcs.length === 0 ? undefined : arcs.join('.')
}
