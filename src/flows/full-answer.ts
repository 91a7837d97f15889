import { settlementsOf } from '../findings/index.ts'
import { verdicts } from '../model/index.ts'
import type { Answer, AnsweredDevice, Counts, ModelVersionVerdict, ReasonCount, Verdict, Why } from '../model/index.ts'
import { headersOfSboms, listDevices, namesOfModelVersions } from '../store/index.ts'
import type { Evidence, FleetFilter, ModelVersionNames, TargetVerdict, Transaction } from '../store/index.ts'
import { flawSummary } from './flaw-summary.ts'
import type { QuestionParts } from './question-parts.ts'
import { withoutNulls } from './without-nulls.ts'

/** What every answer says, whatever was asked. */
export type Common = Pick<Answer, 'query' | 'organisation' | 'fictional' | 'asOf' | 'outOfScope' | 'feeds' | 'notes'>

/** What the store found for a question. */
export interface Found {
  readonly common: Common
  readonly parts: QuestionParts
  readonly fleet: FleetFilter
  readonly targets: readonly TargetVerdict[]
  readonly evidence: readonly Evidence[]
}

/** The whole answer from what the store found: counts, reasons, model versions, devices with what their verdict stands on. */
export async function fullAnswer(
  trx: Transaction,
  { common, parts, fleet, targets, evidence }: Found,
): Promise<Answer> {
  const flaw = parts.flaw === undefined ? undefined : await flawSummary(trx, parts.flaw, common.asOf)
  const names = await namesOfModelVersions(trx, fleet, [...new Set(targets.map((target) => target.modelVersionId))])
  const sbomIds = [...evidence, ...targets].flatMap(({ sbomId }) => (sbomId === null ? [] : [sbomId]))
  const sboms = await headersOfSboms(trx, [...new Set(sbomIds)])
  const whys = Map.groupBy(evidence, keyOfTarget)
  const byTarget = new Map(targets.map((target) => [keyOfTarget(target), target]))
  const modelVersions = toModelVersions(targets, names)
  const toWhys = (target: TargetVerdict): Why[] => whysOf(target, whys.get(keyOfTarget(target)) ?? [], sboms)
  const whyByTarget = new Map(targets.map((target) => [keyOfTarget(target), toWhys(target)]))
  const devices = (await listDevices(trx, fleet)).flatMap((row): AnsweredDevice[] => {
    const target = byTarget.get(row.deviceId) ?? byTarget.get(String(row.modelVersionId))
    if (row.scope !== 'inScope') return []
    if (target === undefined) throw new Error(`device ${row.deviceId} is in scope and in no class`)
    const why = whyByTarget.get(keyOfTarget(target)) ?? []
    const whyTotal = whys.get(keyOfTarget(target))?.[0]?.total ?? why.length
    return [{ ...withoutNulls(row), verdict: target.verdict, reason: target.reason, why, whyTotal }]
  })
  return {
    ...common,
    question: parts.question,
    notes: [...common.notes, ...parts.notes],
    ...(flaw === undefined ? {} : { flaw }),
    counts: countsOf(targets),
    inScope: targets.reduce((sum, target) => sum + target.devices, 0),
    reasons: reasonsOf(targets),
    modelVersions,
    settles: settlementsOf(modelVersions, (id) =>
      doubtfulComponent(evidence.filter((each) => each.modelVersionId === id)),
    ),
    devices,
  }
}

function keyOfTarget({ deviceId, modelVersionId }: { deviceId: string | null; modelVersionId: number }): string {
  return deviceId ?? String(modelVersionId)
}

function countsOf(targets: readonly TargetVerdict[]): Counts {
  const counts: Record<Verdict, number> = { affected: 0, unknown: 0, notListed: 0, notAffected: 0 }
  for (const { verdict, devices } of targets) counts[verdict] += devices
  return counts
}

function reasonsOf(targets: readonly TargetVerdict[]): ReasonCount[] {
  const groups = Map.groupBy(targets, ({ verdict, reason }) => `${verdict} ${reason}`)
  const reasons = [...groups.values()].flatMap((group): ReasonCount[] => {
    const [first] = group
    const devices = group.reduce((sum, target) => sum + target.devices, 0)
    return first === undefined ? [] : [{ verdict: first.verdict, reason: first.reason, devices }]
  })
  return reasons.sort((a, b) => verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) || b.devices - a.devices)
}

/** One line for each model version and verdict: devices with an SBOM of their own count with those that share both. */
function toModelVersions(
  targets: readonly TargetVerdict[],
  names: ReadonlyMap<number, ModelVersionNames>,
): ModelVersionVerdict[] {
  const groups = Map.groupBy(targets, ({ modelVersionId, verdict, reason }) => `${modelVersionId} ${verdict} ${reason}`)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    const devices = group.reduce((sum, target) => sum + target.devices, 0)
    return first === undefined ? [] : [toModelVersion({ ...first, devices }, names)]
  })
}

function toModelVersion(target: TargetVerdict, names: ReadonlyMap<number, ModelVersionNames>): ModelVersionVerdict {
  const { modelVersionId, verdict, reason, devices } = target
  const name = names.get(modelVersionId)
  return {
    modelVersionId,
    ...(name === undefined ? {} : { maker: name.maker, model: name.model }),
    ...(name === undefined || name.version === null ? {} : { version: name.version }),
    verdict,
    reason,
    devices,
  }
}

function whysOf(
  target: TargetVerdict,
  evidence: readonly Evidence[],
  sboms: ReadonlyMap<number, NonNullable<Why['sbom']>>,
): Why[] {
  const isOfFlaw = ['notInFeeds', 'withdrawn', 'noRange'].includes(target.reason)
  if (isOfFlaw) return [{ reason: target.reason }]
  if (evidence.length === 0) return [{ reason: target.reason, ...sbomPart(target.sbomId, sboms) }]
  const whys = evidence.map((each): Why => ({
    reason:
      each.truth === 2 ? 'listedInRange' : each.truth === 0 ? 'listedOutsideRange' : (each.doubt ?? 'listedInDoubt'),
    tier: each.tier,
    component: withoutNulls(each.component),
    ...(each.vulnerability === null ? {} : { vulnerability: each.vulnerability }),
    ...(each.feed === null || each.advisory === null ? {} : { advisory: `${each.feed} ${each.advisory}` }),
    ...(each.range === null ? {} : { range: each.range }),
    ...(each.problem === null ? {} : { problem: each.problem }),
    ...sbomPart(each.sbomId, sboms),
  }))
  return whys.some((why) => why.reason === target.reason)
    ? whys
    : [{ reason: target.reason, ...sbomPart(target.sbomId, sboms) }, ...whys]
}

function sbomPart(sbomId: number | null, sboms: ReadonlyMap<number, NonNullable<Why['sbom']>>): Pick<Why, 'sbom'> {
  const sbom = sbomId === null ? undefined : sboms.get(sbomId)
  return sbom === undefined ? {} : { sbom }
}

function doubtfulComponent(evidence: readonly Evidence[]): string | undefined {
  const doubtful = evidence.find((each) => each.truth === 1)
  return doubtful === undefined
    ? undefined
    : [doubtful.component.name, doubtful.component.version].filter((text) => text !== null).join(' ')
}
