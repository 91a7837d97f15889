import type { ListToConfirm, SbomAdded } from '../src/server/contract.ts'
import type { Asker } from './asker.ts'
import { addSignature, fileNameOf, sendAndWait } from './sending.ts'
import type { SignatureSent, Tell } from './sending.ts'

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
  /** A signature in a file of its own. */
  readonly signature?: File
  readonly target: AddTarget
  /** What its columns are, as the server reads it: `name=1,version=3,none=2`. */
  readonly columns?: string
  /** The word that makes the reading that was shown count. */
  readonly confirm?: string
}

export type AddOutcome = (SbomAdded & SignatureSent) | ListToConfirm

/** Sends an SBOM, and its signature after it; a large one is waited for. Throws an `ApiError`. */
export async function addSbom(
  { file, signature, target, columns, confirm }: AddSent,
  asker: Asker,
  tell?: Tell,
): Promise<AddOutcome> {
  const query = { ...asker, fileName: fileNameOf(file), ...set(target), columns, confirm }
  const added = await sendAndWait<SbomAdded | ListToConfirm>({ path: '/sboms', query, file }, asker, tell)
  if (added.is === 'needsConfirmation' || signature === undefined) return added
  return { ...added, ...(await addSignature(`/sboms/${added.sbomId}/signatures`, signature, asker)) }
}

function set(target: AddTarget): AddTarget {
  return Object.fromEntries(Object.entries(target).filter(([, text]) => text !== undefined && text !== '')) as AddTarget
}
