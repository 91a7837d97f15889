import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createZstdDecompress } from 'node:zlib'
import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'

import { StoreError } from './error.ts'
import { messageOf } from './system-error.ts'

/*
 * A backup is one file: a line of JSON (`BackupHeader`) that `head -1` shows; then, compressed with Zstandard, frames of one letter,
 * four bytes of length and that many bytes; then the SHA-256 of all before it, 32 bytes.
 */

const HEADER_BYTES_MAX = 1 << 20
const FRAME_BYTES_MAX = 1 << 20
const DIGEST_BYTES = 32
const PREFIX_BYTES = 5

/** The first line of a backup. */
export type BackupHeader = Static<typeof BackupHeader>
export const BackupHeader = Type.Object({
  format: Type.Literal('auscult-backup'),
  version: Type.Literal(1),
  createdAt: Type.String(),
  postgresql: Type.String(),
  migrations: Type.Array(Type.Object({ number: Type.Integer(), name: Type.String(), sha256: Type.String() })),
})

/** All that is known of a format that is still to come. */
const NewerHeader = Type.Object({ format: Type.Literal('auscult-backup'), version: Type.Integer({ minimum: 2 }) })

/** T: a table begins (JSON) · D: its rows, in PostgreSQL's COPY text format, cut anywhere · E: it ends (JSON) · S: sequences (JSON) · Z: nothing follows. */
export type FrameKind = 'T' | 'D' | 'E' | 'S' | 'Z'

export interface Frame {
  readonly kind: FrameKind
  readonly payload: Buffer
}

/** A verified backup: its header, and its frames as often as asked for. */
export interface Backup {
  readonly header: BackupHeader
  readonly sizeBytes: number
  readonly frames: () => AsyncGenerator<Frame>
}

const KINDS: ReadonlySet<string> = new Set<FrameKind>(['T', 'D', 'E', 'S', 'Z'])

/** One frame or, for rows beyond its limit, several. */
export function* toFrames(kind: FrameKind, payload: Buffer): Generator<Buffer> {
  for (let start = 0; start === 0 || start < payload.length; start += FRAME_BYTES_MAX) {
    const part = payload.subarray(start, start + FRAME_BYTES_MAX)
    const prefix = Buffer.alloc(PREFIX_BYTES, kind, 'latin1')
    prefix.writeUInt32BE(part.length, 1)
    yield Buffer.concat([prefix, part])
  }
}

/** Puts the header before a compressed body, and the digest of both after it. */
export async function* sealed(header: BackupHeader, body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const digest = createHash('sha256')
  const line = Buffer.from(`${JSON.stringify(header)}\n`)
  digest.update(line)
  yield line
  for await (const chunk of body) {
    digest.update(chunk)
    yield chunk
  }
  yield digest.digest()
}

/** Opens a backup and reads it once from end to end: throws unless every byte is as it was written. */
export async function openBackup(path: string): Promise<Backup> {
  const file = await open(path, 'r')
  try {
    const sizeBytes = (await file.stat()).size
    const line = await readLine(file, path)
    const end = sizeBytes - DIGEST_BYTES
    const header = toHeader(path, line)
    if (end <= line.length) throw damaged(path, 'it is cut short')
    await verify(file, path, end)
    return { header, sizeBytes, frames: () => readFrames(path, line.length + 1, end) }
  } finally {
    await file.close()
  }
}

async function readLine(file: FileHandle, path: string): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES_MAX), 0, HEADER_BYTES_MAX, 0)
  const end = buffer.subarray(0, bytesRead).indexOf('\n')
  if (end < 0) throw damaged(path, 'it does not begin as a backup of Auscult does')
  return buffer.subarray(0, end)
}

function toHeader(path: string, line: Buffer): BackupHeader {
  const header = parseJson(path, line)
  if (Value.Check(BackupHeader, header)) return header
  if (Value.Check(NewerHeader, header)) {
    const words = `${path} is a backup of format ${header.version}, and this Auscult reads format 1: restore it with the newer Auscult that wrote it`
    throw new StoreError('backupNewer', words)
  }
  throw damaged(path, 'it does not begin as a backup of Auscult does')
}

async function verify(file: FileHandle, path: string, end: number): Promise<void> {
  const digest = createHash('sha256')
  await pipeline(createReadStream(path, { end: end - 1 }), digest)
  const { buffer } = await file.read(Buffer.alloc(DIGEST_BYTES), 0, DIGEST_BYTES, end)
  if (!digest.digest().equals(buffer))
    throw damaged(path, 'its checksum does not match, so it is cut short or was changed')
}

async function* readFrames(path: string, start: number, end: number): AsyncGenerator<Frame> {
  const body = createZstdDecompress()
  pipeline(createReadStream(path, { start, end: end - 1 }), body).catch(() => undefined) // reading `body` throws the same
  let rest = Buffer.alloc(0)
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      rest = Buffer.concat([rest, chunk])
      for (let frame = takeFrame(path, rest); frame !== undefined; frame = takeFrame(path, rest)) {
        rest = rest.subarray(PREFIX_BYTES + frame.payload.length)
        yield frame
      }
    }
  } catch (cause) {
    throw cause instanceof StoreError ? cause : damaged(path, messageOf(cause), cause)
  }
  if (rest.length > 0) throw damaged(path, 'its last frame is cut short')
}

function takeFrame(path: string, bytes: Buffer): Frame | undefined {
  if (bytes.length < PREFIX_BYTES) return undefined
  const [kind, length] = [bytes.toString('latin1', 0, 1), bytes.readUInt32BE(1)]
  if (!isKind(kind) || length > FRAME_BYTES_MAX) throw damaged(path, 'it holds a frame of no known kind')
  if (bytes.length < PREFIX_BYTES + length) return undefined
  return { kind, payload: bytes.subarray(PREFIX_BYTES, PREFIX_BYTES + length) }
}

function isKind(letter: string): letter is FrameKind {
  return KINDS.has(letter)
}

/** The JSON of a header or a frame. */
export function parseJson(path: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    throw damaged(path, 'a part that should be JSON is not', cause)
  }
}

export function damaged(path: string, why: string, cause?: unknown): StoreError {
  return new StoreError(
    'backupDamaged',
    `${path} cannot be restored: ${why}. Nothing was changed; use another copy of it, or an older backup`,
    { cause },
  )
}
