import { sql } from 'kysely'
import type { DeviceId, Justification, OrganisationId, StatementStatus } from '../model/index.ts'
import { rowsByKeptPlan } from './kept-plan.ts'
import type { Transaction } from './transaction.ts'
import { alive } from './vulnerabilities.ts'

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

const columns = sql`triage_id::uuid as "triageId", triage.model_version_id::integer as "modelVersionId", device_id::uuid as "deviceId",
  vulnerability.vulnerability_id::integer as "vulnerabilityId", vulnerability.name::text as vulnerability, status::text, justification::text, reason::text, author::text,
  carried_from::uuid as "carriedFrom", triage.valid_from::timestamptz as at`

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

/** The organisation's triage of a device and of its model version, with the cluster of each flaw. */
export async function triageOfDevice(
  trx: Transaction,
  organisationId: OrganisationId,
  { deviceId, modelVersionId }: { readonly deviceId: DeviceId; readonly modelVersionId: number },
): Promise<(TriageRow & { readonly flaws: readonly number[] })[]> {
  return rowsByKeptPlan(
    trx,
    sql<TriageRow & { readonly flaws: readonly number[] }>`
    select ${columns}, array[coalesce(alias.cluster_id, vulnerability.vulnerability_id)]::integer[] as flaws
    from triage
    join vulnerability using (vulnerability_id)
    left join vulnerability_alias alias on alias.vulnerability_id = vulnerability.vulnerability_id and alias.valid_to = 'infinity'
    where organisation_id = ${organisationId} and triage.valid_to = 'infinity'
      and (triage.model_version_id = ${modelVersionId} or triage.device_id = ${deviceId})
    order by triage_id`,
  )
}
