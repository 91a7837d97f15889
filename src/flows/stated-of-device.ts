import { hearFleet } from '../findings/index.ts'
import type { Heard, Spoken } from '../findings/index.ts'
import type { DeviceId, FleetTarget, OrganisationId, SbomFacts } from '../model/index.ts'
import { isAnythingStated, sbomsOfDevice, statementsNear, triageNear } from '../store/index.ts'
import type { DeviceJudged, StatedOfDevice, Transaction } from '../store/index.ts'
import { heardInAll } from './heard-in-all.ts'
import { spokenBy, spokenByHospital } from './stated.ts'
import type { StatedSpeaker } from './stated.ts'

/** A device with all that is stated of flaws in it, by flaw (cluster), and what that comes to. */
export interface DeviceHeard extends DeviceJudged {
  readonly heard: ReadonlyMap<number, Heard<StatedSpeaker>>
}

/** What makers, coordinators, suppliers and the hospital state of one device, weighed flaw by flaw as an answer weighs it. */
export async function hearDevice(trx: Transaction, device: DeviceJudged): Promise<DeviceHeard> {
  const { organisationId, deviceId, modelVersionIds } = device
  if (!(await isAnythingStated(trx, organisationId))) return { ...device, heard: new Map() }
  const targets: FleetTarget[] = []
  for (const modelVersionId of modelVersionIds) {
    const sboms = await sbomsOfDevice(trx, { organisationId, deviceId, modelVersionIds: [modelVersionId] })
    targets.push(
      toTarget(
        { deviceId, modelVersionId },
        sboms.map(({ sbomId }) => sbomId),
      ),
    )
  }
  const heard = await hearTargets(trx, { organisationId, deviceId, targets })
  return { ...device, heard, stated: toStated(heard) }
}

/** Software that devices of some model versions hold: that of SBOMs. */
export interface SoftwareHeard {
  readonly organisationId: OrganisationId
  readonly sbomIds: readonly number[]
  /** None: what is said of products plays no part, what is said of components does. */
  readonly modelVersionIds: readonly number[]
}

/** The same of software by itself: what clears it counts where it is cleared as each of the model versions that hold it. */
export async function hearSoftware(
  trx: Transaction,
  { organisationId, sbomIds, modelVersionIds }: SoftwareHeard,
): Promise<{ readonly heard: DeviceHeard['heard']; readonly stated?: StatedOfDevice }> {
  if (!(await isAnythingStated(trx, organisationId))) return { heard: new Map() }
  const versions = modelVersionIds.length === 0 ? [0] : modelVersionIds
  const targets = versions.map((modelVersionId) => toTarget({ deviceId: null, modelVersionId }, sbomIds))
  const heard = await hearTargets(trx, { organisationId, deviceId: null, targets })
  return { heard, stated: toStated(heard) }
}

interface TargetsHeard {
  readonly organisationId: OrganisationId
  readonly deviceId: DeviceId | null
  /** The same thing as each of the versions that it may be. */
  readonly targets: readonly FleetTarget[]
}

async function hearTargets(
  trx: Transaction,
  { organisationId, deviceId, targets }: TargetsHeard,
): Promise<DeviceHeard['heard']> {
  const modelVersionIds = targets.map(({ modelVersionId }) => modelVersionId)
  const sbomIds = [...new Set(targets.flatMap(({ sboms }) => sboms.map(({ sbomId }) => sbomId)))]
  const statements = await statementsNear(trx, { modelVersionIds, sbomIds })
  const triages = await triageNear(trx, organisationId, { deviceId, modelVersionIds })
  const flawsOf = new Map<unknown, readonly number[]>([
    ...statements.map((each) => [each.statementId, each.flaws] as const),
    ...triages.map((each) => [each.triageId, each.flaws] as const),
  ])
  const byFlaw = new Map<number, Spoken<StatedSpeaker>[]>()
  for (const each of [...(await spokenBy(trx, statements)), ...triages.flatMap(spokenByHospital)]) {
    const { statement, triage } = each.speaker
    for (const flaw of flawsOf.get(statement?.statementId ?? triage?.triageId) ?? []) {
      const others = byFlaw.get(flaw)
      if (others === undefined) byFlaw.set(flaw, [each])
      else others.push(each)
    }
  }
  const inAll = [...byFlaw].map(([flaw, some]) => [flaw, hearFleet(targets, some)] as const)
  return heardInAll(
    targets.map(
      (_, place) =>
        new Map(
          inAll.flatMap(([flaw, { at }]) => {
            const here = at(place)
            return here === undefined ? [] : [[flaw, here] as const]
          }),
        ),
    ),
  )
}

const noFacts: SbomFacts = {
  complete: false,
  describesOperatingSystem: false,
  describesFirmware: false,
  describesHardware: false,
  statesSources: false,
  hashedWith: [],
}

/** A device, or what software is in, as one target: where statements are heard, what its SBOMs say of themselves plays no part. */
function toTarget(
  { deviceId, modelVersionId }: Pick<FleetTarget, 'deviceId' | 'modelVersionId'>,
  sbomIds: readonly number[],
): FleetTarget {
  const sboms = sbomIds.map((sbomId) => ({ sbomId, facts: noFacts }))
  return { modelVersionId, deviceId, devices: 1, told: 'noSbom', sboms }
}

function toStated(heard: DeviceHeard['heard']): StatedOfDevice {
  const all = [...heard]
  return {
    whole: all.flatMap(([flaw, { settled }]) =>
      settled.stated === 'nothing'
        ? []
        : [{ flaw, status: settled.stated === 'perhapsAffected' ? 'underInvestigation' : settled.stated }],
    ),
    cleared: all.flatMap(([flaw, { settled }]) =>
      [...settled.cleared.keys()].flatMap((part) => (typeof part === 'number' ? [{ flaw, componentId: part }] : [])),
    ),
  }
}
