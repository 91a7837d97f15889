import { deviceOfUdi, normaliseSerial, readWrittenUdi } from '../inventory/index.ts'
import type { Udi } from '../model/index.ts'
import { devicesOfUdi, inOrganisation } from '../store/index.ts'
import type { DeviceOfUdi, Organisation, Store } from '../store/index.ts'
import { FlowError } from './error.ts'
import { withoutNulls } from './without-nulls.ts'
import type { WithoutNulls } from './without-nulls.ts'

/** A device of the fleet that a label may be of. */
export type UdiDevice = WithoutNulls<DeviceOfUdi> & {
  /** `udi`: device identifier and serial number are its own. `serial`: its serial number alone is the same. `model`: it is of the same model. */
  readonly by: 'udi' | 'serial' | 'model'
}

/** A label, taken apart. */
export interface UdiShown {
  readonly udi: Udi
  /** The surest first, at most 200. None where the UDI was misread. */
  readonly devices: readonly UdiDevice[]
}

/** Takes a UDI apart, as a label shows it or a scanner gives it, and finds its device in the fleet. Throws `notUnderstood`. */
export async function showUdi(
  store: Store,
  { organisationId }: Organisation,
  { text, now }: { readonly text: string; readonly now: Date },
): Promise<UdiShown> {
  const udi = readWrittenUdi(text, { thisYear: now.getUTCFullYear() })
  if (udi === undefined)
    throw new FlowError(
      'notUnderstood',
      'this is no UDI of GS1, HIBCC, ICCBBA or IFA; scan the label, or write it as (01)00844588003288(21)SERIAL, with quotation marks around it',
    )
  if (udi.isChecked === false) return { udi, devices: [] }
  const { deviceIdentifier, serial } = udi
  const named = {
    deviceIdentifier: deviceIdentifier.replace(/^0+(?=.)/, ''),
    ...(serial === undefined ? {} : { serial }),
  }
  const found = await inOrganisation(store, organisationId, async (trx) => devicesOfUdi(trx, organisationId, named))
  const devices = found.flatMap((row) => {
    const by = howNamed(row, udi, text)
    return by === undefined ? [] : [{ ...withoutNulls(row), by }]
  })
  const order = ['udi', 'serial', 'model']
  return { udi, devices: devices.toSorted((a, b) => order.indexOf(a.by) - order.indexOf(b.by)) }
}

function howNamed(row: DeviceOfUdi, udi: Udi, text: string): UdiDevice['by'] | undefined {
  const own = row.udi === null ? undefined : readWrittenUdi(row.udi)
  const isSameModel = own?.issuer === udi.issuer && own.deviceIdentifier === udi.deviceIdentifier
  const isSameSerial =
    udi.serial !== undefined && normaliseSerial(row.serial ?? own?.serial ?? '') === normaliseSerial(udi.serial)
  const isSameUdi = row.udi !== null && udi.serial !== undefined && deviceOfUdi(row.udi) === deviceOfUdi(text)
  if (isSameUdi || (isSameModel && isSameSerial)) return 'udi'
  // Of another model by its own label, it only happens to bear the same number.
  if (isSameSerial && (own === undefined || isSameModel)) return 'serial'
  return isSameModel ? 'model' : undefined
}
