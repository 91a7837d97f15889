import { Cursor } from '../cursor.ts'

const maxOptions = 128

/** Options of DHCPv6 by code, in their order: code and length in two bytes each (RFC 8415 §21.1). Undefined when one is longer than what is left. */
export function readOptions6(bytes: Uint8Array): ReadonlyMap<number, readonly Uint8Array[]> | undefined {
  const options = new Map<number, Uint8Array[]>()
  const cursor = new Cursor(bytes)
  for (let count = 0; count < maxOptions && cursor.left > 0; count += 1) {
    const code = cursor.u16()
    const value = cursor.take(cursor.u16())
    if (cursor.isShort) return undefined
    const before = options.get(code)
    if (before === undefined) options.set(code, [value])
    else before.push(value)
  }
  return options
}
