import { isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import type { TextLine } from '../tables/index.ts'

const sampleBytes = 1 << 20
const decodeBytes = 1 << 20
/** 200 columns of 64 kB. A line that is still longer is cut, so that a file without line ends costs no more than its size. */
const maxLineChars = 1 << 24

/** An encoding and how many bytes its byte order mark takes. */
export interface TextEncoding {
  readonly name: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'
  readonly markBytes: 0 | 2 | 3
  /** True when a part of the text is not of this encoding: it shows as `�`. */
  readonly isDamaged: boolean
}

/** UTF-8 and UTF-16 by mark or by their bytes, else windows-1252: what a French Excel writes. Source: WHATWG Encoding, Unicode §23.8. */
export function detectEncoding(bytes: Uint8Array): TextEncoding {
  if (startsWith(bytes, [0xef, 0xbb, 0xbf])) return { name: 'utf-8', markBytes: 3, isDamaged: !isUtf8(bytes) }
  if (startsWith(bytes, [0xff, 0xfe])) return { name: 'utf-16le', markBytes: 2, isDamaged: bytes.length % 2 === 1 }
  if (startsWith(bytes, [0xfe, 0xff])) return { name: 'utf-16be', markBytes: 2, isDamaged: bytes.length % 2 === 1 }
  const wide = detectWide(bytes.subarray(0, sampleBytes))
  if (wide !== undefined) return { name: wide, markBytes: 0, isDamaged: bytes.length % 2 === 1 }
  if (isUtf8(bytes)) return { name: 'utf-8', markBytes: 0, isDamaged: false }
  if (isMostlyUtf8(bytes.subarray(0, sampleBytes))) return { name: 'utf-8', markBytes: 0, isDamaged: true }
  return { name: 'windows-1252', markBytes: 0, isDamaged: false }
}

/** The lines of a text, which may end in `\n`, `\r\n` or `\r`. Decodes piece by piece. */
export function* readLines(bytes: Uint8Array, encoding: TextEncoding): Generator<TextLine> {
  const decoder = iconv.getDecoder(encoding.name, { stripBOM: false })
  let rest = ''
  let number = 1
  for (let at: number = encoding.markBytes; at < bytes.length; at += decodeBytes) {
    const piece =
      rest + decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset + at, Math.min(decodeBytes, bytes.length - at)))
    let start = 0
    for (let end = nextLineEnd(piece, 0); end < piece.length; end = nextLineEnd(piece, start)) {
      if (piece[end] === '\r' && end + 1 === piece.length) break // its `\n` may be in the next piece
      yield { number, text: piece.slice(start, end) }
      number += 1
      start = end + (piece[end] === '\r' && piece[end + 1] === '\n' ? 2 : 1)
    }
    rest = piece.slice(start)
    if (rest.length > maxLineChars) {
      yield { number, text: rest }
      rest = ''
    }
  }
  rest = `${rest}${decoder.end() ?? ''}`.replace(/\r$/, '')
  if (rest !== '') yield { number, text: rest }
}

function nextLineEnd(text: string, from: number): number {
  const feed = text.indexOf('\n', from)
  const before = feed === -1 ? text.length : feed
  const carriage = text.slice(from, before).indexOf('\r')
  return carriage === -1 ? before : from + carriage
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, index) => bytes[index] === byte)
}

/** In UTF-16 of a European text nearly every second byte is zero; in any other text hardly one is. */
function detectWide(sample: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  let evenZeros = 0
  let oddZeros = 0
  for (const [index, byte] of sample.entries()) {
    if (byte === 0 && index % 2 === 0) evenZeros += 1
    else if (byte === 0) oddZeros += 1
  }
  const many = sample.length * 0.3
  if (oddZeros > many && evenZeros < oddZeros / 4) return 'utf-16le'
  return evenZeros > many && oddZeros < evenZeros / 4 ? 'utf-16be' : undefined
}

/** A few broken bytes in a UTF-8 file do not make it windows-1252: compares characters of several bytes with broken ones. */
function isMostlyUtf8(sample: Uint8Array): boolean {
  let wide = 0
  let broken = 0
  for (const character of new TextDecoder('utf-8').decode(sample)) {
    if (character === '\ufffd') broken += 1
    else if (character > '\u007f') wide += 1
  }
  return wide > broken
}
