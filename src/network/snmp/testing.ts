import { wire } from '../testing.ts'

/** Elements in hex: tag, length, content as `wire` reads it. */
export function ber(tag: number, content: string): string {
  const bytes = Buffer.from(wire(content))
  const length = bytes.length < 128 ? hex(bytes.length) : `82${hex(bytes.length >> 8)}${hex(bytes.length & 0xff)}`
  return `${hex(tag)}${length}${bytes.toString('hex')}`
}

export function oid(dotted: string): string {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return ber(6, [first * 40 + second, ...rest].map(arc).join(''))
}

/** Version 1 (0) or 2c (1); a PDU without error, its bindings by object and value. */
export function writtenSnmp(version: 0 | 1, pdu: number, bindings: readonly (readonly [string, string])[]): Uint8Array {
  return wire(ber(0x30, ber(2, hex(version)) + ber(4, '"s3cret"') + writtenPdu(pdu, bindings)))
}

export function writtenPdu(pdu: number, bindings: readonly (readonly [string, string])[]): string {
  return ber(pdu, ber(2, '01') + ber(2, '00') + ber(2, '00') + writtenBindings(bindings))
}

export function writtenBindings(bindings: readonly (readonly [string, string])[]): string {
  return ber(0x30, bindings.map(([name, value]) => ber(0x30, oid(name) + value)).join(''))
}

function arc(value: number): string {
  const groups = [value & 0x7f]
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) groups.unshift((rest & 0x7f) | 0x80)
  return groups.map(hex).join('')
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0')
}
