import { ipv4Text, ipv6Text, macText as textOfMac } from '../addresses.ts'

/** Texts of addresses are made once for each that is in use; the table forgets by overwriting. */
const slots = 4096
const v4Mapped = 0xffff

interface Named {
  readonly word0: number
  readonly word1: number
  readonly word2: number
  readonly word3: number
  readonly text: string
}

const ipTexts: (Named | undefined)[] = Array.from({ length: slots }, () => undefined)
const macTexts: (Named | undefined)[] = Array.from({ length: slots }, () => undefined)

/** RFC 5952, IPv4 with dots. */
export function ipText(word0: number, word1: number, word2: number, word3: number): string {
  const slot = (Math.imul(word3 ^ Math.imul(word2 ^ Math.imul(word1 ^ word0, 31), 31), 0x9e3779b1) >>> 20) % slots
  const known = ipTexts[slot]
  if (
    known !== undefined &&
    known.word3 === word3 &&
    known.word2 === word2 &&
    known.word1 === word1 &&
    known.word0 === word0
  )
    return known.text
  const isV4 = word0 === 0 && word1 === 0 && word2 === v4Mapped
  const text = (isV4 ? ipv4Text(written([word3])) : ipv6Text(written([word0, word1, word2, word3]))) ?? ''
  ipTexts[slot] = { word0, word1, word2, word3, text }
  return text
}

/** Lower case, colon separated. */
export function macText(high: number, low: number): string {
  const slot = (Math.imul(low ^ Math.imul(high, 31), 0x9e3779b1) >>> 20) % slots
  const known = macTexts[slot]
  if (known !== undefined && known.word0 === low && known.word1 === high) return known.text
  const text = textOfMac(written([(high << 16) | (low >>> 16), low << 16])) ?? ''
  macTexts[slot] = { word0: low, word1: high, word2: 0, word3: 0, text }
  return text
}

/** 224.0.0.0/4, 255.255.255.255 and ff00::/8. */
export function isMulticast(word0: number, word1: number, word2: number, word3: number): boolean {
  const isV4 = word0 === 0 && word1 === 0 && word2 === v4Mapped
  return isV4 ? word3 >>> 28 === 14 || word3 === -1 : word0 >>> 24 === 0xff
}

const scratch = new Uint8Array(16)

function written(words: readonly number[]): Uint8Array {
  for (const [index, word] of words.entries()) {
    scratch[index * 4] = word >>> 24
    scratch[index * 4 + 1] = word >>> 16
    scratch[index * 4 + 2] = word >>> 8
    scratch[index * 4 + 3] = word
  }
  return scratch
}
