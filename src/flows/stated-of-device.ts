import { hearFleet } from '../findings/index.ts'
import type { Heard, Spoken } from '../findings/index.ts'
import type { DeviceId, FleetTarget, SbomFacts } from '../model/index.ts'
import { isAnythingStated, sbomsOfDevice, statementsNear, triageOfDevice } from '../store/index.ts'
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
  const { organisationId, modelVersionIds } = device
  if (!(await isAnythingStated(trx, organisationId))) return { ...device, heard: new Map() }
  const each: DeviceHeard['heard'][] = []
  for (const modelVersionId of modelVersionIds) each.push(await hearAs(trx, device, modelVersionId))
  const heard = heardInAll(each)
  return { ...device, heard, stated: toStated(heard) }
}

/** What is stated of the device as one of the versions that it may run. */
async function hearAs(
  trx: Transaction,
  { organisationId, deviceId }: DeviceJudged,
  modelVersionId: number,
): Promise<DeviceHeard['heard']> {
  const sboms = await sbomsOfDevice(trx, { organisationId, deviceId, modelVersionIds: [modelVersionId] })
  const sbomIds = sboms.map(({ sbomId }) => sbomId)
  const statements = await statementsNear(trx, { modelVersionId, sbomIds })
  const triages = await triageOfDevice(trx, organisationId, { deviceId, modelVersionId })
  const flawsOf = new Map<unknown, readonly number[]>([
    ...statements.map((each) => [each.statementId, each.flaws] as const),
    ...triages.map((each) => [each.triageId, each.flaws] as const),
  ])
  const spoken = [...(await spokenBy(trx, statements)), ...triages.flatMap(spokenByHospital)]
  const byFlaw = new Map<number, Spoken<StatedSpeaker>[]>()
  for (const each of spoken) {
    const { statement, triage } = each.speaker
    for (const flaw of flawsOf.get(statement?.statementId ?? triage?.triageId) ?? []) {
      byFlaw.set(flaw, [...(byFlaw.get(flaw) ?? []), each])
    }
  }
  const target = toTarget({ deviceId, modelVersionId }, sbomIds)
  return new Map(
    [...byFlaw].flatMap(([flaw, some]) => {
      const here = hearFleet([target], some).at(0)
      return here === undefined ? [] : [[flaw, here] as const]
    }),
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

/** The device as one target: where statements are heard, what its SBOMs say of themselves plays no part. */
function toTarget(
  { deviceId, modelVersionId }: { readonly deviceId: DeviceId; readonly modelVersionId: number },
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
