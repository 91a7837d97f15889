import { sql } from 'kysely'
import type { ObservedFacts, ObservedGroup, OrganisationId } from '../model/index.ts'
import { copyRows, toJson } from './copy.ts'
import type { CopyValue } from './copy.ts'
import type { Transaction } from './transaction.ts'

/** A device on the network as it is to be kept: its sightings put together, and what was told of it. */
export interface ObservedToStore {
  readonly group: ObservedGroup
  readonly facts: ObservedFacts
  /** Of the group: equal groups have the same. */
  readonly fingerprint: string
  /** Maker and serial numbers as they are compared. */
  readonly serialKeys: readonly string[]
}

const columns = [
  'organisation_id',
  'observed_id',
  'kind',
  'maker',
  'model',
  'serial',
  'software_version',
  'device_kind',
  'host_names',
  'ae_titles',
  'macs',
  'ips',
  'serial_keys',
  'is_clinical',
  'is_told',
  'anchors',
  'members',
  'facts',
  'joins',
  'conflicts',
  'versions',
  'observations',
  'first_seen_at',
  'last_seen_at',
  'fingerprint',
]

/** Which devices are kept, by id, with the fingerprint of what each was made of. */
export async function observedFingerprints(
  trx: Transaction,
  organisationId: OrganisationId,
): Promise<Map<string, string>> {
  const { rows } = await sql<{ observedId: string; fingerprint: string }>`
    select observed_id as "observedId", fingerprint from observed_device where organisation_id = ${organisationId}`.execute(
    trx.query,
  )
  return new Map(rows.map(({ observedId, fingerprint }) => [observedId, fingerprint]))
}

/** What these devices are known by. */
export async function anchorsOf(
  trx: Transaction,
  organisationId: OrganisationId,
  ids: readonly string[],
): Promise<{ readonly observedId: string; readonly anchors: readonly string[] }[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ observedId: string; anchors: string[] }>`
    select observed_id as "observedId", anchors
    from observed_device
    where organisation_id = ${organisationId} and observed_id = any(${ids}::uuid[])
    order by observed_id`.execute(trx.query)
  return rows
}

/** Keeps devices, new or changed; how they stand to the inventory stays. */
export async function writeObserved(
  trx: Transaction,
  organisationId: OrganisationId,
  devices: readonly ObservedToStore[],
): Promise<void> {
  if (devices.length === 0) return
  await sql`create temporary table staged_observed (like observed_device including defaults) on commit drop`.execute(
    trx.query,
  )
  await copyRows(
    trx,
    'staged_observed',
    columns,
    devices.map((device) => toRow(organisationId, device)),
  )
  const list = sql.join(columns.map((column) => sql.ref(column)))
  const updates = sql.join(columns.slice(2).map((column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`))
  await sql`
    insert into observed_device (${list})
    select ${list} from staged_observed
    on conflict (organisation_id, observed_id) do update set ${updates}`.execute(trx.query)
  await sql`drop table staged_observed`.execute(trx.query)
}

/** Forgets devices that are others now: their sightings belong to those. */
export async function removeObserved(
  trx: Transaction,
  organisationId: OrganisationId,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return
  await sql`delete from observed_device where organisation_id = ${organisationId} and observed_id = any(${ids}::uuid[])`.execute(
    trx.query,
  )
}

function toRow(
  organisationId: OrganisationId,
  { group, facts, fingerprint, serialKeys }: ObservedToStore,
): CopyValue[] {
  const { fields, conflicts, versions, isClinical, isTold, observations } = facts
  const best = (field: keyof typeof fields): string | undefined => fields[field]?.values[0]?.value
  const all = (field: keyof typeof fields): string[] => fields[field]?.values.map(({ value }) => value) ?? []
  return [
    organisationId,
    group.observedId,
    group.kind,
    best('maker'),
    best('model'),
    best('serial'),
    best('softwareVersion'),
    best('deviceKind'),
    all('hostName'),
    all('aeTitle'),
    all('mac'),
    all('ip'),
    serialKeys,
    isClinical,
    isTold,
    group.anchors,
    group.members,
    toJson(fields),
    toJson(group.joins),
    toJson(conflicts),
    toJson(versions),
    observations,
    new Date(group.firstSeenAt).toISOString(),
    new Date(group.lastSeenAt).toISOString(),
    fingerprint,
  ]
}
