import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { mayBeSigned, verifyEnveloped } from '../signatures/index.ts'
import type { CheckedSignature, EnvelopedDocument } from '../signatures/index.ts'
import { openLine } from './in-line.ts'

/** Smaller documents are looked at once; the canonical form of 1 MB takes some 50 ms. */
const apartFromBytes = 1024 * 1024
/** As much as reading the same document may take. */
const memoryMb = 1536

/** Built, the thread's file ends in `.js` as this one does. */
const threadFile = new URL(`./verifying-thread${extname(import.meta.url)}`, import.meta.url)

const inLine = openLine()

/** The signatures inside a document; those of large ones in a thread of their own, one after the other, so that nobody else waits. */
export async function verifyApart(document: EnvelopedDocument): Promise<readonly CheckedSignature[]> {
  if (!mayBeSigned(document.bytes)) return []
  if (document.bytes.length < apartFromBytes) return verifyEnveloped(document)
  return inLine(async () => verifyInThread(document))
}

async function verifyInThread(document: EnvelopedDocument): Promise<readonly CheckedSignature[]> {
  const thread = new Worker(threadFile, {
    workerData: document,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    env: {},
  })
  const { promise, resolve, reject } = Promise.withResolvers<readonly CheckedSignature[]>()
  thread.on('message', resolve)
  thread.on('error', (error) => (isOutOfMemory(error) ? resolve([tooMuch]) : reject(error)))
  thread.on('exit', () => reject(new Error('the thread that verifies signatures ended before it was done')))
  try {
    return await promise
  } finally {
    await thread.terminate()
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
}

const tooMuch: CheckedSignature = {
  covers: '',
  state: {
    kind: 'jsf',
    is: 'invalid',
    because: 'malformed',
    detail: `verifying takes more than ${memoryMb} MB of memory`,
  },
}
