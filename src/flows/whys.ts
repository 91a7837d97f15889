import type { SbomHeader, Why } from '../model/index.ts'
import { evidenceOf, headersOfSboms } from '../store/index.ts'
import type { Evidence, EvidenceFacts, Transaction } from '../store/index.ts'
import type { Judgement } from './judgement.ts'
import { withoutNulls } from './without-nulls.ts'

/** What a verdict stands on: the most telling first, and how many there are in all. */
export interface Whys {
  readonly why: readonly Why[]
  readonly whyTotal: number
}

/** What some targets of a judgement stand on, by their place. Asked only for what is shown. */
export async function whysOf(
  trx: Transaction,
  judgement: Judgement,
  places: readonly number[],
): Promise<ReadonlyMap<number, Whys>> {
  const evidence = Map.groupBy(await evidenceAt(trx, judgement, places), ({ target }) => target)
  const deciding = places.map((place) => judgement.sbomIds[place])
  const sbomIds = [...[...evidence.values()].flat().map(({ sbomId }) => sbomId), ...deciding].flatMap((id) => id ?? [])
  const sboms = await headersOfSboms(trx, [...new Set(sbomIds)])
  return new Map(
    places.map((place, index) => {
      const { reason = '' } = judgement.rulings[place] ?? {}
      return [place, toWhys({ reason, sbomId: judgement.sbomIds[place] ?? null }, evidence.get(index) ?? [], sboms)]
    }),
  )
}

/** A component that leaves the doubt about each of these model versions, where there is one. */
export async function doubtfulComponents(
  trx: Transaction,
  judgement: Judgement,
  modelVersionIds: ReadonlySet<number>,
): Promise<ReadonlyMap<number, string>> {
  if (modelVersionIds.size === 0) return new Map()
  const places = judgement.targets.flatMap(({ modelVersionId }, place) =>
    modelVersionIds.has(modelVersionId) ? [place] : [],
  )
  const names = new Map<number, string>()
  for (const { target, truth, component } of await evidenceAt(trx, judgement, places)) {
    const { modelVersionId = 0 } = judgement.targets[places[target] ?? 0] ?? {}
    if (truth !== 1 || names.has(modelVersionId)) continue
    names.set(modelVersionId, [component.name, component.version].filter((text) => text !== null).join(' '))
  }
  return names
}

/** Evidence of the targets at some places; in it `target` is the place among these places. */
async function evidenceAt(
  trx: Transaction,
  { judged, targets, settled }: Judgement,
  places: readonly number[],
): Promise<Evidence[]> {
  return evidenceOf(trx, {
    judged,
    targets: places.flatMap((place) => targets[place] ?? []),
    settled: settled.flatMap(({ advisoryId, condition, truths }) =>
      places.map((place, target) => ({ target, advisoryId, condition, truth: truths[place] ?? 1 })),
    ),
  })
}

type Sboms = ReadonlyMap<number, SbomHeader>

/** Why a target is in its class, and the SBOM that decides. */
interface Decided {
  readonly reason: string
  readonly sbomId: number | null
}

function toWhys(target: Decided, evidence: readonly Evidence[], sboms: Sboms): Whys {
  const why = whyOf(target, evidence, sboms)
  return { why, whyTotal: evidence[0]?.total ?? why.length }
}

function whyOf({ reason, sbomId }: Decided, evidence: readonly Evidence[], sboms: Sboms): Why[] {
  const isOfFlaw = ['notInFeeds', 'withdrawn', 'noRange'].includes(reason)
  if (isOfFlaw) return [{ reason }]
  const itself = { reason, ...sbomPart(sbomId, sboms) }
  if (evidence.length === 0) return [itself]
  const whys = evidence.map((each): Why => toWhy(each, sboms))
  return whys.some((why) => why.reason === reason) ? whys : [itself, ...whys]
}

/** What one component says, with the SBOM that lists it. */
export function toWhy(each: EvidenceFacts, sboms: Sboms): Why {
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
