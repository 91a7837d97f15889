import { sql } from 'kysely'
import type { DeviceId, OrganisationId } from '../model/index.ts'
import type { Transaction } from './transaction.ts'
import { closing } from './vulnerabilities.ts'

/**
 * Takes devices out of the inventory that came into it from the network alone, and are part of others now; what they were goes to their history. One
 * that somebody added an SBOM to, or decided something of, stays. Returns those that are gone.
 */
export async function withdrawDevices(
  trx: Transaction,
  organisationId: OrganisationId,
  deviceIds: readonly DeviceId[],
): Promise<DeviceId[]> {
  if (deviceIds.length === 0) return []
  const isUsed = (table: string) =>
    sql`exists (select from ${sql.ref(table)} as used where used.organisation_id = ${organisationId} and used.device_id = device.device_id)`
  const { rows } = await sql<{ deviceId: DeviceId }>`
    with gone as (
      delete from device
      where organisation_id = ${organisationId} and device_id = any(${deviceIds}::uuid[]) and found_by = 'network'
        and not ${isUsed('device_sbom')} and not ${isUsed('triage')}
      returning *
    ),
    past as (
      insert into device_history (organisation_id, device_id, model_version_id, scope, device, valid_from, valid_to)
      select organisation_id, device_id, model_version_id, scope, to_jsonb(gone) - 'place', valid_from, ${closing('gone')} from gone
      on conflict (organisation_id, device_id, valid_to) do nothing
    ),
    counted as (
      insert into device_count (organisation_id, model_version_id, scope, devices)
      select ${organisationId}::uuid, model_version_id, scope, -count(*)::integer from gone group by model_version_id, scope
      on conflict (organisation_id, model_version_id, scope) do update set devices = device_count.devices + excluded.devices
    )
    select device_id as "deviceId" from gone`.execute(trx.query)
  return rows.map(({ deviceId }) => deviceId)
}
