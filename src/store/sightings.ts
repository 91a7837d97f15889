import { sql } from 'kysely'
import type { KeptObservation, KeptSighting, OrganisationId } from '../model/index.ts'
import type { Transaction } from './transaction.ts'

/** A sighting with the device that it belonged to until now, and whether it was seen since devices were last put together. */
export interface SightingRow extends KeptSighting {
  readonly observedId: string | null
  readonly isTouched: boolean
}

/** Keeps others from putting the organisation's devices together until the transaction ends. */
export async function lockFusion(trx: Transaction, organisationId: OrganisationId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${organisationId}, 1))`.execute(trx.query)
}

/** Marks the batches that wait as put together, and returns their keys. */
export async function claimBatches(trx: Transaction, organisationId: OrganisationId): Promise<string[]> {
  const { rows } = await sql<{ batchKey: string }>`
    update observed_batch set fused_at = now()
    where organisation_id = ${organisationId} and fused_at is null
    returning batch_key as "batchKey"`.execute(trx.query)
  return rows.map(({ batchKey }) => batchKey)
}

/** What a sighting is brought together with others by. */
export type KeyedRow = Pick<
  SightingRow,
  'sightingId' | 'macs' | 'ips' | 'aeTitle' | 'hostName' | 'serialKey' | 'observedId' | 'isTouched'
>

/** So many sightings are held at a time where all are looked through. */
const KEYS_AT_ONCE = 10_000

/** Every sighting of an organisation, some at a time. `batchKeys`: what came in since the last time. */
export async function* readKeys(
  trx: Transaction,
  organisationId: OrganisationId,
  batchKeys: readonly string[],
): AsyncGenerator<readonly KeyedRow[]> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const { rows } = await sql<KeyedRow>`
      select sighting_id as "sightingId", macs, ips, ae_title as "aeTitle", host_name as "hostName", serial_key as "serialKey",
        observed_id as "observedId", batch_key = any(${batchKeys}::uuid[]) as "isTouched"
      from sighting
      where organisation_id = ${organisationId} and sighting_id > ${after}
      order by sighting_id
      limit ${KEYS_AT_ONCE}`.execute(trx.query)
    yield rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < KEYS_AT_ONCE) return
    after = last.sightingId
  }
}

/** These sightings. `batchKeys`: what came in since the last time. */
export async function readSightings(
  trx: Transaction,
  organisationId: OrganisationId,
  { sightingIds, batchKeys }: { readonly sightingIds: readonly string[]; readonly batchKeys: readonly string[] },
): Promise<SightingRow[]> {
  const { rows } = await sql<SightingRow>`
    select sighting_id as "sightingId", macs, ips, ae_title as "aeTitle", host_name as "hostName", serial_key as "serialKey",
      is_router as "isRouter", is_own as "isOwn", ${inMs('first_seen_at')} as "firstSeenAt", ${inMs('last_seen_at')} as "lastSeenAt",
      observed_id as "observedId", batch_key = any(${batchKeys}::uuid[]) as "isTouched"
    from sighting
    where organisation_id = ${organisationId} and sighting_id = any(${sightingIds}::uuid[])`.execute(trx.query)
  return rows
}

/** So many observations are kept of one sighting: a banner that holds the time must not fill the database. */
const mostTold = 500

/**
 * Forgets the observations that were seen longest ago, of those of these sightings that have more than are kept. The last one that tells a version is kept
 * before all others: whoever tells much else, or the same version in many ways, must not wash away that another one was seen.
 */
export async function forgetOldest(
  trx: Transaction,
  organisationId: OrganisationId,
  sightingIds: readonly string[],
): Promise<void> {
  const { rows } = await sql<{ sightingId: string }>`
    select sighting_id as "sightingId"
    from observation
    where organisation_id = ${organisationId} and sighting_id = any(${sightingIds}::uuid[])
    group by sighting_id
    having count(*) > ${mostTold}`.execute(trx.query)
  for (const { sightingId } of rows)
    await sql`
      delete from observation
      where organisation_id = ${organisationId} and sighting_id = ${sightingId} and observation_id in (
        select observation_id
        from (
          select observation_id, last_seen_at, is_hint or version = '[]' as is_other,
            row_number() over (partition by is_hint, version order by last_seen_at desc, observation_id) as place
          from observation
          cross join lateral (
            select confidence = 'weak' as is_hint, jsonb_path_query_array(facts, 'strict $[*] ? (@[0] == "softwareVersion")[1]')::text as version
          ) as told
          where organisation_id = ${organisationId} and sighting_id = ${sightingId}
        ) as each
        order by is_other or place > 1, last_seen_at desc, observation_id
        offset ${mostTold}
      )`.execute(trx.query)
}

/** What was told of these sightings. */
export async function readObservations(
  trx: Transaction,
  organisationId: OrganisationId,
  sightingIds: readonly string[],
): Promise<KeptObservation[]> {
  const { rows } = await sql<KeptObservation>`
    select sighting_id as "sightingId", protocol, confidence, facts, ${inMs('first_seen_at')} as "firstSeenAt",
      ${inMs('last_seen_at')} as "lastSeenAt", seen_count::float8 as count, sensors, source, place
    from observation
    where organisation_id = ${organisationId} and sighting_id = any(${sightingIds}::uuid[])`.execute(trx.query)
  return rows
}

/** Notes which device each of these sightings belongs to; null: none. */
export async function placeSightings(
  trx: Transaction,
  organisationId: OrganisationId,
  placed: readonly { readonly sightingId: string; readonly observedId: string | null }[],
): Promise<void> {
  if (placed.length === 0) return
  await sql`
    update sighting set observed_id = placed.observed_id
    from unnest(${placed.map(({ sightingId }) => sightingId)}::uuid[], ${placed.map(({ observedId }) => observedId)}::uuid[]) as placed (sighting_id, observed_id)
    where sighting.organisation_id = ${organisationId} and sighting.sighting_id = placed.sighting_id`.execute(trx.query)
}

/** SQL: milliseconds since 1970 UTC. */
function inMs(column: string) {
  return sql`(extract(epoch from ${sql.ref(column)}) * 1000)::float8`
}
