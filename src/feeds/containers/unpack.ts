import { createReadStream } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { bomb, damaged, maxUnpackedBytes, packingError, type PlainText, type UnpackOptions } from './packing.ts'
import { unreadable, type Source } from './sources.ts'
import { unzip } from './zip.ts'

const readBytes = 1024 * 1024
const unpackedChunkBytes = 256 * 1024
/** A file up to this size is read at once: of 300,000 of a few kB, a stream for each took ten times as long, most of it for its buffer of 1 MB. */
const smallBytes = 256 * 1024
const filesAhead = 16

/** A file with its bytes where it is small; reading them has begun. */
export interface OpenedSource {
  readonly source: Source
  readonly small?: Promise<Buffer>
}

/** The files in their order. Reading of small ones begins ahead of their turn, some at a time: most of the time of many is spent waiting. */
export function* openAhead(sources: readonly Source[]): Generator<OpenedSource> {
  const opened: OpenedSource[] = []
  for (const source of sources) {
    opened.push(openSource(source))
    if (opened.length > filesAhead) yield* opened.splice(0, 1)
  }
  yield* opened
}

function openSource(source: Source): OpenedSource {
  if (source.sizeBytes > smallBytes) return { source }
  const small = readSmall(source)
  small.catch(() => undefined) // told when its turn comes
  return { source, small }
}

/** The texts that a file holds. What it is (plain, gzip, Zstandard, zip) is told from its first bytes. Throws `FeedError`. */
export async function* unpack(
  { source, small: reading }: OpenedSource,
  options: UnpackOptions,
): AsyncGenerator<PlainText> {
  const small = await reading
  options.signal?.throwIfAborted()
  switch (packingOf(small ?? (await firstBytes(source)))) {
    case 'zip':
      yield* unzip(source, options)
      return
    case 'gzip':
      yield { name: source.name, chunks: limited(source, gunzip(source, options)) }
      return
    case 'zstd':
      yield { name: source.name, chunks: limited(source, unzstd(source, options)) }
      return
    case 'plain':
      yield { name: source.name, chunks: small === undefined ? read(source, options, 0) : once(small, options) }
  }
}

async function readSmall(source: Source): Promise<Buffer> {
  try {
    return await readFile(source.path)
  } catch (cause) {
    throw unreadable(source.name, cause)
  }
}

async function* once(bytes: Buffer, { onBytes }: UnpackOptions): AsyncGenerator<Buffer> {
  onBytes(bytes.length)
  yield bytes
}

async function firstBytes(source: Source): Promise<Buffer> {
  try {
    const file = await open(source.path)
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  } catch (cause) {
    throw unreadable(source.name, cause)
  }
}

function packingOf(magic: Buffer): 'zip' | 'gzip' | 'zstd' | 'plain' {
  const hex = magic.toString('hex', 0, 8)
  if (/^504b(?:0304|0506)/.test(hex)) return 'zip'
  if (hex.startsWith('1f8b')) return 'gzip'
  if (/^(?:28b52ffd|5.2a4d18)/.test(hex)) return 'zstd'
  return 'plain'
}

async function* read(source: Source, options: UnpackOptions, start: number): AsyncGenerator<Buffer> {
  const { signal } = options
  const stream = createReadStream(source.path, { start, highWaterMark: readBytes, ...(signal && { signal }) })
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      options.onBytes(chunk.length)
      yield chunk
    }
  } catch (cause) {
    signal?.throwIfAborted()
    throw unreadable(source.name, cause)
  }
}

async function* gunzip(source: Source, options: UnpackOptions): AsyncGenerator<Buffer> {
  yield* through({ source, options, start: 0, packing: 'gzip' })
}

/** Zstandard files may be several frames one after another (`pzstd`); Node's stream stops at the end of the first. */
async function* unzstd(source: Source, options: UnpackOptions): AsyncGenerator<Buffer> {
  let start = 0
  while (start < source.sizeBytes) {
    const used = yield* through({ source, options, start, packing: 'zstd' })
    if (used === 0) throw damaged(source.name, start, undefined)
    start += used
  }
}

interface Passage {
  readonly source: Source
  readonly options: UnpackOptions
  readonly start: number
  readonly packing: 'gzip' | 'zstd'
}

/** Unpacks from `start`; returns how many packed bytes that took. */
async function* through({ source, options, start, packing }: Passage): AsyncGenerator<Buffer, number> {
  const { signal } = options
  const engine =
    packing === 'gzip'
      ? createGunzip({ chunkSize: unpackedChunkBytes })
      : createZstdDecompress({ chunkSize: unpackedChunkBytes })
  const packed = createReadStream(source.path, { start, highWaterMark: readBytes, ...(signal && { signal }) })
  packed.on('error', (cause) => engine.destroy(cause))
  packed.pipe(engine)
  let counted = 0
  try {
    for await (const chunk of engine as AsyncIterable<Buffer>) {
      options.onBytes(engine.bytesWritten - counted)
      counted = engine.bytesWritten
      yield chunk
    }
    options.onBytes(engine.bytesWritten - counted)
    return engine.bytesWritten
  } catch (cause) {
    signal?.throwIfAborted()
    throw packingError(source.name, start + engine.bytesWritten, cause)
  } finally {
    packed.destroy()
    engine.destroy()
  }
}

async function* limited(source: Source, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let left = maxUnpackedBytes(source.sizeBytes)
  for await (const chunk of chunks) {
    left -= chunk.length
    if (left < 0) throw bomb(source.name)
    yield chunk
  }
}
