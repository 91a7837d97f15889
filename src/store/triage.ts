import { sql } from 'kysely'
import type { DeviceId, Justification, OrganisationId, Slice, StatementStatus } from '../model/index.ts'
import { storable } from './copy.ts'
import type { DeviceJudged } from './device-flaws.ts'
import { isJudgedBy } from './judged-devices.ts'
import { rowsByKeptPlan } from './kept-plan.ts'
import type { Transaction } from './transaction.ts'
import { alive, closing } from './vulnerabilities.ts'

/** What a hospital decided of a flaw in a model version, or in one device. */
export interface TriageRow {
  readonly triageId: string
  readonly modelVersionId: number | null
  readonly deviceId: DeviceId | null
  readonly vulnerabilityId: number
  readonly vulnerability: string
  readonly status: StatementStatus
  readonly justification: Justification | null
  readonly reason: string
  readonly author: string
  readonly carriedFrom: string | null
  /** ISO 8601. */
  readonly at: string
}

const columns = sql`triage.triage_id::uuid as "triageId", triage.model_version_id::integer as "modelVersionId", triage.device_id::uuid as "deviceId",
  vulnerability.vulnerability_id::integer as "vulnerabilityId", vulnerability.name::text as vulnerability, triage.status::text, triage.justification::text, triage.reason::text, triage.author::text,
  triage.carried_from::uuid as "carriedFrom", triage.valid_from::timestamptz as at`

/** The organisation's triage of a flaw by the ids of its names, at an instant or now. */
export async function triageOnFlaw(
  trx: Transaction,
  organisationId: OrganisationId,
  { flaws, asOf }: { readonly flaws: readonly number[]; readonly asOf?: string | undefined },
): Promise<TriageRow[]> {
  return rowsByKeptPlan(
    trx,
    sql<TriageRow>`
    select ${columns}
    from triage join vulnerability using (vulnerability_id)
    where organisation_id = ${organisationId} and vulnerability_id = any(${flaws}::integer[]) and ${alive('triage', asOf)}
    order by triage_id`,
  )
}

/** The organisation's triage of model versions, and of a device if one is named, with the cluster of each flaw. */
export async function triageNear(
  trx: Transaction,
  organisationId: OrganisationId,
  { deviceId, modelVersionIds }: { readonly deviceId: DeviceId | null; readonly modelVersionIds: readonly number[] },
): Promise<(TriageRow & { readonly flaws: readonly number[] })[]> {
  return rowsByKeptPlan(
    trx,
    sql<TriageRow & { readonly flaws: readonly number[] }>`
    select ${columns}, array[coalesce(alias.cluster_id, vulnerability.vulnerability_id)]::integer[] as flaws
    from triage
    join vulnerability using (vulnerability_id)
    left join vulnerability_alias alias on alias.vulnerability_id = vulnerability.vulnerability_id and alias.valid_to = 'infinity'
    where organisation_id = ${organisationId} and triage.valid_to = 'infinity'
      and (triage.model_version_id = any(${modelVersionIds}::integer[]) or triage.device_id = ${deviceId}::uuid)
    order by triage_id`,
  )
}

/** The organisation's triage in force of a model version; at most so many as there are flaws. */
export async function triageOfModelVersion(
  trx: Transaction,
  organisationId: OrganisationId,
  modelVersionId: number,
): Promise<TriageRow[]> {
  const { rows } = await sql<TriageRow>`
    select ${columns}
    from triage join vulnerability using (vulnerability_id)
    where organisation_id = ${organisationId} and triage.valid_to = 'infinity' and triage.model_version_id = ${modelVersionId}
    order by triage_id
    limit 100000`.execute(trx.query)
  return rows
}

/** A triage that is to be kept. */
export interface TriageToStore {
  readonly triageId: string
  readonly modelVersionId: number | null
  readonly deviceId: DeviceId | null
  readonly vulnerabilityId: number
  readonly status: StatementStatus
  readonly justification: Justification | null
  readonly reason: string
  readonly author: string
  readonly carriedFrom: string | null
}

/** Keeps a triage, and closes the one that it takes the place of: of the same flaw in the same model version or device. */
export async function addTriage(trx: Transaction, organisationId: OrganisationId, given: TriageToStore): Promise<void> {
  await sql`
    update triage set valid_to = ${closing('triage')}
    where organisation_id = ${organisationId} and vulnerability_id = ${given.vulnerabilityId} and valid_to = 'infinity'
      and model_version_id is not distinct from ${given.modelVersionId}::integer and device_id is not distinct from ${given.deviceId}::uuid`.execute(
    trx.query,
  )
  await sql`
    insert into triage (organisation_id, triage_id, model_version_id, device_id, vulnerability_id, status, justification, reason, author, carried_from)
    values (${organisationId}, ${given.triageId}, ${given.modelVersionId}, ${given.deviceId}, ${given.vulnerabilityId}, ${given.status},
      ${given.justification}, ${storable(given.reason)}, ${storable(given.author)}, ${given.carriedFrom})`.execute(
    trx.query,
  )
}

/** A triage with what it is of, by name; a device by its model and serial number. */
export interface TriageNamed extends TriageRow {
  readonly maker: string | null
  readonly model: string | null
  readonly version: string | null
  readonly serial: string | null
}

const named = sql`${columns}, coalesce(known.maker, device.maker)::text as maker, coalesce(known.model, device.model)::text as model,
  coalesce(known.version, device.software_version)::text as version, device.serial::text as serial`

const namedFrom = (organisationId: OrganisationId) => sql`
  triage
  join vulnerability using (vulnerability_id)
  left join readable_model_version known on known.model_version_id = triage.model_version_id
  left join device on device.organisation_id = ${organisationId} and device.device_id = triage.device_id
  where triage.organisation_id = ${organisationId} and triage.valid_to = 'infinity'`

/** What narrows a list of triage: the names of one flaw, or one device with the model versions that it is judged by. */
export interface TriageFilter {
  readonly flaws?: readonly number[]
  readonly device?: Pick<DeviceJudged, 'deviceId' | 'modelVersionIds'>
}

/** The organisation's triage in force, by its ids. */
export async function sliceOfTriage(
  trx: Transaction,
  organisationId: OrganisationId,
  { limit, after, flaws, device }: Slice & TriageFilter,
): Promise<TriageNamed[]> {
  const { rows } = await sql<TriageNamed>`
    select ${named}
    from ${namedFrom(organisationId)}
      and ${after === undefined ? sql`true` : sql`triage_id > ${after[0]}::uuid`}
      and ${flaws === undefined ? sql`true` : sql`triage.vulnerability_id = any(${flaws}::integer[])`}
      and ${device === undefined ? sql`true` : sql`(triage.device_id = ${device.deviceId}::uuid or triage.model_version_id = any(${device.modelVersionIds}::integer[]))`}
    order by triage_id
    limit ${limit}`.execute(trx.query)
  return rows
}

/** One triage in force. */
export async function findTriage(
  trx: Transaction,
  organisationId: OrganisationId,
  triageId: string,
): Promise<TriageNamed | undefined> {
  const { rows } = await sql<TriageNamed>`
    select ${named} from ${namedFrom(organisationId)} and triage_id = ${triageId}`.execute(trx.query)
  return rows[0]
}

/** A triage of one version that may hold for another version of the same model, which devices are judged by and which has no triage of that flaw. */
export interface TriageProposed extends TriageNamed {
  readonly toModelVersionId: number
  readonly toVersion: string
}

/** Versions of triaged models that nobody has said anything of; `modelVersionIds` leaves those alone, `flaws` (ids of names) that flaw. */
export async function sliceOfProposals(
  trx: Transaction,
  organisationId: OrganisationId,
  {
    limit,
    after,
    modelVersionIds,
    flaws,
  }: Slice & { readonly modelVersionIds?: readonly number[]; readonly flaws?: readonly number[] },
): Promise<TriageProposed[]> {
  const { rows } = await sql<TriageProposed>`
    select ${named}, other.model_version_id::integer as "toModelVersionId", other.version::text as "toVersion"
    from triage
    join vulnerability using (vulnerability_id)
    join readable_model_version known on known.model_version_id = triage.model_version_id
    join readable_model_version other on other.maker_key = known.maker_key and other.model_key = known.model_key
      and other.version_key <> known.version_key and other.version_key <> ''
    left join device on false
    where triage.organisation_id = ${organisationId} and triage.valid_to = 'infinity' and ${isJudgedBy(organisationId, sql`other.model_version_id`)}
      and ${after === undefined ? sql`true` : sql`(triage_id, other.model_version_id) > (${after[0]}::uuid, ${after[1]}::integer)`}
      and ${modelVersionIds === undefined ? sql`true` : sql`other.model_version_id = any(${modelVersionIds}::integer[])`}
      and ${flaws === undefined ? sql`true` : sql`triage.vulnerability_id = any(${flaws}::integer[])`}
      and not exists (
        select from triage already
        where already.organisation_id = ${organisationId} and already.model_version_id = other.model_version_id
          and already.vulnerability_id = triage.vulnerability_id and already.valid_to = 'infinity'
      )
    order by triage_id, other.model_version_id
    limit ${limit}`.execute(trx.query)
  return rows
}
