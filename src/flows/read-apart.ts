import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { AddSbomOptions, Prepare } from './add-sbom.ts'
import { openLine } from './in-line.ts'
import { prepareSbom } from './prepare-sbom.ts'
import type { PreparedSbom, SbomRefused } from './prepare-sbom.ts'
import type { Piece } from './reading-thread.ts'

/** When documents are read in a thread of their own, and what it may take. */
export interface ReadingLimits {
  /** Smaller documents that are not packed are read at once: that holds others up for some 50 ms at most. */
  readonly apartFromBytes: number
  /**
   * Memory for what is read. Nothing within the limits of `sbom` took more than 1,000 MB (two million objects, each with a key of its own), and
   * must not while `JSON.parse` is at work: that cannot be ended, and would take the process with it.
   */
  readonly memoryMb: number
}

const usualLimits: ReadingLimits = { apartFromBytes: 1024 * 1024, memoryMb: 1536 }

/** Built, the thread's file ends in `.js` as this one does. */
const threadFile = new URL(`./reading-thread${extname(import.meta.url)}`, import.meta.url)

/** One for all of the process: several threads would take their memory at the same time. */
const inLine = openLine()

/**
 * Opens where documents are read: large ones in a thread of their own, one after the other, so that nobody waits while one is read and
 * none ends the process, whatever it holds. One that takes more memory than it may is refused.
 */
export function openReadingRoom(limits: Partial<ReadingLimits> = {}): Prepare {
  const { apartFromBytes, memoryMb } = { ...usualLimits, ...limits }
  return async (options) => {
    if (options.bytes.length < apartFromBytes && !isPacked(options.bytes)) return prepareSbom(options)
    return inLine(async () => readApart(options, memoryMb))
  }
}

/** A workbook or a compressed document says nothing of its size by its length (ZIP, gzip, Zstandard). */
function isPacked(bytes: Uint8Array): boolean {
  return [
    [0x50, 0x4b],
    [0x1f, 0x8b],
    [0x28, 0xb5, 0x2f, 0xfd],
  ].some((head) => head.every((byte, index) => bytes[index] === byte))
}

async function readApart(
  { bytes, fileName, target, hints, signal }: AddSbomOptions,
  memoryMb: number,
): Promise<PreparedSbom | SbomRefused> {
  signal?.throwIfAborted()
  const thread = new Worker(threadFile, {
    workerData: { bytes, target, ...(fileName === undefined ? {} : { fileName }), ...(hints && { hints }) },
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    env: {},
  })
  const end = (): void => void thread.terminate()
  signal?.addEventListener('abort', end, { once: true })
  try {
    return await takePieces(thread, bytes)
  } catch (error) {
    signal?.throwIfAborted()
    if (isOutOfMemory(error)) return tooMuch(memoryMb)
    throw error
  } finally {
    signal?.removeEventListener('abort', end)
    await thread.terminate()
  }
}

/** Puts together what the thread read; asks for one piece after the other. */
async function takePieces(thread: Worker, bytes: Uint8Array): Promise<PreparedSbom | SbomRefused> {
  const { promise, resolve, reject } = Promise.withResolvers<PreparedSbom | SbomRefused>()
  const components: PreparedSbom['sbom']['components'][number][] = []
  const identities: string[] = []
  const relations: PreparedSbom['sbom']['relations'][number][] = []
  thread.on('error', reject)
  thread.on('exit', () => reject(new Error('the thread that reads SBOMs ended before it was done')))
  thread.on('message', (piece: Piece) => {
    switch (piece.is) {
      case 'lines':
        components.push(...piece.components)
        identities.push(...piece.identities)
        break
      case 'relations':
        relations.push(...piece.relations)
        break
      case 'rest':
        return resolve(
          'is' in piece.prepared
            ? piece.prepared
            : { ...piece.prepared, bytes, identities, sbom: { ...piece.prepared.sbom, components, relations } },
        )
    }
    thread.postMessage('next')
  })
  thread.postMessage('next')
  return promise
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
}

function tooMuch(memoryMb: number): SbomRefused {
  const because = `the document takes more than ${memoryMb} MB of memory to read; ask the maker for one SBOM per device model`
  return { is: 'refused', because, problems: [] }
}
