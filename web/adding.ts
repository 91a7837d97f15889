import type { Job, ListToConfirm, SbomAdded } from '../src/server/contract.ts'
import { ApiError, read, sendFile } from './api.ts'
import type { Asker } from './asker.ts'

/** What an SBOM describes: a model version, or one device; empty texts leave it to what the document itself names. */
export interface AddTarget {
  readonly maker?: string
  readonly model?: string
  readonly version?: string
  readonly device?: string
}

/** A file on its way, and what a person says of it. */
export interface AddSent {
  readonly file: File
  readonly target: AddTarget
  /** What its columns are, as the server reads it: `name=1,version=3,none=2`. */
  readonly columns?: string
  /** The word that makes the reading that was shown count. */
  readonly confirm?: string
}

export type AddOutcome = SbomAdded | ListToConfirm

const longestFileName = 255
const betweenLooksMs = 1_000

/** Sends an SBOM; a large one is waited for. Throws an `ApiError`. */
export async function addSbom({ file, target, columns, confirm }: AddSent, asker: Asker): Promise<AddOutcome> {
  const fileName = file.name === '' ? undefined : file.name.slice(0, longestFileName)
  const query = { ...asker, fileName, ...set(target), columns, confirm }
  const answered = await sendFile<AddOutcome | Job>('/sboms', query, file)
  return 'jobId' in answered ? outcomeOf<AddOutcome>(answered, asker) : answered
}

function set(target: AddTarget): AddTarget {
  return Object.fromEntries(Object.entries(target).filter(([, text]) => text !== undefined && text !== '')) as AddTarget
}

/** What came of a job, once it ends. Throws an `ApiError` when it failed. */
export async function outcomeOf<T>({ jobId }: Job, asker: Asker): Promise<T> {
  const signal = new AbortController().signal
  for (;;) {
    const { state, result, problem } = await read<Job>(`/jobs/${jobId}`, { ...asker }, signal)
    if (state === 'done') return result as T
    if (state === 'failed' || state === 'cancelled') throw refusalOf(problem ?? { code: 'cancelled', detail: state })
    await new Promise((resolve) => setTimeout(resolve, betweenLooksMs))
  }
}

function refusalOf({ code, detail }: NonNullable<Job['problem']>): ApiError {
  return new ApiError({ type: 'about:blank', title: code, status: 422, code, detail })
}
