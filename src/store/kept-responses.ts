import { sql } from 'kysely'
import type { OrganisationId } from '../model/index.ts'
import { toJson } from './copy.ts'
import { isDead } from './presence.ts'
import type { Transaction } from './transaction.ts'

/** A request that may be sent again: its key, and the digest of all that it asks. */
export interface RepeatableRequest {
  readonly organisationId: OrganisationId
  readonly key: string
  readonly fingerprint: Uint8Array
}

/** What was answered to it. */
export interface KeptResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** `yours`: to be done now, for the first time or since whoever did it has died. `otherRequest`: the key was used for another one. */
export type KeyTaken =
  | { readonly is: 'yours' }
  | { readonly is: 'underWay' }
  | { readonly is: 'otherRequest' }
  | { readonly is: 'answered'; readonly response: KeptResponse }

const KEPT_HOURS = 24

/** Who takes a key: the process that holds this name, and whether it is at work on this very request already. */
export interface KeyTaker {
  readonly holder: string
  readonly isAtWork: boolean
}

/** Takes a key. A process that is at work on the request already only looks: its first asker may still be on the way here. */
export async function takeKey(trx: Transaction, request: RepeatableRequest, taker: KeyTaker): Promise<KeyTaken> {
  if (!taker.isAtWork && (await isNewKey(trx, request, taker))) return { is: 'yours' }
  const { organisationId, key, fingerprint } = request
  const { rows } = await sql<KeptRow>`
    select fingerprint = ${Buffer.from(fingerprint)} as "isSame", holder, status, headers, body
    from kept_response
    where organisation_id = ${organisationId} and key = ${key}
    for update`.execute(trx.query)
  const [row] = rows
  if (row === undefined) return { is: 'underWay' } // not there yet, or given back at this very moment
  if (!row.isSame) return { is: 'otherRequest' }
  if (row.status !== null)
    return { is: 'answered', response: { status: row.status, headers: row.headers ?? {}, body: row.body ?? '' } }
  return (await takeOver(trx, request, taker)) ? { is: 'yours' } : { is: 'underWay' }
}

async function isNewKey(
  trx: Transaction,
  { organisationId, key, fingerprint }: RepeatableRequest,
  { holder }: KeyTaker,
): Promise<boolean> {
  await sql`
    delete from kept_response
    where organisation_id = ${organisationId} and key = ${key} and ${isOld}`.execute(trx.query)
  const { numAffectedRows } = await sql`
    insert into kept_response (organisation_id, key, fingerprint, holder)
    values (${organisationId}, ${key}, ${Buffer.from(fingerprint)}, ${holder})
    on conflict (organisation_id, key) do nothing`.execute(trx.query)
  return (numAffectedRows ?? 0n) > 0n
}

interface KeptRow {
  readonly isSame: boolean
  readonly holder: string | null
  readonly status: number | null
  readonly headers: Record<string, string> | null
  readonly body: string | null
}

/** Whoever was at work on it has died, or lost the database: what it did is done again, and finds itself done. */
async function takeOver(
  trx: Transaction,
  { organisationId, key }: RepeatableRequest,
  { holder, isAtWork }: KeyTaker,
): Promise<boolean> {
  const isLeft = sql`case when holder = ${holder} then not ${isAtWork} else ${sql.raw(isDead('holder'))} end`
  const { numAffectedRows } = await sql`
    update kept_response set holder = ${holder}
    where organisation_id = ${organisationId} and key = ${key} and ${isLeft}`.execute(trx.query)
  return (numAffectedRows ?? 0n) > 0n
}

/** Keeps the response for 24 hours. */
export async function keepResponse(
  trx: Transaction,
  { organisationId, key }: RepeatableRequest,
  { status, headers, body }: KeptResponse,
): Promise<void> {
  await sql`
    update kept_response set holder = null, status = ${status}, headers = ${toJson(headers)}::jsonb, body = ${body}
    where organisation_id = ${organisationId} and key = ${key}`.execute(trx.query)
}

/** Gives a key back: the request failed for a reason that may pass, and may be sent again. */
export async function giveKeyBack(
  trx: Transaction,
  { organisationId, key }: RepeatableRequest,
  holder: string,
): Promise<void> {
  await sql`
    delete from kept_response
    where organisation_id = ${organisationId} and key = ${key} and holder = ${holder}`.execute(trx.query)
}

const isOld = sql`created_at < now() - ${KEPT_HOURS} * interval '1 hour' and holder is null`

/** Forgets responses of more than 24 hours ago. */
export async function pruneResponses(trx: Transaction): Promise<void> {
  await sql`
    delete from kept_response
    where created_at < now() - ${KEPT_HOURS} * interval '1 hour'`.execute(trx.query)
}
