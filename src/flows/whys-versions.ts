import type { DeviceId, Why, WhyVersionSeen } from '../model/index.ts'
import { deviceVersionsTold } from '../store/index.ts'
import type { DeviceVersionTold, FleetFilter, Transaction } from '../store/index.ts'
import { withoutNulls } from './without-nulls.ts'

/** What list, network and people say of the versions of some devices, of those where they differ: a line in the why of each. */
export async function whysOfVersions(
  trx: Transaction,
  fleet: Pick<FleetFilter, 'organisationId' | 'asOf'>,
  deviceIds: readonly DeviceId[],
): Promise<ReadonlyMap<DeviceId, Why>> {
  const rows = await deviceVersionsTold(trx, fleet, [...new Set(deviceIds)])
  const whys = [...Map.groupBy(rows, ({ deviceId }) => deviceId)].flatMap(([deviceId, some]) => {
    const [first] = some
    return first === undefined ? [] : [[deviceId, toWhy(first, some)] as const]
  })
  return new Map(whys)
}

function toWhy(
  { declared, declaredSource, declaredAt }: DeviceVersionTold,
  versions: readonly DeviceVersionTold[],
): Why {
  const seen = versions.map(toSeen)
  return {
    reason: 'otherVersionSeen',
    versions: { ...withoutNulls({ declared, declaredSource, declaredAt }), seen },
  }
}

function toSeen({ version, stands, evidence: { because, seen } }: DeviceVersionTold): WhyVersionSeen {
  if (seen === undefined) return { version, stands, because }
  const { protocols, sensors, firstSeenAt, source, place } = seen
  const evidence = { protocols, sensors, firstSeenAt: new Date(firstSeenAt).toISOString(), source, place }
  return { version, stands, because, evidence }
}
