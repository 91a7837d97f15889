import { verdicts } from '../model/index.ts'
import type { Counts, DeviceId, ReasonCount, Verdict } from '../model/index.ts'
import type { JudgedDevices, LineOfDevices, PartitionRequest, TargetVerdict, VerdictMap } from '../store/index.ts'
import type { QuestionParts } from './question-parts.ts'

/** How a fleet was judged for a question: every target of it in one class. */
export interface Judgement {
  readonly parts: QuestionParts
  readonly request: PartitionRequest
  readonly targets: readonly TargetVerdict[]
  /** Some component of the fleet is what the question names. */
  readonly isListed: boolean
}

/** The devices of a model version that share a verdict for one reason. */
export interface Line {
  readonly modelVersionId: number
  readonly verdict: Verdict
  readonly reason: string
  readonly devices: number
}

/** The four counts. */
export function countsOf({ targets }: Judgement): Counts {
  const counts: Record<Verdict, number> = { affected: 0, unknown: 0, notListed: 0, notAffected: 0 }
  for (const { verdict, devices } of targets) counts[verdict] += devices
  return counts
}

/** How many devices are in their class for which reason: worst class first, in it the greatest. */
export function reasonsOf({ targets }: Judgement): ReasonCount[] {
  const reasons = new Map<string, ReasonCount>()
  for (const { verdict, reason, devices } of targets) {
    const key = `${verdict} ${reason}`
    reasons.set(key, { verdict, reason, devices: devices + (reasons.get(key)?.devices ?? 0) })
  }
  return [...reasons.values()].sort((a, b) => rankOf(a.verdict) - rankOf(b.verdict) || b.devices - a.devices)
}

/** One line for each model version, verdict and reason: devices with an SBOM of their own count with those that share both. */
export function linesOf({ targets }: Judgement): Line[] {
  const lines = new Map<string, Line>()
  for (const { modelVersionId, verdict, reason, devices } of targets) {
    const key = keyOfLine({ modelVersionId, verdict, reason })
    lines.set(key, { modelVersionId, verdict, reason, devices: devices + (lines.get(key)?.devices ?? 0) })
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
export function devicesIn({ targets }: Judgement, wanted: readonly Verdict[]): JudgedDevices {
  const [modelVersionIds, alone, others]: [number[], DeviceId[], DeviceId[]] = [[], [], []]
  for (const { modelVersionId, deviceId, verdict } of targets) {
    const isWanted = wanted.includes(verdict)
    if (deviceId !== null) (isWanted ? alone : others).push(deviceId)
    else if (isWanted) modelVersionIds.push(modelVersionId)
  }
  return { modelVersionIds, alone, others }
}

/** The class of each target, for counting wards. */
export function verdictMapOf({ targets }: Judgement): VerdictMap {
  return {
    models: targets.filter(({ deviceId }) => deviceId === null),
    alone: targets.flatMap(({ deviceId, verdict }) => (deviceId === null ? [] : [{ deviceId, verdict }])),
  }
}

/** Which targets each line is made of. */
export function devicesOfLines({ targets }: Judgement, lines: readonly Omit<Line, 'devices'>[]): LineOfDevices[] {
  const byLine = Map.groupBy(targets, keyOfLine)
  return lines.map((line) => {
    const group = byLine.get(keyOfLine(line)) ?? []
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
