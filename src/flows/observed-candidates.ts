import type { DeviceId, ObservedMatch, OrganisationId } from '../model/index.ts'
import { findDevices } from '../store/index.ts'
import type { DeviceRow, Transaction } from '../store/index.ts'
import { withoutNulls } from './without-nulls.ts'
import type { WithoutNulls } from './without-nulls.ts'

/** A device of the inventory that it is, or may be, and why. */
export interface CandidateSeen {
  readonly rule: string
  readonly value: string
  readonly doubt?: string
  readonly device: Pick<
    WithoutNulls<DeviceRow>,
    'deviceId' | 'assetTag' | 'serial' | 'maker' | 'model' | 'softwareVersion' | 'site' | 'ward'
  >
}

/** Gives each match the device that it names; all of them are read at once. */
export async function candidatesOf(
  trx: Transaction,
  organisationId: OrganisationId,
  matches: readonly ObservedMatch[],
): Promise<ReadonlyMap<ObservedMatch, CandidateSeen>> {
  const rows = await findDevices(
    trx,
    organisationId,
    matches.map(({ deviceId }) => deviceId),
  )
  const byId = new Map<DeviceId, DeviceRow>(rows.map((row) => [row.deviceId, row]))
  return new Map(
    matches.flatMap((match) => {
      const row = byId.get(match.deviceId)
      return row === undefined ? [] : [[match, toCandidate(match, row)] as const]
    }),
  )
}

function toCandidate({ deviceId, rule, value, doubt }: ObservedMatch, row: DeviceRow): CandidateSeen {
  const { assetTag, serial, maker, model, softwareVersion, site, ward } = row
  const device = withoutNulls({ deviceId, assetTag, serial, maker, model, softwareVersion, site, ward })
  return { rule, value, ...(doubt === undefined ? {} : { doubt }), device }
}
