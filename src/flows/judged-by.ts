import type { DeviceId, OrganisationId } from '../model/index.ts'
import { deviceVersions } from '../store/index.ts'
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
  const seen = await deviceVersions(trx, { organisationId }, deviceId)
  const settled = seen.filter(({ stands }) => stands === 'instead').map((row) => row.modelVersionId)
  const others = seen.map((row) => row.modelVersionId)
  const modelVersionIds = settled.length > 0 ? settled : [...new Set([modelVersionId, ...others])]
  return { organisationId, deviceId, modelVersionIds }
}
