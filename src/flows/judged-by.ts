import type { DeviceId, OrganisationId } from '../model/index.ts'
import { deviceVersions, judgedAs } from '../store/index.ts'
import type { DeviceRow, DeviceJudged, Transaction } from '../store/index.ts'

/**
 * By which model versions a device is judged: that of its list; where another one was seen, both, or that one alone where independent sources or a
 * person settled it.
 */
export async function judgedBy(
  trx: Transaction,
  organisationId: OrganisationId,
  { deviceId, modelVersionId }: Pick<DeviceRow, 'modelVersionId'> & { readonly deviceId: DeviceId },
): Promise<DeviceJudged> {
  const seen = await deviceVersions(trx, { organisationId }, [deviceId])
  return { organisationId, deviceId, modelVersionIds: judgedAs(modelVersionId, seen) }
}
