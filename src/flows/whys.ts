import { doubtOfUpdates, truthAt } from '../findings/index.ts'
import type { DeviceId, FleetTarget, PartSupport, SbomHeader, Why, WhyCorrected } from '../model/index.ts'
import { evidenceOf, headersOfSboms } from '../store/index.ts'
import type { Evidence, EvidenceFacts, FleetFilter, Transaction, TriageProposed } from '../store/index.ts'
import { correctedOf } from './corrected.ts'
import type { Judgement } from './judgement.ts'
import { proposalsFor, whyToConfirm } from './proposals.ts'
import { supportsOf } from './support-parts.ts'
import { whysStated } from './whys-stated.ts'
import { whysOfVersions } from './whys-versions.ts'
import { withoutNulls } from './without-nulls.ts'

/** What a verdict stands on: the most telling first, and how many there are in all. */
export interface Whys {
  readonly why: readonly Why[]
  readonly whyTotal: number
}

/** What targets stand on, by their place among all; only of those asked for. */
export type EvidenceByPlace = ReadonlyMap<number, readonly Evidence[]>

/** Evidence of the targets at some places, each of which may stand twice. Asked only for what is shown. */
export async function evidenceAt(
  trx: Transaction,
  { judged, targets, settled, statements }: Judgement,
  asked: readonly number[],
): Promise<EvidenceByPlace> {
  const places = [...new Set(asked)]
  const evidence = await evidenceOf(trx, {
    judged,
    targets: places.flatMap((place) => targets[place] ?? []),
    settled: settled.flatMap(({ advisoryId, condition, truths }) =>
      places.map((place, target) => ({ target, advisoryId, condition, truth: truthAt(truths, place) })),
    ),
    cleared: [...(statements?.stated.cleared ?? [])].flatMap(([componentId, cleared]) =>
      places.flatMap((place, target) => (cleared.has(place) ? [{ target, componentId }] : [])),
    ),
  })
  return Map.groupBy(evidence, ({ target }) => places[target] ?? -1)
}

interface WhysAsked {
  readonly fleet: FleetFilter
  readonly places: readonly number[]
  readonly evidence: EvidenceByPlace
}

/** The whys of the targets at some places, of which the evidence is at hand. */
export async function whysOf(
  trx: Transaction,
  judgement: Judgement,
  { fleet, places, evidence }: WhysAsked,
): Promise<ReadonlyMap<number, Whys>> {
  const sbomIds = places.flatMap((place) => [
    judgement.sbomIds[place] || [],
    ...(evidence.get(place) ?? []).map(({ sbomId }) => sbomId ?? []),
  ])
  const sboms = await headersOfSboms(trx, [...new Set(sbomIds.flat())])
  const all = places.flatMap((place) => evidence.get(place) ?? [])
  const corrected = await correctedOf(trx, all)
  const { support } = judgement
  const supportOf = support === undefined ? undefined : await supportsOf(trx, all, support)
  const known = { sboms, corrected, supportOf }
  const proposals = await proposalsAt(trx, judgement, places)
  const deviceAt = (place: number): DeviceId[] => [judgement.targets[place]?.deviceId ?? []].flat()
  const versions = await whysOfVersions(trx, fleet, places.flatMap(deviceAt))
  return new Map(
    places.map((place) => {
      const { reason = '' } = judgement.rulingAt(place) ?? {}
      const decided = { reason, sbomId: judgement.sbomIds[place] || null }
      const waiting = proposals.get(judgedAs(judgement.targets[place])) ?? []
      const conflict = deviceAt(place).flatMap((deviceId) => versions.get(deviceId) ?? [])
      const said = [...conflict, ...whysStated(judgement.statements?.at(place)), ...waiting.map(whyToConfirm)]
      return [place, withStated(said, toWhys(decided, evidence.get(place) ?? [], known))]
    }),
  )
}

/** What the hospital decided of other versions, by the model version that it waits for. Of a past day nothing waits. */
async function proposalsAt(
  trx: Transaction,
  { targets, stated }: Judgement,
  places: readonly number[],
): Promise<ReadonlyMap<number, readonly TriageProposed[]>> {
  if (stated === undefined || stated.asOf !== undefined) return new Map()
  const modelVersionIds = [...new Set(places.map((place) => judgedAs(targets[place])))]
  const { organisationId, flaws } = stated
  const proposed = await proposalsFor(trx, { organisationId, flaws, modelVersionIds })
  return Map.groupBy(proposed, ({ toModelVersionId }) => toModelVersionId)
}

function judgedAs(target: FleetTarget | undefined): number {
  return target?.judgedAs ?? target?.modelVersionId ?? 0
}

/** What is said goes before what is listed; a reason that only repeats what is said falls away. */
function withStated(said: readonly Why[], { why, whyTotal }: Whys): Whys {
  if (said.length === 0) return { why, whyTotal }
  const others = why.filter(
    (each) => each.component !== undefined || said.every(({ reason }) => reason !== each.reason),
  )
  return { why: [...said, ...others], whyTotal: whyTotal + said.length - (why.length - others.length) }
}

type Sboms = ReadonlyMap<number, SbomHeader>

/** What is shown beside evidence. */
interface Beside {
  readonly sboms: Sboms
  readonly corrected: ReadonlyMap<EvidenceFacts, WhyCorrected>
}

/** Why a target is in its class, and the SBOM that decides. */
interface Decided {
  readonly reason: string
  readonly sbomId: number | null
}

/** What evidence is told with. */
interface Telling extends Beside {
  /** How far a component is supported, where that was asked. */
  readonly supportOf: ((each: Evidence) => PartSupport | undefined) | undefined
}

function toWhys(target: Decided, evidence: readonly Evidence[], telling: Telling): Whys {
  const why = whyOf(target, evidence, telling)
  return { why, whyTotal: evidence[0]?.total ?? why.length }
}

function whyOf({ reason, sbomId }: Decided, evidence: readonly Evidence[], telling: Telling): Why[] {
  const isOfFlaw = ['noLifecycles', 'notInFeeds', 'withdrawn', 'noRange'].includes(reason)
  if (isOfFlaw) return [{ reason }]
  const itself = { reason, ...sbomPart(sbomId, telling.sboms) }
  if (evidence.length === 0) return [itself]
  const whys = evidence.map((each): Why => withSupport(toWhy(each, telling), telling.supportOf?.(each)))
  return whys.some((why) => why.reason === reason) ? whys : [itself, ...whys]
}

/** A component past its end is no component in an affected range; what its own SBOM states decides. */
function withSupport(why: Why, support: PartSupport | undefined): Why {
  if (support === undefined) return why
  const hasEnded = support.standing === 'endOfLife' || support.standing === 'paidOnly'
  const reasons = { unknown: why.reason, endOfSupport: 'listedOutsideRange', supported: 'listedOutsideRange' } as const
  const reason = hasEnded ? 'supportEnded' : reasons[support.standing]
  return { ...why, reason, support }
}

/** What one component says, with the SBOM that lists it. */
export function toWhy(each: EvidenceFacts, { sboms, corrected }: Beside): Why {
  const { truth, doubt, tier, vulnerability, feed, advisory, range, problem, aliases, isCleared } = each
  const said = corrected.get(each)
  return {
    reason:
      each.isCorrectedAway === true
        ? 'componentCorrected'
        : isCleared === true
          ? 'componentCleared'
          : reasonOf(truth, doubt),
    tier,
    component: withoutNulls(each.component),
    ...(vulnerability === null ? {} : { vulnerability }),
    ...(feed === null || advisory === null ? {} : { advisory: `${feed} ${advisory}` }),
    ...(range === null ? {} : { range }),
    ...withProblem(problem ?? doubtOfVersion(each)),
    ...(aliases === undefined || aliases === null ? {} : { aliases }),
    ...(said === undefined ? {} : { corrected: said }),
    ...sbomPart(each.sbomId, sboms),
  }
}

function withProblem(problem: string | undefined): Pick<Why, 'problem'> {
  return problem === undefined ? {} : { problem }
}

/** Updates that stand in the place of a version. */
function doubtOfVersion({ doubt, component }: EvidenceFacts): string | undefined {
  if (doubt !== 'versionUnknown' && doubt !== 'versionNotComparable') return undefined
  return doubtOfUpdates(`${component.name} ${component.version ?? ''}`)
}

function reasonOf(truth: EvidenceFacts['truth'], doubt: EvidenceFacts['doubt']): string {
  if (truth === 2) return 'listedInRange'
  return truth === 0 ? 'listedOutsideRange' : (doubt ?? 'listedInDoubt')
}

function sbomPart(sbomId: number | null, sboms: Sboms): Pick<Why, 'sbom'> {
  const sbom = sbomId === null ? undefined : sboms.get(sbomId)
  return sbom === undefined ? {} : { sbom }
}
