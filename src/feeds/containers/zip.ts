import { extname } from 'node:path'
import { crc32 } from 'node:zlib'
import { openPromise, type Entry, type ZipFile } from 'yauzl'
import { FeedError } from '../feed-error.ts'
import type { Source } from './sources.ts'
import { bomb, maxUnpackedBytes, packingError, type PlainText, type UnpackOptions } from './packing.ts'

/** The largest OSV archive holds about 400,000 files. */
const maxEntries = 2_000_000
const readExtensions = new Set(['.json', '.ndjson', '.jsonl', '.csv'])

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
      options.onBytes(bytes)
      const name = `${source.name} › ${entry.fileName}`
      if (!readExtensions.has(extname(entry.fileName).toLowerCase())) {
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
