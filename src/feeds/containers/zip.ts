import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { crc32 } from 'node:zlib'
import { openPromise, type Entry, type ZipFile } from 'yauzl'
import { FeedError } from '../feed-error.ts'
import type { Source } from './sources.ts'
import { bomb, maxUnpackedBytes, packingError, type PlainText, type UnpackOptions } from './packing.ts'

/** The largest OSV archive holds about 400,000 files. */
const maxEntries = 2_000_000
const readExtensions = new Set(['.json', '.ndjson', '.jsonl', '.csv', '.md'])

/** The texts in a zip archive, in its own order. Names inside it are only shown, never used as paths. Throws `FeedError`. */
export async function* unzip(source: Source, options: UnpackOptions): AsyncGenerator<PlainText> {
  const zip = await openZip(source)
  const budget = { left: maxUnpackedBytes(source.sizeBytes) }
  let passed = 0
  try {
    for await (const entry of zip.eachEntry()) {
      options.signal?.throwIfAborted()
      const bytes = Math.min(entry.compressedSize, source.sizeBytes - passed)
      passed += bytes
      const name = `${source.name} › ${entry.fileName}`
      const extension = extname(entry.fileName).toLowerCase()
      if (extension === '.zip' && options.isInside !== true) {
        yield* unzipInside({ zip, entry, name, budget }, { ...options, countedBytes: bytes })
        continue
      }
      options.onBytes(bytes)
      if (!readExtensions.has(extension)) {
        if (!entry.fileName.endsWith('/')) options.onSkipped?.(name)
        continue
      }
      yield { name, chunks: readEntry({ zip, entry, name, budget }) }
    }
    options.onBytes(source.sizeBytes - passed) // names and directory
  } catch (cause) {
    throw zipError(source.name, options, cause)
  } finally {
    if (zip.isOpen) zip.close()
  }
}

async function openZip(source: Source): Promise<ZipFile> {
  try {
    const zip = await openPromise(source.path, { lazyEntries: true, validateEntrySizes: true, autoClose: false })
    if (zip.entryCount <= maxEntries) return zip
    zip.close()
  } catch (cause) {
    throw new FeedError({
      code: 'truncated',
      place: source.name,
      because: `the directory at the end of the zip archive is missing or damaged (${String(cause)})`,
      remedy: 'nothing was changed; fetch the whole file again',
      cause,
    })
  }
  throw new FeedError({
    code: 'tooLarge',
    place: source.name,
    because: `it holds more than ${maxEntries} files`,
    remedy: 'no feed has so many; fetch the archive again from its maker',
  })
}

/**
 * An archive inside an archive, as the CVE List is released: unpacked beside, since the directory of a zip is at its end. One inside that again
 * is not read. `countedBytes`: what it takes in the outer one, which progress is told in.
 */
async function* unzipInside(
  read: EntryRead,
  options: UnpackOptions & { readonly countedBytes: number },
): AsyncGenerator<PlainText> {
  const folder = await mkdtemp(join(tmpdir(), 'auscult-zip-'))
  try {
    const path = join(folder, 'inside.zip')
    await pipeline(readEntry(read), createWriteStream(path), { ...(options.signal && { signal: options.signal }) })
    const { size } = await stat(path)
    yield* unzip(
      { path, name: read.name, sizeBytes: size },
      { ...options, isInside: true, onBytes: inShareOf(size, options) },
    )
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Tells bytes of the inner archive as its share of the outer one. */
function inShareOf(
  sizeBytes: number,
  { countedBytes, onBytes }: { readonly countedBytes: number; readonly onBytes: (count: number) => void },
): (count: number) => void {
  let [read, told] = [0, 0]
  return (count) => {
    read += count
    const share = Math.floor((countedBytes * read) / Math.max(sizeBytes, 1))
    onBytes(share - told)
    told = share
  }
}

interface EntryRead {
  readonly zip: ZipFile
  readonly entry: Entry
  readonly name: string
  readonly budget: { left: number }
}

async function* readEntry({ zip, entry, name, budget }: EntryRead): AsyncGenerator<Buffer> {
  const stream = await zip.openReadStreamPromise(entry)
  let sum = 0
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      budget.left -= chunk.length
      if (budget.left < 0) throw bomb(name)
      sum = crc32(chunk, sum)
      yield chunk
    }
  } finally {
    stream.destroy()
  }
  if (sum === entry.crc32) return
  throw new FeedError({
    code: 'malformed',
    place: name,
    because: 'its checksum does not fit its bytes',
    remedy: 'nothing was changed; fetch the archive again',
  })
}

function zipError(name: string, options: UnpackOptions, cause: unknown): unknown {
  if (cause instanceof FeedError || options.signal?.aborted === true) return cause
  const isPacking = cause instanceof Error && 'code' in cause && String(cause.code).startsWith('Z_')
  if (isPacking) return packingError(name, 0, cause)
  return new FeedError({
    code: 'malformed',
    place: name,
    because: `the zip archive is damaged (${cause instanceof Error ? cause.message : String(cause)})`,
    remedy: 'nothing was changed; fetch the archive again',
    cause,
  })
}
