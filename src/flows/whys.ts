import type { SbomHeader, Why } from '../model/index.ts'
import { evidenceOf, headersOfSboms } from '../store/index.ts'
import type { Evidence, EvidenceFacts, TargetVerdict, Transaction } from '../store/index.ts'
import type { Judgement } from './judgement.ts'
import { withoutNulls } from './without-nulls.ts'

/** What a verdict stands on: the most telling first, and how many there are in all. */
export interface Whys {
  readonly why: readonly Why[]
  readonly whyTotal: number
}

/** What these targets of a judgement stand on, in their order. Asked only for what is shown. */
export async function whysOf(
  trx: Transaction,
  { request }: Judgement,
  targets: readonly TargetVerdict[],
): Promise<Whys[]> {
  const keys = new Set(targets.map(keyOfTarget))
  const asked = request.targets.filter((target) => keys.has(keyOfTarget(target)))
  const evidence = asked.length === 0 ? [] : await evidenceOf(trx, { ...request, targets: asked })
  const sbomIds = [...evidence, ...targets].flatMap(({ sbomId }) => (sbomId === null ? [] : [sbomId]))
  const sboms = await headersOfSboms(trx, [...new Set(sbomIds)])
  const byTarget = Map.groupBy(evidence, keyOfTarget)
  return targets.map((target) => toWhys(target, byTarget.get(keyOfTarget(target)) ?? [], sboms))
}

/** A component that leaves the doubt about each of these model versions, where there is one. */
export async function doubtfulComponents(
  trx: Transaction,
  { request }: Judgement,
  modelVersionIds: ReadonlySet<number>,
): Promise<ReadonlyMap<number, string>> {
  const asked = request.targets.filter(({ modelVersionId }) => modelVersionIds.has(modelVersionId))
  const evidence = asked.length === 0 ? [] : await evidenceOf(trx, { ...request, targets: asked })
  const names = new Map<number, string>()
  for (const { modelVersionId, truth, component } of evidence) {
    if (truth !== 1 || names.has(modelVersionId)) continue
    names.set(modelVersionId, [component.name, component.version].filter((text) => text !== null).join(' '))
  }
  return names
}

/** A device with an SBOM of its own is a target by itself, the others are their model version. */
export function keyOfTarget({
  deviceId,
  modelVersionId,
}: {
  readonly deviceId: string | null
  readonly modelVersionId: number
}): string {
  return deviceId ?? String(modelVersionId)
}

type Sboms = ReadonlyMap<number, SbomHeader>

function toWhys(target: TargetVerdict, evidence: readonly Evidence[], sboms: Sboms): Whys {
  const why = whyOf(target, evidence, sboms)
  return { why, whyTotal: evidence[0]?.total ?? why.length }
}

function whyOf({ reason, sbomId }: TargetVerdict, evidence: readonly Evidence[], sboms: Sboms): Why[] {
  const isOfFlaw = ['notInFeeds', 'withdrawn', 'noRange'].includes(reason)
  if (isOfFlaw) return [{ reason }]
  const itself = { reason, ...sbomPart(sbomId, sboms) }
  if (evidence.length === 0) return [itself]
  const whys = evidence.map((each): Why => toWhy(each, sboms))
  return whys.some((why) => why.reason === reason) ? whys : [itself, ...whys]
}

/** What one component says, with the SBOM that lists it. */
export function toWhy(each: EvidenceFacts, sboms: ReadonlyMap<number, SbomHeader>): Why {
  const { truth, doubt, tier, vulnerability, feed, advisory, range, problem } = each
  return {
    reason: truth === 2 ? 'listedInRange' : truth === 0 ? 'listedOutsideRange' : (doubt ?? 'listedInDoubt'),
    tier,
    component: withoutNulls(each.component),
    ...(vulnerability === null ? {} : { vulnerability }),
    ...(feed === null || advisory === null ? {} : { advisory: `${feed} ${advisory}` }),
    ...(range === null ? {} : { range }),
    ...(problem === null ? {} : { problem }),
    ...sbomPart(each.sbomId, sboms),
  }
}

function sbomPart(sbomId: number | null, sboms: Sboms): Pick<Why, 'sbom'> {
  const sbom = sbomId === null ? undefined : sboms.get(sbomId)
  return sbom === undefined ? {} : { sbom }
}
