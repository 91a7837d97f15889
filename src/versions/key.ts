import type { SortKey } from '../model/index.ts'
import type { VersionScheme } from './scheme.ts'

/** Longer texts have no key. The longest number then needs 107 bytes, so its length fits one byte and no key begins with ff. */
export const MAX_VERSION_LENGTH = 256

interface SchemeDefinition<Id extends string> {
  readonly id: Id
  readonly source: string
  /** The bytes of a version that is not empty, not too long, well-formed text and holds a digit. */
  readonly encode: (version: string) => readonly number[] | undefined
}

/** A scheme without shapes. Texts without a digit (`unknown`, `latest`, `n/a`) are no versions in any scheme. */
export function defineScheme<const Id extends string>(
  definition: SchemeDefinition<Id>,
): VersionScheme & { readonly id: Id } {
  const { id, source, encode } = definition
  return { id, source, sortKey: (version) => (isOrderable(version) ? toSortKey(encode(version)) : undefined) }
}

/** Whether a text may be a version at all: 1 to 256 characters, well-formed, with a digit. */
export function isOrderable(version: string): boolean {
  return version.length > 0 && version.length <= MAX_VERSION_LENGTH && /[0-9]/.test(version) && version.isWellFormed()
}

function toSortKey(bytes: readonly number[] | undefined): SortKey | undefined {
  return bytes === undefined ? undefined : { shape: '', bytes: Uint8Array.from(bytes) }
}

/** Appends a number of any size: one length byte, then big-endian bytes. Leading zeros do not count; '' is 0. */
export function pushNumber(bytes: number[], digits: string): void {
  if (digits.length <= 9) {
    pushSmallNumber(bytes, Number(digits))
    return
  }
  const hex = BigInt(digits).toString(16)
  const even = hex.length % 2 === 0 ? hex : `0${hex}`
  if (even === '00') {
    bytes.push(0)
    return
  }
  bytes.push(even.length / 2)
  for (let i = 0; i < even.length; i += 2) bytes.push(Number.parseInt(even.slice(i, i + 2), 16))
}

function pushSmallNumber(bytes: number[], value: number): void {
  if (value === 0) bytes.push(0)
  else if (value < 0x100) bytes.push(1, value)
  else if (value < 0x10000) bytes.push(2, value >>> 8, value & 0xff)
  else if (value < 0x1000000) bytes.push(3, value >>> 16, (value >>> 8) & 0xff, value & 0xff)
  else bytes.push(4, value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff)
}

/** Appends text in the order of its UTF-8 bytes, a prefix before what it begins: each byte plus one, then 0. */
export function pushText(bytes: number[], text: string): void {
  for (const byte of Buffer.from(text, 'utf8')) bytes.push(byte + 1)
  bytes.push(0)
}

/** Whether the text is ASCII digits only, and not empty. */
export function isDigits(text: string): boolean {
  return /^[0-9]+$/.test(text)
}

/** A list of numbers; a list comes after every list it begins with. */
export function encodeNumbers(numbers: readonly string[]): number[] {
  const bytes: number[] = []
  for (const number of numbers) {
    bytes.push(1)
    pushNumber(bytes, number)
  }
  bytes.push(0)
  return bytes
}
