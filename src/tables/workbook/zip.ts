import { crc32 } from 'node:zlib'
import { Inflate } from 'fflate'

/** One file of an archive, as its directory tells of it. Nothing in it is trusted. */
export interface ZipEntry {
  readonly name: string
  readonly method: number
  readonly isEncrypted: boolean
  readonly crc: number
  readonly packed: Uint8Array
}

/** Why an archive, or a file in it, cannot be read. */
export type ZipFault = 'noDirectory' | 'tooManyEntries' | 'encrypted' | 'method' | 'damaged' | 'tooLarge'

/**
 * The directory of a zip archive held in memory; a fault when it has none that can be read.
 * Source: PKWARE APPNOTE 6.3.10 §4.3. The 64-bit form is for archives beyond 4 GB and is not read.
 */
export function directoryOf(bytes: Uint8Array, mostEntries: number): ReadonlyMap<string, ZipEntry> | ZipFault {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = endRecordOf(bytes)
  if (end === undefined) return 'noDirectory'
  const count = view.getUint16(end + 10, true)
  if (count > mostEntries) return 'tooManyEntries'
  const entries = new Map<string, ZipEntry>()
  let at = view.getUint32(end + 16, true)
  for (let n = 0; n < count; n += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) return 'noDirectory'
    const nameLength = view.getUint16(at + 28, true)
    const next = at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
    if (next > bytes.length) return 'noDirectory'
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)).replaceAll('\\', '/')
    // Of two files of one name the first counts.
    if (!entries.has(name)) entries.set(name, entryAt(view, bytes, { at, name }))
    at = next
  }
  return entries
}

const endSignature = Buffer.from([0x50, 0x4b, 0x05, 0x06])

/** The record stands at the very end, before a comment: the last 64 kB of a file that is no archive at all are looked through too. */
function endRecordOf(bytes: Uint8Array): number | undefined {
  const longestComment = 0xffff
  const last = bytes.length - 22
  const first = Math.max(0, last - longestComment)
  if (last < 0) return undefined
  const tail = Buffer.from(bytes.buffer, bytes.byteOffset + first, last + endSignature.length - first)
  const at = tail.lastIndexOf(endSignature)
  return at === -1 ? undefined : first + at
}

function entryAt(view: DataView, bytes: Uint8Array, { at, name }: { at: number; name: string }): ZipEntry {
  const local = view.getUint32(at + 42, true)
  const isThere = local + 30 <= bytes.length && view.getUint32(local, true) === 0x04034b50
  const start = isThere
    ? local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
    : bytes.length
  return {
    name,
    method: view.getUint16(at + 10, true),
    isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
    crc: view.getUint32(at + 16, true),
    packed: bytes.subarray(start, start + view.getUint32(at + 20, true)),
  }
}

/** Packed bytes given to the unpacker at a time: at the most it makes 1,032 times as many of them. */
const pieceBytes = 4 * 1024

/**
 * Unpacks a file piece by piece; each piece is the caller's only until the next one. `budget` is what may still be unpacked of the whole
 * archive, and is used up. `onPiece` answers false to stop. A fault when the file is damaged or too large; pieces before it were given.
 */
export function unpack(
  entry: ZipEntry,
  budget: { left: number },
  onPiece: (piece: Uint8Array) => boolean,
): ZipFault | undefined {
  if (entry.isEncrypted) return 'encrypted'
  if (entry.method !== 0 && entry.method !== 8) return 'method'
  const sink: Sink = { sum: 0, state: 'open' }
  const take = (piece: Uint8Array): void => {
    if (sink.state !== 'open') return
    budget.left -= piece.length
    sink.sum = crc32(piece, sink.sum)
    if (budget.left < 0) sink.state = 'tooLarge'
    else if (!onPiece(piece)) sink.state = 'stopped'
  }
  try {
    feed(entry, sink, take)
  } catch {
    return 'damaged'
  }
  if (sink.state === 'tooLarge') return 'tooLarge'
  return sink.state === 'open' && sink.sum !== entry.crc ? 'damaged' : undefined
}

interface Sink {
  sum: number
  state: 'open' | 'stopped' | 'tooLarge'
}

function feed({ method, packed }: ZipEntry, sink: Sink, take: (piece: Uint8Array) => void): void {
  const inflate = method === 8 ? new Inflate(take) : undefined
  for (let at = 0; at < packed.length && sink.state === 'open'; at += pieceBytes) {
    const piece = packed.subarray(at, at + pieceBytes)
    if (inflate === undefined) take(piece)
    else inflate.push(piece, at + pieceBytes >= packed.length)
  }
}
