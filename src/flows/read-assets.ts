import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { readAssetList } from '../inventory/index.ts'
import type { AssetList, ReadOptions, Refusal } from '../inventory/index.ts'
import { openLine } from './in-line.ts'

/** What reading one workbook may take; its own limits keep a sound one far below. */
const memoryMb = 1536

/** Built, the thread's file ends in `.js` as this one does. */
const threadFile = new URL(`./workbook-thread${extname(import.meta.url)}`, import.meta.url)

/** What the thread is given. */
export interface ListToRead {
  readonly bytes: Uint8Array
  readonly options: Omit<ReadOptions, 'signal'>
}

const inLine = openLine()

/**
 * Reads an equipment list. What is packed says nothing of its size by its length, so it is read in a thread of its own, one after the other:
 * nobody waits meanwhile, and none ends the process. Rejects when `bytes` fails or `options.signal` aborts.
 */
export async function readAssets(
  bytes: Uint8Array | AsyncIterable<Uint8Array>,
  options: ReadOptions,
): Promise<AssetList | Refusal> {
  if (!(bytes instanceof Uint8Array)) return readStream(bytes, options)
  if (!isPacked(bytes)) return readAssetList(bytes, options)
  return inLine(async () => readInThread(bytes, options))
}

/** Larger lists are refused unread. */
const mostBytes = 200 * 1024 * 1024

async function readStream(stream: AsyncIterable<Uint8Array>, options: ReadOptions): Promise<AssetList | Refusal> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of stream) {
    length += piece.length
    pieces.push(piece)
    if (length > mostBytes) break
  }
  return readAssets(Buffer.concat(pieces), options)
}

/** A workbook is a ZIP archive. */
function isPacked(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b
}

async function readInThread(bytes: Uint8Array, { signal, ...options }: ReadOptions): Promise<AssetList | Refusal> {
  signal?.throwIfAborted()
  const thread = new Worker(threadFile, {
    workerData: { bytes, options } satisfies ListToRead,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    env: {},
  })
  const { promise, resolve, reject } = Promise.withResolvers<AssetList | Refusal>()
  const abort = (): void => reject(signal?.reason as Error)
  signal?.addEventListener('abort', abort, { once: true })
  thread.on('message', resolve)
  thread.on('error', (error) => (isOutOfMemory(error) ? resolve(tooMuch) : reject(error)))
  thread.on('exit', () => reject(new Error('the thread that reads workbooks ended before it was done')))
  try {
    return await promise
  } finally {
    signal?.removeEventListener('abort', abort)
    await thread.terminate()
  }
}

const tooMuch: Refusal = {
  is: 'refused',
  because: `the workbook takes more than ${memoryMb} MB of memory to read; save its sheet as "CSV UTF-8" and import that`,
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
}
