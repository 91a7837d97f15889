import { sql } from 'kysely'
import type { OrganisationId, SignatureState } from '../model/index.ts'
import { toJson } from './copy.ts'
import type { Transaction } from './transaction.ts'

/** A document of statements with its signatures: those that it carries or came with, and one that came later. */
export interface SignedStatements {
  readonly documentId: number
  readonly bytes: Buffer
  /** ISO 8601: when the document came. */
  readonly addedAt: string
  readonly signatureFile: Buffer | null
  readonly laterFile: Buffer | null
  /** ISO 8601: when the later signature came. */
  readonly laterAt: string | null
  readonly signature: SignatureState
  /** What the later one says where it proves nothing. */
  readonly laterSignature: SignatureState | null
}

const signedColumns = sql`document_id as "documentId", bytes, valid_from as "addedAt", signature_file as "signatureFile", later_signature_file as "laterFile",
      signed_at as "laterAt", signature, later_signature as "laterSignature"`

/** The organisation's live documents of statements that say to be signed, by their ids. */
export async function signedStatements(
  trx: Transaction,
  owner: OrganisationId,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<SignedStatements[]> {
  const { rows } = await sql<SignedStatements>`
    select ${signedColumns}
    from statement_document
    where owner = ${owner} and valid_to = 'infinity' and (signature->>'is' <> 'unsigned' or later_signature_file is not null)
      and document_id > ${after}
    order by document_id
    limit ${limit}`.execute(trx.query)
  return rows
}

/** What a document's signatures prove, and (`signedFor`) the maker whose trusted key signed it. */
export interface SignatureWritten {
  readonly state: SignatureState
  readonly signedFor: string | undefined
  /** What a later signature says where it proves nothing. */
  readonly later: SignatureState | undefined
}

/** Writes what a document's signatures prove. */
export async function writeStatementSignature(
  trx: Transaction,
  documentId: number,
  { state, signedFor, later }: SignatureWritten,
): Promise<void> {
  await sql`
    update statement_document
    set signature = ${toJson(state)}::jsonb, signed_for = ${signedFor ?? null}, later_signature = ${later === undefined ? null : toJson(later)}::jsonb
    where document_id = ${documentId}`.execute(trx.query)
}

/** A live document of the organisation, by its id. */
export async function statementsToSign(
  trx: Transaction,
  owner: OrganisationId,
  documentId: number,
): Promise<SignedStatements | undefined> {
  const { rows } = await sql<SignedStatements>`
    select ${signedColumns}
    from statement_document
    where owner = ${owner} and document_id = ${documentId} and valid_to = 'infinity'`.execute(trx.query)
  return rows[0]
}

/** Keeps a detached signature that came after a live document, and what it proves. One that is valid gives way to a valid one only: false, and nothing is written. */
export async function signStatements(
  trx: Transaction,
  documentId: number,
  given: SignatureWritten & { readonly file: Uint8Array },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update statement_document
    set later_signature_file = ${Buffer.from(given.file)}, signed_at = now()
    where document_id = ${documentId} and valid_to = 'infinity'
      and (signature->>'is' <> 'valid' or ${given.state.is === 'valid'})`.execute(trx.query)
  if (Number(numAffectedRows ?? 0n) === 0) return false
  await writeStatementSignature(trx, documentId, given)
  return true
}
