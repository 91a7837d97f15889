import { sql } from 'kysely'
import type {
  OrganisationId,
  Problem,
  SignatureState,
  Statement,
  StatementRole,
  StatementSource,
  StatementSubject,
} from '../model/index.ts'
import { copyRows, storable, toJson } from './copy.ts'
import type { CopyValue } from './copy.ts'
import { copySubjects } from './statement-subjects.ts'
import type { Transaction } from './transaction.ts'
import { addVulnerabilities, closing } from './vulnerabilities.ts'

/** A document of statements ready to be stored; `subjects` are in the order of `statements`. */
export interface StatementsToStore {
  readonly owner: OrganisationId
  readonly bytes: Uint8Array
  readonly sha256: Uint8Array
  readonly fileName: string | undefined
  readonly source: StatementSource
  readonly role: StatementRole
  readonly authorKey: string
  /** What the document describes, for comparison; empty where its own id alone tells it from others. */
  readonly about: string
  readonly signature: SignatureState
  readonly signedFor: string | undefined
  /** A detached signature that came with it. */
  readonly signatureFile: Uint8Array | undefined
  readonly statements: readonly Statement[]
  readonly subjects: readonly (readonly StatementSubject[])[]
  readonly problems: readonly Problem[]
}

/** A live document, with what its signatures prove. */
export interface StatementDocumentKnown {
  readonly documentId: number
  readonly signature: SignatureState
  readonly laterSignature: SignatureState | null
}

/** The live document of this owner with this very content, about this. Until the transaction ends nobody else adds to what the owner states. */
export async function findStatementDocument(
  trx: Transaction,
  owner: OrganisationId,
  { sha256, about }: Pick<StatementsToStore, 'sha256' | 'about'>,
): Promise<StatementDocumentKnown | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`statements ${owner}`}, 0))`.execute(trx.query)
  const { rows } = await sql<StatementDocumentKnown>`
    select document_id as "documentId", signature, later_signature as "laterSignature"
    from statement_document
    where owner = ${owner} and sha256 = ${Buffer.from(sha256)} and about = ${storable(about)} and valid_to = 'infinity'`.execute(
    trx.query,
  )
  return rows[0]
}

/** A live document under the same id by the same author. */
export interface EarlierDocument {
  readonly documentId: number
  readonly revision: string | null
  /** ISO 8601. */
  readonly issuedAt: string | null
  readonly signedFor: string | null
  /** It is under an invalid signature. */
  readonly isInvalid: boolean
}

/** The live documents of the owner that give themselves this id, describe this and have this author. */
export async function documentsOfId(
  trx: Transaction,
  owner: OrganisationId,
  { statedId, about, authorKey }: { readonly statedId: string } & Pick<StatementsToStore, 'about' | 'authorKey'>,
): Promise<EarlierDocument[]> {
  const { rows } = await sql<EarlierDocument>`
    select document_id as "documentId", revision, issued_at as "issuedAt", signed_for as "signedFor", signature->>'is' = 'invalid' as "isInvalid"
    from statement_document
    where owner = ${owner} and stated_id = ${storable(statedId)} and about = ${storable(about)} and author_key = ${authorKey} and valid_to = 'infinity'
    order by document_id`.execute(trx.query)
  return rows
}

/** Closes documents: what they state holds no longer, and can be asked about as of a day when it did. */
export async function closeStatementDocuments(trx: Transaction, documentIds: readonly number[]): Promise<number> {
  const { numAffectedRows } = await sql`
    update statement_document set valid_to = ${closing('statement_document')}
    where document_id = any(${documentIds}::integer[]) and valid_to = 'infinity'`.execute(trx.query)
  return Number(numAffectedRows ?? 0n)
}

/** Stores a document with all that it states. Returns its id. */
export async function addStatementDocument(trx: Transaction, given: StatementsToStore): Promise<number> {
  const documentId = await insertDocument(trx, given)
  const ids = await nextIds(trx, given.statements.length)
  const flaws = await addVulnerabilities(
    trx,
    new Set(given.statements.flatMap(({ vulnerability, aliases }) => [vulnerability, ...aliases].map(storable))),
  )
  await copyRows(trx, 'statement', statementColumns, toStatementRows(given.statements, { documentId, ids }))
  await copyRows(trx, 'statement_flaw', ['vulnerability_id', 'statement_id'], toFlawRows(given.statements, ids, flaws))
  await copySubjects(trx, given.subjects, ids)
  return documentId
}

async function insertDocument(trx: Transaction, given: StatementsToStore): Promise<number> {
  const { source } = given
  const { rows } = await sql<{ documentId: number }>`
    insert into statement_document (owner, sha256, bytes, file_name, format, format_version, stated_id, about, revision, author, author_key, role,
      issued_at, signature, signed_for, signature_file, statement_count, problems)
    values (${given.owner}, ${Buffer.from(given.sha256)}, ${Buffer.from(given.bytes)}, ${given.fileName ?? null}, ${source.format},
      ${storable(source.formatVersion)}, ${toNull(source.documentId)}, ${storable(given.about)}, ${toNull(source.revision)}, ${storable(source.author ?? '')}, ${given.authorKey},
      ${given.role}, ${source.issuedAt ?? null}::timestamptz, ${toJson(given.signature)}::jsonb, ${given.signedFor ?? null},
      ${given.signatureFile === undefined ? null : Buffer.from(given.signatureFile)},      ${given.statements.length}, ${toJson(given.problems)}::jsonb)
    returning document_id as "documentId"`.execute(trx.query)
  const [row] = rows
  if (row === undefined) throw new Error('inserting a document of statements returned no row')
  return row.documentId
}

function toNull(text: string | undefined): string | null {
  return text === undefined ? null : storable(text)
}

async function nextIds(trx: Transaction, count: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select nextval(pg_get_serial_sequence('statement', 'statement_id'))::integer as id from generate_series(1, ${count})`.execute(
    trx.query,
  )
  return rows.map(({ id }) => id)
}

const statementColumns = [
  'statement_id',
  'document_id',
  'vulnerability',
  'aliases',
  'status',
  'justification',
  'impact',
  'action',
  'remediation',
  'compensating_control',
  'note',
  'stated_at',
  'updated_at',
  'product',
  'component',
  'place',
]

interface Numbered {
  readonly documentId: number
  readonly ids: readonly number[]
}

function* toStatementRows(statements: readonly Statement[], { documentId, ids }: Numbered): Generator<CopyValue[]> {
  for (const [index, each] of statements.entries()) {
    const { vulnerability, aliases, status, justification, impact, action, remediation, compensatingControl, note } =
      each
    const { statedAt, updatedAt, product, component, place } = each
    yield [
      ids[index],
      documentId,
      vulnerability,
      aliases,
      status,
      justification,
      impact,
      action,
      remediation,
      compensatingControl,
      note,
      statedAt,
      updatedAt,
      { ...product },
      component && { ...component },
      place,
    ]
  }
}

function* toFlawRows(
  statements: readonly Statement[],
  ids: readonly number[],
  flaws: ReadonlyMap<string, number>,
): Generator<CopyValue[]> {
  for (const [index, { vulnerability, aliases }] of statements.entries()) {
    const named = new Set([vulnerability, ...aliases].map((name) => flaws.get(storable(name))))
    for (const flaw of named) if (flaw !== undefined) yield [flaw, ids[index]]
  }
}
