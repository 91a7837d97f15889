import { sql } from 'kysely'
import type { OrganisationId, SignatureKind } from '../model/index.ts'
import { storable } from './copy.ts'
import type { Transaction } from './transaction.ts'

/** No organisation needs more: one or two for each maker. All are held in memory while a signature is judged. */
const mostKeys = 1_000

/** A key that an organisation trusts. */
export interface TrustedKeyRow {
  readonly keyId: number
  readonly kind: SignatureKind
  readonly fingerprint: string
  readonly publicKey: string
  readonly maker: string
  readonly names: string
  readonly subject: string | null
  readonly issuer: string | null
  readonly trustedFrom: string | null
  readonly trustedTo: string | null
  readonly addedAt: string
}

/** The keys that an organisation itself trusts now, by maker. Those that others let it see are not among them. */
export async function trustedKeysOf(trx: Transaction, owner: OrganisationId): Promise<TrustedKeyRow[]> {
  const { rows } = await sql<TrustedKeyRow>`
    select key_id as "keyId", kind, fingerprint, public_key as "publicKey", maker, names, subject, issuer,
      trusted_from as "trustedFrom", trusted_to as "trustedTo", valid_from as "addedAt"
    from trusted_key
    where owner = ${owner} and valid_to = 'infinity'
    order by maker, key_id
    limit ${mostKeys}`.execute(trx.query)
  return rows
}

export type NewTrustedKey = Omit<TrustedKeyRow, 'keyId' | 'addedAt'>

/** Trusts a key, unless the organisation has `mostKeys`. The same key for the same maker and term changes nothing; else it replaces the entry. */
export async function addTrustedKey(
  trx: Transaction,
  owner: OrganisationId,
  key: NewTrustedKey,
): Promise<{ readonly is: 'added' | 'unchanged'; readonly keyId: number } | { readonly is: 'tooMany' }> {
  await lockTrust(trx, owner, 'toChange')
  const known = await trustedKeysOf(trx, owner)
  const same = known.find(({ kind, fingerprint }) => kind === key.kind && fingerprint === key.fingerprint)
  if (same !== undefined && isSame(same, key)) return { is: 'unchanged', keyId: same.keyId }
  if (same === undefined && known.length >= mostKeys) return { is: 'tooMany' }
  if (same !== undefined) await closeTrustedKey(trx, owner, same.keyId)
  const { rows } = await sql<{ keyId: number }>`
    insert into trusted_key (owner, kind, fingerprint, public_key, maker, names, subject, issuer, trusted_from, trusted_to)
    values (${owner}, ${key.kind}, ${key.fingerprint}, ${key.publicKey}, ${storable(key.maker)}, ${storable(key.names)}, ${key.subject},
      ${key.issuer}, ${key.trustedFrom}::timestamptz, ${key.trustedTo}::timestamptz)
    returning key_id as "keyId"`.execute(trx.query)
  return { is: 'added', keyId: rows[0]?.keyId ?? 0 }
}

function isSame(a: NewTrustedKey, b: NewTrustedKey): boolean {
  const instant = (text: string | null): number | null => (text === null ? null : Date.parse(text))
  return (
    a.maker === b.maker &&
    a.publicKey === b.publicKey &&
    instant(a.trustedFrom) === instant(b.trustedFrom) &&
    instant(a.trustedTo) === instant(b.trustedTo)
  )
}

/**
 * Which keys an organisation trusts, as a text that is another as soon as one was added or withdrawn; nobody changes them until the transaction
 * ends. So a verdict that was reached by other keys is not written after them.
 */
export async function trustNow(trx: Transaction, owner: OrganisationId): Promise<string> {
  await lockTrust(trx, owner, 'toRead')
  return toTrust(await trustedKeysOf(trx, owner))
}

/** What `trustNow` says while exactly these keys are trusted. */
export function toTrust(keys: readonly Pick<TrustedKeyRow, 'keyId'>[]): string {
  return keys.map(({ keyId }) => keyId).join(' ')
}

async function lockTrust(trx: Transaction, owner: OrganisationId, mode: 'toRead' | 'toChange'): Promise<void> {
  const lock = mode === 'toChange' ? sql`pg_advisory_xact_lock` : sql`pg_advisory_xact_lock_shared`
  await sql`select ${lock}(hashtextextended(${`trusted keys ${owner}`}, 0))`.execute(trx.query)
}

/** Trusts a key no more; false when the organisation has none of this id. */
export async function closeTrustedKey(trx: Transaction, owner: OrganisationId, keyId: number): Promise<boolean> {
  await lockTrust(trx, owner, 'toChange')
  const { numAffectedRows } = await sql`
    update trusted_key set valid_to = greatest(now(), valid_from)
    where owner = ${owner} and key_id = ${keyId} and valid_to = 'infinity'`.execute(trx.query)
  return numAffectedRows === 1n
}
