import { sql } from 'kysely'
import type { DeviceId, ObservedMatch, ObservedStanding, OrganisationId } from '../model/index.ts'
import type { Transaction } from './transaction.ts'

/** What of a device on the network stands beside the equipment list. */
export interface ObservedForList {
  readonly standing: ObservedStanding
  readonly deviceId: DeviceId | null
  readonly match: readonly ObservedMatch[]
  readonly softwareVersion: string | null
  readonly hostNames: readonly string[]
  readonly aeTitles: readonly string[]
  readonly macs: readonly string[]
  readonly ips: readonly string[]
  /** ISO 8601. */
  readonly lastSeenAt: string
}

const most = 1_000_000

/** Devices on the network that are, or may be, one of the inventory; at most 1,000,000. */
export async function observedForList(trx: Transaction, organisationId: OrganisationId): Promise<ObservedForList[]> {
  const { rows } = await sql<ObservedForList>`
    select standing, device_id as "deviceId", match, software_version as "softwareVersion", host_names as "hostNames", ae_titles as "aeTitles",
      macs, ips, last_seen_at as "lastSeenAt"
    from observed_device
    where organisation_id = ${organisationId} and standing <> 'onlyOnNetwork'
    order by place
    limit ${most}`.execute(trx.query)
  return rows
}
