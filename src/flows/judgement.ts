import { judgeFleet, settleConfigurations } from '../findings/index.ts'
import type { FleetStatements, FleetVerdicts, QuestionFacts, SettledConfiguration } from '../findings/index.ts'
import { verdicts } from '../model/index.ts'
import type { ConfigurationId, Counts, DeviceId, FleetTarget, ReasonCount, Verdict } from '../model/index.ts'
import { configurationsOf, listingsOf } from '../store/index.ts'
import type { Judged, JudgedDevices, LineOfDevices, Transaction, VerdictMap } from '../store/index.ts'
import { worstOfVersions } from './worst-of-versions.ts'
import { restate } from './support-parts.ts'
import type { SupportFound } from './support-parts.ts'
import { statedInFleet } from './stated.ts'
import type { StatedAsked, StatedSpeaker } from './stated.ts'

/** How a fleet was judged for a question: every target of it in one class. */
export interface Judgement extends FleetVerdicts {
  readonly judged: Judged
  readonly targets: readonly FleetTarget[]
  /** What the targets say to the configurations that listings depend on, by their place. */
  readonly settled: readonly SettledConfiguration[]
  /** Where support was asked: what that stands on. */
  readonly support?: SupportFound
  /** What is stated of the flaw in this fleet. */
  readonly statements?: FleetStatements<StatedSpeaker>
  /** On which flaw, and who asks. */
  readonly stated?: StatedAsked
}

/** What a fleet is judged for. */
interface Judging extends QuestionFacts {
  readonly judged: Judged
  /** Whose statements on which flaw count; absent: the question is about no flaw. */
  readonly stated?: StatedAsked
  readonly support?: SupportFound
}

/** Puts every device of a fleet in one of the four classes. Works on its targets and on the SBOMs that list something, never on devices. */
export async function judgeTargets(
  trx: Transaction,
  targets: readonly FleetTarget[],
  { judged, stated, support, ...question }: Judging,
): Promise<Judgement> {
  const statements = stated === undefined ? undefined : await statedInFleet(trx, targets, stated)
  const apart = [...(statements?.stated.cleared.keys() ?? []), ...(support?.stated.keys() ?? [])]
  const { listings, conditional } =
    question.known === 'judged' || support !== undefined
      ? await listingsOf(trx, judged, apart)
      : { listings: [], conditional: [] }
  const ids = new Map(conditional.map((listing) => [nameOf(listing), listing]))
  const settled = settleConfigurations(targets, await configurationsOf(trx, [...ids.values()]))
  const truths = new Map(settled.map((each) => [nameOf(each), each.truths]))
  const named = {
    listings: support === undefined ? listings : restate(listings, support),
    conditional: conditional.map((listing) => ({ listing, truths: truths.get(nameOf(listing)) })),
    ...(statements === undefined ? {} : { stated: statements.stated }),
  }
  const said = {
    ...(stated !== undefined && statements !== undefined && { statements, stated }),
    ...(support === undefined ? {} : { support }),
  }
  return worstOfVersions({ judged, targets, settled, ...said, ...judgeFleet(targets, question, named) })
}

function nameOf({ advisoryId, condition }: ConfigurationId): string {
  return `${advisoryId} ${condition}`
}

/** The devices of a model version that share a verdict for one reason. */
export interface Line {
  readonly modelVersionId: number
  readonly verdict: Verdict
  readonly reason: string
  readonly devices: number
}

/** The four counts. */
export function countsOf(judgement: Judgement): Counts {
  const counts: Record<Verdict, number> = { affected: 0, unknown: 0, notListed: 0, notAffected: 0 }
  for (const [{ verdict }, devices] of judgement.devices) counts[verdict] += devices
  return counts
}

/** How many devices are in their class for which reason: worst class first, in it the greatest. */
export function reasonsOf(judgement: Judgement): ReasonCount[] {
  const groups = Map.groupBy(judgement.devices, ([{ verdict, reason }]) => `${verdict} ${reason}`)
  const reasons = [...groups.values()].flatMap((group): ReasonCount[] => {
    const [first] = group
    const devices = group.reduce((sum, [, each]) => sum + each, 0)
    return first === undefined ? [] : [{ verdict: first[0].verdict, reason: first[0].reason, devices }]
  })
  return reasons.sort((a, b) => rankOf(a.verdict) - rankOf(b.verdict) || b.devices - a.devices)
}

/** Each target as a line of its own. */
function* targetLines({ targets, rulingAt }: Judgement): Generator<Line> {
  for (const [place, { modelVersionId, devices }] of targets.entries()) {
    const ruling = rulingAt(place)
    if (ruling !== undefined && devices > 0)
      yield { modelVersionId, verdict: ruling.verdict, reason: ruling.reason, devices }
  }
}

/** The same, each under the model version by which it is judged: what that one lacks is what would settle it. */
export function* judgedLines(judgement: Judgement): Generator<Line> {
  const { targets, rulingAt } = judgement
  for (const [place, { modelVersionId, judgedAs = modelVersionId, devices }] of targets.entries()) {
    const ruling = rulingAt(place)
    if (ruling !== undefined && devices > 0) yield { ...ruling, modelVersionId: judgedAs, devices }
  }
}

/** One line for each model version, verdict and reason: devices with an SBOM of their own count with those that share both. */
export function linesOf(judgement: Judgement): Line[] {
  const lines = new Map<string, Line>()
  for (const line of targetLines(judgement)) {
    const key = keyOfLine(line)
    const others = lines.get(key)
    lines.set(key, others === undefined ? line : { ...line, devices: line.devices + others.devices })
  }
  return [...lines.values()].sort(
    (a, b) => a.modelVersionId - b.modelVersionId || rankOf(a.verdict) - rankOf(b.verdict),
  )
}

/** The place of a class among `verdicts`: the worst is 0. */
export function rankOf(verdict: Verdict): number {
  return verdicts.indexOf(verdict)
}

/** Which devices are in these classes. */
export function devicesIn({ targets, rulingAt }: Judgement, wanted: readonly Verdict[]): JudgedDevices {
  const [modelVersionIds, alone, others]: [number[], DeviceId[], DeviceId[]] = [[], [], []]
  for (const [place, { deviceId, modelVersionId, devices }] of targets.entries()) {
    if (devices === 0) continue
    const verdict = rulingAt(place)?.verdict
    const isWanted = verdict !== undefined && wanted.includes(verdict)
    if (deviceId !== null) (isWanted ? alone : others).push(deviceId)
    else if (isWanted) modelVersionIds.push(modelVersionId)
  }
  return { modelVersionIds, alone, others }
}

/** The class of each target, for counting wards. */
export function verdictMapOf({ targets, rulingAt }: Judgement): VerdictMap {
  const each = targets.map((target, place) => ({ ...target, verdict: rulingAt(place)?.verdict ?? 'unknown' }))
  return {
    models: each.filter(({ deviceId }) => deviceId === null),
    alone: each
      .filter(({ devices }) => devices > 0)
      .flatMap(({ deviceId, verdict }) => (deviceId === null ? [] : [{ deviceId, verdict }])),
  }
}

interface DeviceOfTarget {
  readonly deviceId: string
  readonly modelVersionId: number
}

/** The place of the target that each of some devices belongs to: itself, or its model version. */
export function placesOfDevices(
  { targets }: Judgement,
  devices: readonly (DeviceOfTarget | undefined)[],
): (number | undefined)[] {
  const asked = new Set(devices.flatMap((device) => (device === undefined ? [] : [device.modelVersionId])))
  const [byModel, alone] = [new Map<number, number>(), new Map<string, number>()]
  for (const [place, { deviceId, modelVersionId, devices: counted }] of targets.entries()) {
    if (!asked.has(modelVersionId) || counted === 0) continue
    if (deviceId === null) byModel.set(modelVersionId, place)
    else alone.set(deviceId, place)
  }
  return devices.map((device) =>
    device === undefined ? undefined : (alone.get(device.deviceId) ?? byModel.get(device.modelVersionId)),
  )
}

/** Which targets each line is made of. */
export function devicesOfLines(
  { targets, rulingAt }: Judgement,
  lines: readonly Omit<Line, 'devices'>[],
): LineOfDevices[] {
  const wanted = new Set(lines.map(({ modelVersionId }) => modelVersionId))
  const groups = new Map<string, FleetTarget[]>()
  for (const [place, target] of targets.entries()) {
    const ruling = rulingAt(place)
    if (ruling === undefined || target.devices === 0 || !wanted.has(target.modelVersionId)) continue
    const key = keyOfLine({ ...ruling, modelVersionId: target.modelVersionId })
    groups.set(key, [...(groups.get(key) ?? []), target])
  }
  return lines.map((line) => {
    const group = groups.get(keyOfLine(line)) ?? []
    return {
      modelVersionId: line.modelVersionId,
      withModel: group.some(({ deviceId }) => deviceId === null),
      alone: group.flatMap(({ deviceId }) => deviceId ?? []),
    }
  })
}

function keyOfLine({ modelVersionId, verdict, reason }: Omit<Line, 'devices'>): string {
  return `${modelVersionId} ${verdict} ${reason}`
}
