import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { isPdf } from '../sbom/index.ts'
import type { ListHints, PdfReading } from '../sbom/index.ts'
import { openLine } from './in-line.ts'
import type { SbomRefused } from './prepare-sbom.ts'

/** What reading one PDF may take. A file of kilobytes can promise pages, objects and streams without end. */
export interface PdfThreadLimits {
  readonly timeMs: number
  /** Of the thread: what its objects and its buffers hold together. Each is watched, since buffers lie outside of the heap. */
  readonly memoryMb: number
}

const usualLimits: PdfThreadLimits = { timeMs: 60_000, memoryMb: 512 }
const watchMs = 50

/** Built, the thread's file ends in `.js` as this one does. */
const threadFile = new URL(`./pdf-thread${extname(import.meta.url)}`, import.meta.url)

const inLine = openLine()

/** Adds the texts of a PDF to what is known of a file; anything else is left as it is. One PDF at a time is read, whoever sent it. */
export async function withPdf<T extends { readonly bytes: Uint8Array; readonly hints?: ListHints }>(
  given: T,
  {
    signal,
    limits = usualLimits,
  }: { readonly signal?: AbortSignal | undefined; readonly limits?: PdfThreadLimits } = {},
): Promise<T | SbomRefused> {
  if (!isPdf(given.bytes)) return given
  const pdf = await inLine(async () => readInThread(given.bytes, limits, signal))
  if ('because' in pdf) return { is: 'refused', because: pdf.because, problems: [] }
  return { ...given, hints: { choices: [], ...given.hints, pdf } }
}

async function readInThread(
  bytes: Uint8Array,
  { timeMs, memoryMb }: PdfThreadLimits,
  signal: AbortSignal | undefined,
): Promise<PdfReading> {
  signal?.throwIfAborted()
  const thread = new Worker(threadFile, {
    workerData: bytes,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    env: {},
  })
  const { promise, resolve, reject } = Promise.withResolvers<PdfReading>()
  const ended = (because: string): void => resolve({ because })
  const timer = setTimeout(() => ended(`the PDF takes longer than ${timeMs / 1000} s to read; ${cutOut}`), timeMs)
  const stopWatching = watchMemory(thread, memoryMb, () => ended(tooMuch(memoryMb)))
  const abort = (): void => reject(signal?.reason as Error)
  signal?.addEventListener('abort', abort, { once: true })
  thread.on('message', resolve)
  thread.on('error', (error) => ended(isOutOfMemory(error) ? tooMuch(memoryMb) : damaged))
  thread.on('exit', () => ended(damaged))
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    stopWatching()
    signal?.removeEventListener('abort', abort)
    await thread.terminate()
  }
}

const cutOut = 'cut out the pages with the table, or ask the maker for the list as CSV'
const damaged = 'the PDF cannot be read to its end; ask the maker for it again, or for the list as CSV'

function tooMuch(memoryMb: number): string {
  return `the PDF takes more than ${memoryMb} MB of memory to read; ${cutOut}`
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
}

/** A thread's own limit counts objects alone; what streams unpack to lies in buffers beside them. */
function watchMemory(thread: Worker, memoryMb: number, onTooMuch: () => void): () => void {
  const watch = async (): Promise<void> => {
    const { used_heap_size: objects, external_memory: buffers } = await thread.getHeapStatistics()
    if (objects + buffers > memoryMb * 1024 * 1024) onTooMuch()
  }
  const timer = setInterval(() => void watch().catch(() => undefined), watchMs) // it rejects once the thread has ended
  return () => clearInterval(timer)
}
