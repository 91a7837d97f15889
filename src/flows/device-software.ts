import type { CorrectionTold, Page } from '../model/index.ts'
import { countFlawsOf, findCorrections, sliceOfSoftware } from '../store/index.ts'
import type { SoftwareRow, Store } from '../store/index.ts'
import { toldOf } from './corrected.ts'
import type { OfDeviceOptions } from './device-findings.ts'
import { deviceOf } from './devices.ts'
import { judgedBy } from './judged-by.ts'
import { pageOf, sliceOf } from './page.ts'
import { hearDevice } from './stated-of-device.ts'
import { whenMatched } from './when-matched.ts'
import { withoutNulls } from './without-nulls.ts'
import type { WithoutNulls } from './without-nulls.ts'

/** A line of an SBOM of a device, in its document's order. */
export interface SoftwareLine extends WithoutNulls<
  Omit<SoftwareRow, 'component' | 'componentId' | 'judgedId' | 'judgedDeployed' | 'corrections'>
> {
  readonly component: WithoutNulls<SoftwareRow['component']>
  /** What the organisation says of it instead of what is written, in order. */
  readonly corrections?: readonly CorrectionTold[]
  /** Flaws that this component has, or may have, in this device. What is not deployed is not looked at. */
  readonly affected: number
  readonly unknown: number
}

/** What the SBOMs of a device list, line by line, and how many flaws each line has. Throws `notFound` and `stillMatching`. */
export async function softwareOf(store: Store, options: OfDeviceOptions): Promise<Page<SoftwareLine>> {
  const { page, organisation, deviceId } = options
  const { organisationId } = organisation
  const slice = sliceOf(page, ['integer', 'integer'])
  return whenMatched(store, organisationId, async (trx) => {
    const device = await deviceOf(trx, organisationId, deviceId)
    const rows = await sliceOfSoftware(trx, await judgedBy(trx, organisationId, device), slice)
    const deployed = rows.filter((row) => row.judgedDeployed).map((row) => row.judgedId)
    const told = await findCorrections(trx, [...new Set(rows.flatMap(({ corrections }) => corrections ?? []))])
    const counts = await countFlawsOf(trx, await hearDevice(trx, await judgedBy(trx, organisationId, device)), [
      ...new Set(deployed),
    ])
    const toItem = (each: SoftwareRow): SoftwareLine => {
      const { component, componentId: _, judgedId, judgedDeployed, corrections, ...row } = each
      const { affected, unknown } = (judgedDeployed ? counts.get(judgedId) : undefined) ?? { affected: 0, unknown: 0 }
      const said = { component: withoutNulls(component), affected, unknown }
      return {
        ...withoutNulls(row),
        ...said,
        ...(corrections === null ? {} : { corrections: toldOf(corrections, told) }),
      }
    }
    return pageOf(rows, page, { placeOf: (row) => [row.sbomId, row.ordinal], toItem })
  })
}
