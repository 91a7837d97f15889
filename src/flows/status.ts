import { feedStatus as readStatus, findDevices, inKnowledge, inOrganisation } from '../store/index.ts'
import type { DeviceRow, FeedStatus, Organisation, Store } from '../store/index.ts'

/** What is loaded from each feed, and how fresh it is. */
export async function feedStatus(store: Store): Promise<FeedStatus[]> {
  return inKnowledge(store, async (trx) => readStatus(trx))
}

/** The devices that a serial number, asset tag, address or host name names, to attach an SBOM to one. */
export async function devicesNamed(store: Store, { organisationId }: Organisation, text: string): Promise<DeviceRow[]> {
  return inOrganisation(store, organisationId, async (trx) => findDevices(trx, { organisationId }, 'any', text))
}
