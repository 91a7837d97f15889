import { sql } from 'kysely'
import type { AdvisoryDocument } from '../model/index.ts'
import { copyRows, toJson } from './copy.ts'
import type { CopyValue } from './copy.ts'
import type { Transaction } from './transaction.ts'
import { closing } from './vulnerabilities.ts'

/** A document with a digest of all it says but its version and dates, in hex, and the folded makers of each of its products. */
export interface DocumentToStore {
  readonly document: AdvisoryDocument
  readonly fingerprint: string
  readonly makerKeys: readonly (readonly string[])[]
}

/** What became of documents, by key: `older` ones are not written, since a later revision is there; `revised` ones take the place of an earlier one. */
export interface DocumentsWritten {
  readonly older: ReadonlySet<string>
  readonly revised: ReadonlySet<string>
  readonly changed: number
}

const columns = [
  'document_id',
  'document_key',
  'fingerprint',
  'tracking_id',
  'title',
  'publisher',
  'version',
  'first_released_at',
  'released_at',
  'flaws',
  'maker_keys',
  'document',
]

/** Puts documents in the place of their earlier revisions. One that says the same only gets the new version and dates. Keys are unique. */
export async function writeDocuments(
  trx: Transaction,
  documents: readonly DocumentToStore[],
): Promise<DocumentsWritten> {
  const standing = await standingOf(trx, documents)
  const older = new Set<string>()
  const [changed, same]: [DocumentToStore[], DocumentToStore[]] = [[], []]
  for (const each of documents) {
    const { key, currentReleaseAt } = each.document
    const before = standing.get(key)
    const releasedMs = currentReleaseAt === undefined ? undefined : Date.parse(currentReleaseAt)
    if (before !== undefined && (before.releasedMs ?? 0) > (releasedMs ?? Number.MAX_SAFE_INTEGER)) older.add(key)
    else if (before?.fingerprint === each.fingerprint) same.push(each)
    else changed.push(each)
  }
  await noteRevisions(trx, same)
  await openDocuments(trx, changed)
  const revised = changed.map(({ document }) => document.key).filter((key) => standing.has(key))
  return { older, revised: new Set(revised), changed: changed.length }
}

interface StandingDocument {
  readonly key: string
  readonly fingerprint: string
  readonly releasedMs: number | null
}

async function standingOf(
  trx: Transaction,
  documents: readonly DocumentToStore[],
): Promise<ReadonlyMap<string, StandingDocument>> {
  const { rows } = await sql<StandingDocument>`
    select document_key as key, encode(fingerprint, 'hex') as fingerprint, (extract(epoch from released_at) * 1000)::bigint as "releasedMs"
    from advisory_document
    where document_key = any(${documents.map(({ document }) => document.key)}::text[]) and valid_to = 'infinity'`.execute(
    trx.query,
  )
  return new Map(rows.map((row) => [row.key, row]))
}

async function noteRevisions(trx: Transaction, same: readonly DocumentToStore[]): Promise<void> {
  if (same.length === 0) return
  const documents = same.map(({ document }) => document)
  await sql`
    update advisory_document old
    set version = new.version, released_at = new.released_at
    from unnest(${documents.map(({ key }) => key)}::text[], ${documents.map(({ version }) => version)}::text[],
      ${documents.map(({ currentReleaseAt }) => currentReleaseAt ?? null)}::timestamptz[]) as new (document_key, version, released_at)
    where old.document_key = new.document_key and old.valid_to = 'infinity'
      and (old.version, old.released_at) is distinct from (new.version, new.released_at)`.execute(trx.query)
}

async function openDocuments(trx: Transaction, changed: readonly DocumentToStore[]): Promise<void> {
  if (changed.length === 0) return
  const keys = changed.map(({ document }) => document.key)
  await sql`
    update advisory_document old
    set valid_to = ${closing('old')}
    where document_key = any(${keys}::text[]) and valid_to = 'infinity'`.execute(trx.query)
  const { rows } = await sql<{ id: number }>`
    select nextval(pg_get_serial_sequence('advisory_document', 'document_id'))::integer as id
    from generate_series(1, ${changed.length}::integer)
    order by id`.execute(trx.query)
  const opened = changed.map((each, index) => ({ ...each, id: rows[index]?.id ?? 0 }))
  await copyRows(trx, 'advisory_document', columns, opened.map(toRow))
  await copyRows(
    trx,
    'advisory_product',
    ['document_id', 'number', 'maker_keys', 'product'],
    opened.flatMap(toProducts),
  )
}

function toRow({ id, document, fingerprint, makerKeys }: DocumentToStore & { readonly id: number }): CopyValue[] {
  const { products: _products, ...rest } = document
  return [
    id,
    document.key,
    Buffer.from(fingerprint, 'hex'),
    document.trackingId,
    document.title,
    document.publisher.name,
    document.version,
    document.initialReleaseAt,
    document.currentReleaseAt,
    document.flaws.map((flaw) => flaw.id),
    [...new Set(makerKeys.flat())],
    toJson(rest),
  ]
}

function toProducts({ id, document, makerKeys }: DocumentToStore & { readonly id: number }): CopyValue[][] {
  return document.products.map((product, number) => [id, number, makerKeys[number] ?? [], toJson(product)])
}
