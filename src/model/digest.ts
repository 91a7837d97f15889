import type { Hash } from './component.ts'

/** How many hexadecimal digits a whole digest has, by its algorithm. Checksums against accidents (CRC, Adler) prove nothing and are not here. */
const digits: ReadonlyMap<string, number> = new Map([
  ['md5', 32],
  ['sha1', 40],
  ['ripemd160', 40],
  ['sha224', 56],
  ['sha512224', 56],
  ['sha3224', 56],
  ['sha256', 64],
  ['sha512256', 64],
  ['sha3256', 64],
  ['blake2s256', 64],
  ['blake2b256', 64],
  ['blake3', 64],
  ['sm3', 64],
  ['streebog256', 64],
  ['sha384', 96],
  ['sha3384', 96],
  ['blake2b384', 96],
  ['sha512', 128],
  ['sha3512', 128],
  ['blake2b512', 128],
  ['streebog512', 128],
  ['whirlpool', 128],
])

/** Whether a digest proves which file is meant: all digits of an algorithm that is known. A part of one is soon met by chance. */
export function isWholeDigest({ algorithm, hex }: Hash): boolean {
  return digits.get(algorithm) === hex.length && /^[0-9a-f]+$/.test(hex)
}

/** What is wrong with a digest that is not whole, in words that end a sentence about it. */
export function faultOfDigest({ algorithm, hex }: Hash): string {
  const expected = digits.get(algorithm)
  return expected === undefined
    ? 'is of no algorithm that is known here, so it recognises nothing'
    : `is no whole digest: ${expected} hexadecimal digits are needed, ${hex.length} characters are there, so it recognises nothing`
}
