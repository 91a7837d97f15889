import { isUuid } from '../model/index.ts'
import type { DeviceId, OrganisationId, Page, PageAsked } from '../model/index.ts'
import { findDevice, inOrganisation, sliceOfDevices } from '../store/index.ts'
import type { DeviceRow, FleetFilter, PlacedDevice, Organisation, Store, Transaction } from '../store/index.ts'
import { FlowError } from './error.ts'
import { pageOf, sliceOf } from './page.ts'
import { plainText } from './plain-text.ts'
import { withoutNulls } from './without-nulls.ts'
import type { WithoutNulls } from './without-nulls.ts'

/** A device as its hospital knows it. */
export type Device = WithoutNulls<DeviceRow>

export interface ListDevicesOptions extends Pick<FleetFilter, 'site' | 'ward' | 'maker' | 'model'> {
  readonly organisation: Organisation
  /** Part of an asset tag, serial number, host name, IP or MAC address, or words of maker and model. */
  readonly text?: string
  /** Only those in scope that nothing on the network surely is. */
  readonly isUnseen?: true
  readonly page: PageAsked
}

/** The devices of an organisation, in scope or not, by site, ward, maker, model, version, asset tag and serial number. */
export async function listDevices(store: Store, options: ListDevicesOptions): Promise<Page<Device>> {
  const { organisation, page, isUnseen, ...given } = options
  const { organisationId } = organisation
  const filter = Object.fromEntries(Object.entries(given).map(([name, text]) => [name, plainText(text)]))
  const slice = sliceOf(page, ['text'])
  const rows = await inOrganisation(store, organisationId, async (trx) =>
    sliceOfDevices(trx, { organisationId, ...filter, ...(isUnseen && { isUnseen }) }, slice),
  )
  const toItem = ({ place: _place, ...row }: PlacedDevice): Device => withoutNulls(row)
  return pageOf(rows, page, { placeOf: (row) => [row.place], toItem })
}

/** The device of this id. Throws `notFound`. */
export async function deviceOf(trx: Transaction, organisationId: OrganisationId, deviceId: string): Promise<DeviceRow> {
  const device = isUuid(deviceId) ? await findDevice(trx, organisationId, deviceId as DeviceId) : undefined
  if (device !== undefined) return device
  throw new FlowError(
    'notFound',
    `no device ${deviceId.slice(0, 60)} in this organisation; look it up in the list of devices`,
  )
}
