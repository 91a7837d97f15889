import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import type { Reading } from './fields.ts'

/** The document inside one layer of gzip or Zstandard; the bytes themselves when they are not compressed; undefined when that cannot be read. */
export function unwrap(reading: Reading, bytes: Uint8Array): Uint8Array | undefined {
  const open = startsWith(bytes, [0x1f, 0x8b])
    ? gunzipSync
    : startsWith(bytes, [0x28, 0xb5, 0x2f, 0xfd])
      ? zstdDecompressSync
      : undefined
  if (open === undefined) return bytes
  try {
    return open(bytes, { maxOutputLength: reading.limits.sizeBytes })
  } catch (cause) {
    const tooLarge = cause instanceof RangeError
    const reason = tooLarge ? `holds more than ${reading.limits.sizeBytes} bytes` : 'is damaged or cut short'
    reading.problems.lost('byte 0', `the compressed file ${reason}; ask for the document itself, uncompressed`)
    return undefined
  }
}

export function startsWith(bytes: Uint8Array, head: readonly number[]): boolean {
  return head.every((byte, index) => bytes[index] === byte)
}

/** The text of a document: UTF-8, UTF-16 with or without its mark, else windows-1252 with a doubt; undefined when the bytes are no text. */
export function decode(reading: Reading, bytes: Uint8Array): string | undefined {
  const wide = utf16Of(bytes)
  if (wide !== undefined) return new TextDecoder(wide).decode(bytes)
  if (isBinary(bytes)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return decodeFaulty(reading, bytes)
  }
}

/** UTF-8 with a few broken characters still has sound ones beyond ASCII; windows-1252 read as UTF-8 has next to none. */
function decodeFaulty(reading: Reading, bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8').decode(bytes)
  const sound = text.match(/[\u0080-\ufffc]/g)?.length ?? 0
  const broken = text.match(/\ufffd/g)?.length ?? 0
  if (sound > broken) {
    reading.problems.lost(
      'byte 0',
      `${broken} characters of the UTF-8 text are broken and shown as \ufffd; ask for the file again if names contain them`,
    )
    return text
  }
  reading.problems.doubt('byte 0', 'the text is not UTF-8; read as windows-1252, so check accented letters')
  return new TextDecoder('windows-1252').decode(bytes)
}

function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const [first, second, third, fourth] = bytes
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (first === 0 && third === 0 && isPrintable(second) && isPrintable(fourth)) return 'utf-16be'
  if (second === 0 && fourth === 0 && isPrintable(first) && isPrintable(third)) return 'utf-16le'
  return undefined
}

function isPrintable(byte: number | undefined): boolean {
  return byte !== undefined && (byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d) && byte < 0x7f
}

/** More than one control character in twenty among the first 4 kB; a stray one does not make a text binary. */
function isBinary(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 4096)
  const controls = head.reduce((count, byte) => count + (byte < 0x09 || (byte > 0x0d && byte < 0x20) ? 1 : 0), 0)
  return controls * 20 > head.length
}
