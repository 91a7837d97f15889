import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { AdvisoryDocument, AdvisoryProduct, OrganisationId, Slice } from '../model/index.ts'
import { holdsText } from './holds-text.ts'
import { comesAfter, inOrderOf } from './keyset.ts'
import type { OrderedBy } from './keyset.ts'
import type { Transaction } from './transaction.ts'

/** A document in a list. Times are ISO 8601. */
export interface DocumentRow {
  readonly documentId: number
  readonly key: string
  readonly trackingId: string
  readonly title: string
  readonly publisher: string
  readonly version: string
  readonly releasedAt: string | null
  readonly flaws: readonly string[]
  /** Newest first, as a number that ascends. */
  readonly place: number
}

const place = sql`-coalesce(extract(epoch from released_at)::bigint / 60, 0)::integer`
const order: readonly OrderedBy[] = [
  { by: place, type: 'integer' },
  { by: sql.ref('document_id'), type: 'integer' },
]
const shown = sql`document_id as "documentId", document_key as key, tracking_id as "trackingId", title, publisher, version,
  to_char(released_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "releasedAt", flaws, ${place} as place`

/** Which documents: those of some makers, those that hold a text in id, title or flaws. */
export interface DocumentsAsked {
  readonly text?: string
  readonly makerKeys?: readonly string[]
}

/** The documents as they stand now, newest first. */
export async function sliceOfDocuments(
  trx: Transaction,
  { text, makerKeys }: DocumentsAsked,
  { limit, after }: Slice,
): Promise<DocumentRow[]> {
  const isOfMaker = makerKeys === undefined ? sql`true` : sql`maker_keys && ${makerKeys}::text[]`
  const { rows } = await sql<DocumentRow>`
    select ${shown}
    from advisory_document
    where valid_to = 'infinity' and ${holds(text)} and ${isOfMaker} and ${comesAfter(order, after)}
    order by ${inOrderOf(order)}
    limit ${limit}`.execute(trx.query)
  return rows
}

function holds(text: string | undefined): RawBuilder<unknown> {
  if (text === undefined || text.trim() === '') return sql`true`
  return holdsText(sql`array_to_string(array[tracking_id, title] || flaws, ' ')`, text.trim())
}

/** A document with its products. */
export interface WholeDocument {
  readonly documentId: number
  readonly document: AdvisoryDocument
}

/** The live documents of this key or tracking id: several publishers may have used one. */
export async function findDocuments(trx: Transaction, id: string): Promise<WholeDocument[]> {
  return wholeDocuments(trx, sql`document_key = ${id} or upper(tracking_id) = upper(${id})`)
}

/** The live documents of these ids, by their keys. */
export async function documentsOf(trx: Transaction, documentIds: readonly number[]): Promise<WholeDocument[]> {
  return wholeDocuments(trx, sql`document_id = any(${documentIds}::integer[])`)
}

const mostDocuments = 1000

interface WholeRow {
  readonly documentId: number
  readonly document: AdvisoryDocument
  readonly products: readonly AdvisoryProduct[]
  readonly version: string
  readonly releasedAt: string | null
}

async function wholeDocuments(trx: Transaction, isMeant: RawBuilder<unknown>): Promise<WholeDocument[]> {
  const { rows } = await sql<WholeRow>`
    select document_id as "documentId", document, version, to_char(released_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "releasedAt",
      coalesce((
        select jsonb_agg(product order by number) from advisory_product where advisory_product.document_id = advisory_document.document_id
      ), '[]') as products
    from advisory_document
    where valid_to = 'infinity' and (${isMeant})
    order by document_key
    limit ${mostDocuments}`.execute(trx.query)
  return rows.map(({ documentId, document, products, version, releasedAt }) => ({
    documentId,
    document: { ...document, version, ...(releasedAt !== null && { currentReleaseAt: releasedAt }), products },
  }))
}

/** A product of a live document that may be of one of some makers. */
export interface ProductOfMaker {
  readonly documentId: number
  readonly number: number
  readonly product: AdvisoryProduct
}

/** The products of live documents that may be of one of these makers, in the order of documents; at most `limit`. */
export async function productsOfMakers(
  trx: Transaction,
  makerKeys: readonly string[],
  limit: number,
): Promise<ProductOfMaker[]> {
  const { rows } = await sql<ProductOfMaker>`
    select product.document_id as "documentId", product.number, product.product
    from advisory_product product join advisory_document document using (document_id)
    where document.valid_to = 'infinity' and product.maker_keys && ${makerKeys}::text[]
    order by document.released_at desc nulls last, product.document_id, product.number
    limit ${limit}`.execute(trx.query)
  return rows
}

/** A model version that devices in scope are of, by their list or by what was seen of them. */
export interface OwnModelVersion {
  readonly modelVersionId: number
  readonly makerKey: string
  readonly maker: string
  readonly model: string
  readonly version: string | null
}

/** The model versions, of some makers, that devices of an organisation are of or may be, in their order. */
export async function ownModelVersions(
  trx: Transaction,
  organisationId: OrganisationId,
  { makerKeys, limit }: { readonly makerKeys: readonly string[]; readonly limit: number },
): Promise<OwnModelVersion[]> {
  const { rows } = await sql<OwnModelVersion>`
    with own as materialized (
      select model_version_id from device_count where organisation_id = ${organisationId} and scope = 'inScope' and devices > 0
      union
      select model_version_id from device_version where organisation_id = ${organisationId} and valid_to = 'infinity'
    )
    select named.model_version_id as "modelVersionId", named.maker_key as "makerKey", named.maker, named.model, named.version
    from own join readable_model_version named using (model_version_id)
    where named.maker_key = any(${makerKeys}::text[])
    order by named.model_version_id
    limit ${limit}`.execute(trx.query)
  return rows
}
