import type { Doubt, Page, PageAsked, Reason, Why } from '../model/index.ts'
import { countFlaws, headersOfSboms, sbomsOfDevice, sliceOfFlawsOf } from '../store/index.ts'
import type { FlawCounts, FlawOfDevice, Organisation, SbomOfDevice, Store } from '../store/index.ts'
import { correctedOf } from './corrected.ts'
import { deviceOf } from './devices.ts'
import type { Device } from './devices.ts'
import { judgedBy } from './judged-by.ts'
import { pageOf, sliceOf } from './page.ts'
import { whenMatched } from './when-matched.ts'
import { hearDevice } from './stated-of-device.ts'
import { proposalsFor, whyToConfirm } from './proposals.ts'
import { toWhy } from './whys.ts'
import { whysStated } from './whys-stated.ts'
import { whysOfVersions } from './whys-versions.ts'
import { withoutNulls } from './without-nulls.ts'
import type { WithoutNulls } from './without-nulls.ts'

export interface DeviceDetail {
  readonly device: Device
  /** The SBOMs it is judged by. */
  readonly sboms: readonly WithoutNulls<SbomOfDevice>[]
  /** Flaws by what they mean for this device. */
  readonly findings: FlawCounts
}

/** A device with the SBOMs it is judged by and how many flaws it has. Throws `notFound` and `stillMatching`. */
export async function readDevice(
  store: Store,
  { organisationId }: Organisation,
  deviceId: string,
): Promise<DeviceDetail> {
  return whenMatched(store, organisationId, async (trx) => {
    const device = await deviceOf(trx, organisationId, deviceId)
    const judged = await judgedBy(trx, organisationId, device)
    const sboms = await sbomsOfDevice(trx, judged)
    const findings = await countFlaws(trx, await hearDevice(trx, judged))
    return { device: withoutNulls(device), sboms: sboms.map(withoutNulls), findings }
  })
}

/** One flaw on one device, with what it stands on. A flaw of several names stands once. */
export interface DeviceFinding {
  readonly vulnerability: string
  /** All its names. */
  readonly names: readonly string[]
  readonly verdict: 'affected' | 'unknown'
  /** A `Reason` or a `Doubt`. */
  readonly reason: string
  readonly summary?: string
  readonly cvssBase?: number
  readonly exploitedSince?: string
  readonly epssProbability?: number
  /** The most telling first, at most 20. */
  readonly why: readonly Why[]
}

export interface OfDeviceOptions {
  readonly organisation: Organisation
  readonly deviceId: string
  readonly page: PageAsked
}

/**
 * The flaws that reach a device or may, by what its SBOMs list: affected first, then those known to be exploited, then by EPSS, CVSS and
 * name. Verdicts are those of `ask`, configurations settled. Throws `notFound` and `stillMatching`.
 */
export async function findingsOf(store: Store, options: OfDeviceOptions): Promise<Page<DeviceFinding>> {
  const { page, organisation, deviceId } = options
  const { organisationId } = organisation
  const slice = sliceOf(page, ['integer', 'integer', 'number', 'number', 'text'])
  return whenMatched(store, organisationId, async (trx) => {
    const device = await deviceOf(trx, organisationId, deviceId)
    const judged = await hearDevice(trx, await judgedBy(trx, organisationId, device))
    const rows = await sliceOfFlawsOf(trx, judged, slice)
    const sbomIds = rows.flatMap((row) => row.evidence.flatMap(({ sbomId }) => sbomId ?? []))
    const sboms = await headersOfSboms(trx, [...new Set(sbomIds)])
    const corrected = await correctedOf(
      trx,
      rows.flatMap(({ evidence }) => evidence),
    )
    const waiting = await proposalsFor(trx, { organisationId, modelVersionIds: judged.modelVersionIds })
    const versions = (await whysOfVersions(trx, { organisationId }, [device.deviceId])).get(device.deviceId)
    const toItem = ({ place: _place, evidence, ...row }: FlawOfDevice): DeviceFinding => ({
      ...withoutNulls(shownOf(row)),
      verdict: row.truth === 2 ? 'affected' : 'unknown',
      reason: reasonOf(row),
      why: [
        ...(versions === undefined ? [] : [versions]),
        ...whysStated(judged.heard.get(row.flaw)),
        ...waiting.filter(({ vulnerability }) => row.names.includes(vulnerability)).map(whyToConfirm),
        ...evidence.map((each) => toWhy(each, { sboms, corrected })),
      ],
    })
    return pageOf(rows, page, { placeOf: (row) => row.place, toItem })
  })
}

function shownOf({
  flaw: _flaw,
  truth: _truth,
  doubt: _doubt,
  stated: _stated,
  ...row
}: Omit<FlawOfDevice, 'place' | 'evidence'>) {
  return row
}

/** As the truth table has it. */
function reasonOf({ truth, doubt, stated }: Pick<FlawOfDevice, 'truth' | 'doubt' | 'stated'>): Reason | Doubt {
  if (stated === 'affected') return 'statedAffected'
  if (truth === 2) return 'listedInRange'
  return stated ?? doubt ?? 'listedInDoubt'
}
