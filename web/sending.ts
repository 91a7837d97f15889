import type { Job, SignatureAdded } from '../src/server/contract.ts'
import { ApiError, read, sendFile } from './api.ts'
import type { Query } from './api.ts'
import type { Asker } from './asker.ts'
import { fractionOf } from './jobs.ts'

/** How far a file is: on its way to the server, or being read there. A fraction of 1; undefined while the end is not known. */
export interface Sending {
  readonly is: 'sent' | 'read'
  readonly fraction: number | undefined
}

export type Tell = (sending: Sending) => void

/** A file, and what the server is to do with it. */
export interface ToSend {
  readonly path: string
  readonly query: Query
  readonly file: File
}

const longestFileName = 255
const betweenLooksMs = 500

export function fileNameOf({ name }: File): string | undefined {
  return name === '' ? undefined : name.slice(0, longestFileName)
}

/** The file in a field of a form; undefined while none is chosen. */
export function fileIn(fields: FormData, name = 'file'): File | undefined {
  const file = fields.get(name)
  return file instanceof File && file.size > 0 ? file : undefined
}

/** Sends a file, and waits where it becomes a job, telling how far it is. Throws an `ApiError`, also for a job that fails. */
export async function sendAndWait<T extends object>(
  { path, query, file }: ToSend,
  asker: Asker,
  tell: Tell = () => {},
): Promise<T> {
  const answered = await sendFile<T | Job>(path, query, file, (fraction) =>
    tell(fraction < 1 ? { is: 'sent', fraction } : { is: 'read', fraction: undefined }),
  )
  return 'jobId' in answered ? outcomeOf<T>(answered, asker, tell) : answered
}

async function outcomeOf<T>({ jobId }: Job, asker: Asker, tell: Tell): Promise<T> {
  const signal = new AbortController().signal
  for (;;) {
    const job = await read<Job>(`/jobs/${jobId}`, { ...asker }, signal)
    const { state, result, problem } = job
    if (state === 'done') return result as T
    if (state === 'failed' || state === 'cancelled') throw refusalOf(problem ?? { code: 'cancelled', detail: state })
    tell({ is: 'read', fraction: fractionOf(job) })
    await new Promise((resolve) => setTimeout(resolve, betweenLooksMs))
  }
}

function refusalOf({ code, detail }: NonNullable<Job['problem']>): ApiError {
  return new ApiError({ type: 'about:blank', title: code, status: 422, code, detail })
}

/** What came of a signature that was sent after its document. */
export interface SignatureSent extends Partial<Omit<SignatureAdded, 'is'>> {
  /** Why it was not taken; the document itself was. */
  readonly signatureRefused?: unknown
}

/** Sends the signature of a document that is there already; a refusal is told and undoes nothing. */
export async function addSignature(path: string, file: File, asker: Asker): Promise<SignatureSent> {
  try {
    const { signature, laterSignature } = await sendFile<SignatureAdded>(
      path,
      { ...asker, fileName: fileNameOf(file) },
      file,
    )
    return { signature, ...(laterSignature && { laterSignature }) }
  } catch (error) {
    return { signatureRefused: error }
  }
}
