import { sql } from 'kysely'
import type { OrganisationId, SignatureState } from '../model/index.ts'
import { toJson } from './copy.ts'
import type { Transaction } from './transaction.ts'

/** A document of statements that carries a signature, or came with one. */
export interface SignedStatements {
  readonly documentId: number
  readonly bytes: Buffer
  readonly signatureFile: Buffer | null
  /** ISO 8601: when its signature came. */
  readonly signedAt: string
}

/** The organisation's live documents of statements that say to be signed, by their ids. */
export async function signedStatements(
  trx: Transaction,
  owner: OrganisationId,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<SignedStatements[]> {
  const { rows } = await sql<SignedStatements>`
    select document_id as "documentId", bytes, signature_file as "signatureFile", coalesce(signed_at, valid_from) as "signedAt"
    from statement_document
    where owner = ${owner} and valid_to = 'infinity' and signature->>'is' <> 'unsigned' and document_id > ${after}
    order by document_id
    limit ${limit}`.execute(trx.query)
  return rows
}

/** Writes what a document's signature proves, and (`signedFor`) the maker whose trusted key signed it. */
export async function writeStatementSignature(
  trx: Transaction,
  documentId: number,
  { state, signedFor }: { readonly state: SignatureState; readonly signedFor: string | undefined },
): Promise<void> {
  await sql`
    update statement_document set signature = ${toJson(state)}::jsonb, signed_for = ${signedFor ?? null}
    where document_id = ${documentId}`.execute(trx.query)
}

/** A document of statements that a signature came for later. */
export interface StatementsToSign {
  readonly bytes: Buffer
  readonly signatureFile: Buffer | null
  readonly signature: SignatureState
}

/** A live document of the organisation, by its id. */
export async function statementsToSign(
  trx: Transaction,
  owner: OrganisationId,
  documentId: number,
): Promise<StatementsToSign | undefined> {
  const { rows } = await sql<StatementsToSign>`
    select bytes, signature_file as "signatureFile", signature
    from statement_document
    where owner = ${owner} and document_id = ${documentId} and valid_to = 'infinity'`.execute(trx.query)
  return rows[0]
}

/** Keeps a detached signature with a live document, and what it proves. One that is valid gives way to a valid one only: false, and nothing is written. */
export async function signStatements(
  trx: Transaction,
  documentId: number,
  given: { readonly signatureFile: Uint8Array; readonly state: SignatureState; readonly signedFor: string | undefined },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update statement_document
    set signature_file = ${Buffer.from(given.signatureFile)}, signed_at = now(), signature = ${toJson(given.state)}::jsonb, signed_for = ${given.signedFor ?? null}
    where document_id = ${documentId} and valid_to = 'infinity'
      and (signature->>'is' <> 'valid' or ${given.state.is === 'valid'})`.execute(trx.query)
  return Number(numAffectedRows ?? 0n) > 0
}
