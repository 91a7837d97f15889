import { FeedError } from '../feed-error.ts'
import { unreadable } from './sources.ts'

/** A file may unpack to this many times its size; texts of feeds reach 20, bombs 1,000 and more. Small files are let be. */
const maxRatio = 250
const letBeBytes = 64 * 1024 * 1024

/** One stretch of plain text: a file, or a file inside an archive. */
export interface PlainText {
  readonly name: string
  readonly chunks: AsyncIterable<Buffer>
}

export interface UnpackOptions {
  readonly signal?: AbortSignal
  /** Called with the packed bytes read since the last call. */
  readonly onBytes: (count: number) => void
  /** Called with the name of a file in an archive that is no text of a feed. */
  readonly onSkipped?: (name: string) => void
  /** The archive was itself in one. */
  readonly isInside?: boolean
}

/** How much a packed file may unpack to. */
export function maxUnpackedBytes(packedBytes: number): number {
  return Math.max(letBeBytes, packedBytes * maxRatio)
}

/** The error for an archive that unpacks to far more than a feed does. */
export function bomb(name: string): FeedError {
  return new FeedError({
    code: 'tooLarge',
    place: name,
    because: `it unpacks to more than ${maxRatio} times the size of its file`,
    remedy: 'no feed packs so well; fetch the file again from its maker',
  })
}

/** Reads Node's zlib error codes: `Z_BUF_ERROR` is the end of input inside a packed block. */
export function packingError(name: string, byte: number, cause: unknown): FeedError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (code === 'Z_BUF_ERROR') {
    return new FeedError({
      code: 'truncated',
      place: `${name}, byte ${byte} of the packed file`,
      because: 'the packed file ends too early',
      remedy: 'nothing was changed; fetch the whole file again',
      cause,
    })
  }
  if (code.startsWith('Z_') || code.startsWith('ZSTD_') || code.startsWith('ERR_')) return damaged(name, byte, cause)
  return unreadable(name, cause)
}

/** The error for bytes that cannot be unpacked. */
export function damaged(name: string, byte: number, cause: unknown): FeedError {
  const detail = cause instanceof Error ? ` (${cause.message})` : ''
  return new FeedError({
    code: 'malformed',
    place: `${name}, byte ${byte} of the packed file`,
    because: `the packed file is damaged${detail}`,
    remedy: 'nothing was changed; fetch the file again',
    cause,
  })
}
