import type { StatementsAdded } from '../../src/server/contract.ts'
import type { Asker } from '../asker.ts'
import { submitting, textOf } from '../forms.ts'
import { addSignature, fileIn, fileNameOf, sendAndWait } from '../sending.ts'
import type { SignatureSent, Tell } from '../sending.ts'
import type { KnownWords } from '../words/use-known-words.ts'
import { useSending } from './sending.ts'

/** As whose word a document can count; empty leaves it to the document. */
export const roles = ['', 'maker', 'coordinator', 'supplier', 'hospital'] as const

/** What a filled form holds. */
export interface StatementsSent {
  readonly file: File
  readonly signature?: File
  readonly role?: string
}

export type StatementsOutcome = StatementsAdded & SignatureSent

/** What the form holds; undefined while no file is chosen. */
export function statementsIn(fields: FormData): StatementsSent | undefined {
  const [file, signature, role] = [fileIn(fields), fileIn(fields, 'signature'), textOf(fields, 'role')]
  if (file === undefined) return undefined
  return { file, ...(signature && { signature }), ...(role !== '' && { role }) }
}

/** Sends a document of statements, and its signature after it. */
export function useAddStatements() {
  const { send, ...state } = useSending(addStatements)
  return {
    ...state,
    submit: submitting(statementsIn, send),
  }
}

async function addStatements(
  { file, signature, role }: StatementsSent,
  asker: Asker,
  tell: Tell,
): Promise<StatementsOutcome> {
  const query = { ...asker, fileName: fileNameOf(file), role }
  const added = await sendAndWait<StatementsAdded>({ path: '/statements', query, file }, asker, tell)
  if (signature === undefined) return added
  return { ...added, ...(await addSignature(`/statements/${added.documentId}/signatures`, signature, asker)) }
}

/** `12 statements, word: the maker's, in the place of 1 earlier revision`. */
export function addedText({ statements, role, replaced }: StatementsAdded, { statements: says }: KnownWords): string {
  const before = replaced === 0 ? [] : [says.replaced(replaced)]
  return [says.counts(statements), says.as(says.roles[role]), ...before].join(', ')
}
