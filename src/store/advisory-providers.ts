import { sql } from 'kysely'
import type { SignatureState, Slice } from '../model/index.ts'
import { storable, toJson } from './copy.ts'
import type { Transaction } from './transaction.ts'

/** A provider of CSAF documents, and the keys that were pinned of it. */
export interface AdvisoryProvider {
  readonly url: string
  readonly name: string
  readonly namespace: string
  readonly role: string
  readonly keys: readonly { readonly fingerprint: string; readonly publicKey: string }[]
  readonly problems: readonly string[]
}

/** A provider with what was taken of it. */
export interface AdvisoryProviderRow extends AdvisoryProvider {
  readonly pulledAt: string
  readonly documents: number
  readonly rejected: number
  /** The latest `current_release_date` that was taken. */
  readonly newestAt: string | null
}

const mostProviders = 1_000

/** Every provider that was pulled or imported, by address. */
export async function listProviders(trx: Transaction): Promise<AdvisoryProviderRow[]> {
  const { rows } = await sql<AdvisoryProviderRow>`
    select url, name, namespace, role, keys, problems, pulled_at as "pulledAt", documents, rejected, newest_at as "newestAt"
    from advisory_provider
    cross join lateral (
      select count(*) filter (where state = 'verified')::integer as documents, count(*) filter (where state = 'rejected')::integer as rejected,
        max(released_at) filter (where state = 'verified') as newest_at
      from provided_document
      where provider = advisory_provider.url
    ) as counted
    order by url
    limit ${mostProviders}`.execute(trx.query)
  return rows
}

/** The keys pinned of a provider, or of all when none is named. */
export async function pinnedKeys(trx: Transaction, url: string | undefined): Promise<AdvisoryProvider['keys']> {
  const { rows } = await sql<{ fingerprint: string; publicKey: string }>`
    select distinct on (key ->> 'fingerprint') key ->> 'fingerprint' as fingerprint, key ->> 'publicKey' as "publicKey"
    from advisory_provider cross join lateral jsonb_array_elements(keys) as key
    where ${url === undefined ? sql`true` : sql`url = ${url}`}
    order by key ->> 'fingerprint', pulled_at desc
    limit ${mostProviders}`.execute(trx.query)
  return rows
}

/** Notes a provider, its keys and what was wrong. */
export async function noteProvider(
  trx: Transaction,
  { url, name, namespace, role, keys, problems }: AdvisoryProvider,
): Promise<void> {
  await sql`
    insert into advisory_provider (url, name, namespace, role, keys, problems)
    values (${url}, ${storable(name)}, ${storable(namespace)}, ${role}, ${toJson(keys)}::jsonb, ${toJson(problems)}::jsonb)
    on conflict (url) do update set name = excluded.name, namespace = excluded.namespace, role = excluded.role, keys = excluded.keys,
      problems = excluded.problems, pulled_at = now()`.execute(trx.query)
}

/** A document of a provider as it was met. */
export interface ProvidedDocument {
  readonly url: string
  readonly releasedAt: string | null
  readonly state: 'verified' | 'rejected'
  /** Hex; of what was verified. */
  readonly sha256: string | null
  readonly signature: SignatureState | null
  readonly because: string | null
  readonly detail: string | null
}

const mostDocuments = 200_000

/** What was met of a provider, by address. */
export async function providedDocuments(
  trx: Transaction,
  provider: string,
): Promise<{ readonly url: string; readonly releasedAt: string | null; readonly isVerified: boolean }[]> {
  const { rows } = await sql<{ url: string; releasedAt: string | null; isVerified: boolean }>`
    select url, released_at as "releasedAt", state = 'verified' as "isVerified"
    from provided_document
    where provider = ${provider}
    order by url
    limit ${mostDocuments}`.execute(trx.query)
  return rows
}

/** A document of a provider that was not taken. */
export interface RejectedRow {
  readonly provider: string
  readonly url: string
  readonly because: string
  readonly detail: string
  readonly seenAt: string
}

/** The documents that were not taken, by provider and address, which are the place of one. */
export async function sliceOfRejected(trx: Transaction, { limit, after }: Slice): Promise<RejectedRow[]> {
  const { rows } = await sql<RejectedRow>`
    select provider, url, because, coalesce(detail, '') as detail, seen_at as "seenAt"
    from provided_document
    where state = 'rejected' and ${after === undefined ? sql`true` : sql`(provider, url) > (${after[0]}::text, ${after[1]}::text)`}
    order by provider, url
    limit ${limit}`.execute(trx.query)
  return rows
}

/** Notes what became of documents, in place of what was known. */
export async function noteDocuments(
  trx: Transaction,
  provider: string,
  documents: readonly ProvidedDocument[],
): Promise<void> {
  if (documents.length === 0) return
  await sql`
    insert into provided_document (provider, url, released_at, state, sha256, signature, because, detail)
    select distinct on (url) ${provider}, url, "releasedAt", state, decode(sha256, 'hex'), signature, because, detail
    from jsonb_to_recordset(${toJson(documents)}::jsonb) as met (url text, "releasedAt" timestamptz, state text, sha256 text, signature jsonb,
      because text, detail text)
    order by url
    on conflict (provider, url) do update set released_at = excluded.released_at, state = excluded.state, sha256 = excluded.sha256,
      signature = excluded.signature, because = excluded.because, detail = excluded.detail, seen_at = now()`.execute(
    trx.query,
  )
}
