import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, extname, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { openPromise } from 'yauzl'
import type { ZipFile } from 'yauzl'
import { FeedError } from '../feed-error.ts'
import { maxDocuments } from './limits.ts'

/** A national archive of advisories is some 3 GB unpacked. */
const maxUnpackedBytes = 16 * 1024 ** 3
const wanted = new Set(['.json', '.asc', '.sha256', '.sha512', '.csv', '.txt', '.gpg', '.pgp'])
const telling = /\.json\.(?:asc|sha256|sha512)$/i

/** A place where a mirror lies as a folder, and how to leave it. */
export interface Mirror {
  readonly path: string
  readonly remove: () => Promise<void>
}

/**
 * A zip archive with hashes or signatures beside its documents, unpacked, so that they can be checked before anything is parsed; anything else as it
 * is. Names that would lead out of the folder are refused. Throws `FeedError`.
 */
export async function unpackMirror(path: string, signal?: AbortSignal): Promise<Mirror> {
  const asItIs = { path, remove: async () => undefined }
  if (!(await isZip(path)) || !(await isMirror(path))) return asItIs
  const folder = await mkdtemp(join(tmpdir(), 'auscult-mirror-'))
  const remove = async (): Promise<void> => rm(folder, { recursive: true, force: true })
  try {
    await unpackInto(folder, path, signal)
    return { path: folder, remove }
  } catch (cause) {
    await remove()
    signal?.throwIfAborted()
    if (cause instanceof FeedError) throw cause
    throw damaged(path, cause)
  }
}

/** Told by its first bytes: an upload has no name. */
async function isZip(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch(() => undefined)
  if (file === undefined) return false
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return bytesRead === 4 && buffer.readUInt32LE(0) === 0x04034b50
  } catch {
    return false // a folder
  } finally {
    await file.close()
  }
}

/** An archive that cannot be read is the reader's to tell. */
async function isMirror(path: string): Promise<boolean> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false }).catch(() => undefined)
  if (zip === undefined) return false
  try {
    for await (const { fileName } of zip.eachEntry()) if (telling.test(fileName)) return true
    return false
  } catch {
    return false
  } finally {
    zip.close()
  }
}

async function unpackInto(folder: string, path: string, signal: AbortSignal | undefined): Promise<void> {
  const zip: ZipFile = await openPromise(path, {
    lazyEntries: true,
    validateEntrySizes: true,
    autoClose: false,
    strictFileNames: true,
  })
  const budget = { left: maxUnpackedBytes, files: maxDocuments * 4 }
  try {
    for await (const entry of zip.eachEntry()) {
      signal?.throwIfAborted()
      const { fileName } = entry
      if (!wanted.has(extname(fileName).toLowerCase()) || fileName.length > 1000) continue
      budget.files -= 1
      if (budget.files < 0) throw tooLarge(path)
      const target = join(folder, ...fileName.split('/'))
      await mkdir(dirname(target), { recursive: true })
      const counted = new Transform({
        transform: (chunk: Buffer, _encoding, done) => {
          budget.left -= chunk.length
          done(budget.left < 0 ? tooLarge(path) : null, chunk)
        },
      })
      await pipeline(
        await zip.openReadStreamPromise(entry),
        counted,
        createWriteStream(target, { flags: 'wx' }),
        signal === undefined ? {} : { signal },
      )
    }
  } finally {
    zip.close()
  }
}

function tooLarge(place: string): FeedError {
  return new FeedError({
    code: 'tooLarge',
    place,
    because: 'it unpacks to more than any mirror holds',
    remedy: 'import it year by year',
  })
}

function damaged(place: string, cause: unknown): FeedError {
  const because = `the archive cannot be unpacked (${cause instanceof Error ? cause.message : String(cause)})`
  return new FeedError({
    code: 'malformed',
    place,
    because,
    remedy: 'nothing was changed; copy the archive again',
    cause,
  })
}
