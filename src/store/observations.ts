import { sql } from 'kysely'
import type { OrganisationId, Sighting } from '../model/index.ts'
import type { CopyValue } from './copy.ts'
import { takeFlows } from './flows-seen.ts'
import type { FlowToStore } from './flows-seen.ts'
import { addCount, addSensor, namesOf, stage, widenSpan } from './seen-again.ts'
import type { SpanToStore } from './seen-again.ts'
import type { Transaction } from './transaction.ts'

/** A batch of observations as it is taken in. */
export interface BatchToStore {
  /** Made of the sensor and the name that it gave the batch: the same batch has the same key. */
  readonly batchKey: string
  readonly sensor: string
  /** The file or interface. */
  readonly source: string
  readonly sightings: readonly SightingToStore[]
  readonly observations: readonly ObservationToStore[]
  readonly flows: readonly FlowToStore[]
}

/** A batch by its name, and how much it holds. */
export interface BatchNamed extends Pick<BatchToStore, 'batchKey' | 'sensor' | 'source'> {
  readonly observations: number
  readonly flows: number
}

export interface SightingToStore extends Sighting, SpanToStore {
  readonly sightingId: string
}

export interface ObservationToStore extends SpanToStore {
  readonly sightingId: string
  readonly observationId: string
  readonly protocol: string
  readonly confidence: string
  /** JSON: pairs of field and value. */
  readonly facts: string
  readonly count: number
  readonly place: string
}

/** Notes that a batch comes in; false where it was taken before. Nothing of it is noted where the transaction fails. */
export async function beginBatch(
  trx: Transaction,
  organisationId: OrganisationId,
  { batchKey, sensor, source, observations, flows }: BatchNamed,
): Promise<boolean> {
  const { rows } = await sql`
    insert into observed_batch (organisation_id, batch_key, sensor, source, observations, flows)
    values (${organisationId}, ${batchKey}, ${sensor}, ${source}, ${observations}, ${flows})
    on conflict (organisation_id, batch_key) do nothing
    returning batch_key`.execute(trx.query)
  return rows.length > 0
}

/**
 * Takes a batch in: what was never seen is added, what is known is seen once more. Rows are written in the order of their keys, so that two batches
 * at once wait for each other and never for ever.
 */
export async function takeBatch(trx: Transaction, organisationId: OrganisationId, batch: BatchToStore): Promise<void> {
  await takeSightings(trx, organisationId, batch)
  await takeTold(trx, organisationId, batch)
  await takeFlows(trx, organisationId, batch)
}

const sightingColumns = [
  'organisation_id',
  'sighting_id',
  'macs',
  'ips',
  'ae_title',
  'host_name',
  'serial_key',
  'is_router',
  'is_own',
  'first_seen_at',
  'last_seen_at',
  'batch_key',
]

async function takeSightings(
  trx: Transaction,
  organisationId: OrganisationId,
  { sightings, batchKey }: BatchToStore,
): Promise<void> {
  const rows = sightings.map((each): CopyValue[] => [
    organisationId,
    each.sightingId,
    each.macs,
    each.ips,
    each.aeTitle,
    each.hostName,
    each.serialKey,
    each.isRouter,
    each.isOwn,
    each.firstSeenAt,
    each.lastSeenAt,
    batchKey,
  ])
  if (!(await stage(trx, 'sighting', sightingColumns, rows))) return
  await sql`
    insert into sighting (${namesOf(sightingColumns)})
    select ${namesOf(sightingColumns)} from staged_sighting order by sighting_id
    on conflict (organisation_id, sighting_id) do update set ${widenSpan('sighting')}, batch_key = excluded.batch_key`.execute(
    trx.query,
  )
}

const observationColumns = [
  'organisation_id',
  'sighting_id',
  'observation_id',
  'protocol',
  'confidence',
  'facts',
  'first_seen_at',
  'last_seen_at',
  'seen_count',
  'sensors',
  'source',
  'place',
]

async function takeTold(
  trx: Transaction,
  organisationId: OrganisationId,
  { observations, sensor, source }: BatchToStore,
): Promise<void> {
  const rows = observations.map((each): CopyValue[] => [
    organisationId,
    each.sightingId,
    each.observationId,
    each.protocol,
    each.confidence,
    each.facts,
    each.firstSeenAt,
    each.lastSeenAt,
    each.count,
    [sensor],
    source,
    each.place,
  ])
  if (!(await stage(trx, 'observation', observationColumns, rows))) return
  const isEarlier = sql`(excluded.first_seen_at, excluded.source, excluded.place) < (observation.first_seen_at, observation.source, observation.place)`
  await sql`
    insert into observation (${namesOf(observationColumns)})
    select ${namesOf(observationColumns)} from staged_observation order by sighting_id, observation_id
    on conflict (organisation_id, sighting_id, observation_id) do update
    set ${widenSpan('observation')}, ${addCount('observation', 'seen_count')}, ${addSensor('observation')},
      source = case when ${isEarlier} then excluded.source else observation.source end,
      place = case when ${isEarlier} then excluded.place else observation.place end`.execute(trx.query)
}
