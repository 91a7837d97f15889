import { sql } from 'kysely'
import type { OrganisationId, SignatureState } from '../model/index.ts'
import { toJson } from './copy.ts'
import type { Transaction } from './transaction.ts'

/** A document of statements that carries a signature, or came with one. */
export interface SignedStatements {
  readonly documentId: number
  readonly bytes: Buffer
  readonly signatureFile: Buffer | null
  /** ISO 8601: when it came. */
  readonly addedAt: string
}

/** The organisation's live documents of statements that say to be signed, by their ids. */
export async function signedStatements(
  trx: Transaction,
  owner: OrganisationId,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<SignedStatements[]> {
  const { rows } = await sql<SignedStatements>`
    select document_id as "documentId", bytes, signature_file as "signatureFile", valid_from as "addedAt"
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
