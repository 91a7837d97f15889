import { Cursor } from '../cursor.ts'
import { textOf } from '../facts.ts'

/** One element of BACnet's encoding: ASHRAE 135 §20.2.1. */
export interface BacnetTag {
  /** Context tags bear the number that the service gives them, others that of their type. */
  readonly number: number
  readonly isContext: boolean
  readonly kind: 'open' | 'close' | 'value'
  readonly content: Uint8Array
}

export const CHARACTER_STRING = 7
export const OBJECT_IDENTIFIER = 12

/** Reads tags one after another; a broken one ends the reading. */
export class BacnetReader {
  readonly #bytes: Cursor

  constructor(bytes: Uint8Array) {
    this.#bytes = new Cursor(bytes)
  }

  get left(): number {
    return this.#bytes.left
  }

  next(): BacnetTag | undefined {
    const bytes = this.#bytes
    const first = bytes.u8()
    const number = first >> 4 === 15 ? bytes.u8() : first >> 4
    const isContext = (first & 8) !== 0
    const low = first & 7
    const isBracket = isContext && low >= 6
    const isBoolean = !isContext && number === 1
    const content = bytes.take(isBracket || isBoolean ? 0 : low === 5 ? longLength(bytes) : low)
    if (bytes.isShort) return undefined
    return { number, isContext, kind: !isBracket ? 'value' : low === 6 ? 'open' : 'close', content }
  }
}

function longLength(bytes: Cursor): number {
  const length = bytes.u8()
  if (length < 254) return length
  return length === 254 ? bytes.u16() : bytes.u32()
}

const latin1 = new TextDecoder('latin1')
const utf16 = new TextDecoder('utf-16be')

/** §20.2.9: UTF-8 (0), UCS-2 (4) or Latin-1 (5) after the number of its encoding; other encodings are left alone. */
export function characterString(content: Uint8Array): string {
  const text = content.subarray(1)
  if (content[0] === 0) return textOf(text)
  if (content[0] === 4) return utf16.decode(text)
  return content[0] === 5 ? latin1.decode(text) : ''
}

/** Unsigned, at most four bytes. */
export function unsigned(content: Uint8Array): number | undefined {
  if (content.length === 0 || content.length > 4) return undefined
  let value = 0
  for (const byte of content) value = value * 256 + byte
  return value
}

export interface BacnetObject {
  readonly type: number
  readonly instance: number
}

/** §20.2.14: ten bits of type, twenty-two of instance. */
export function objectIdentifier(content: Uint8Array): BacnetObject | undefined {
  const value = content.length === 4 ? unsigned(content) : undefined
  return value === undefined ? undefined : { type: Math.floor(value / 0x400000), instance: value % 0x400000 }
}
