import { toTargets, turnedDown, turnedUp } from '../findings/index.ts'
import type { AliasReach, GoneFlaw, Heard } from '../findings/index.ts'
import type { FlawChange, FlawTurn, Places } from '../model/index.ts'
import { absentFlaws, nameComponents, saidBySboms, sbomsListing, tellFlaws, turnedFlaws } from '../store/index.ts'
import type { AbsentFlaw, Organisation, SoftwareAsked, Transaction, TurnedFlaw } from '../store/index.ts'
import { ownReach } from './own-aliases.ts'
import { toKnown } from './question-parts.ts'
import { hearSoftware } from './stated-of-device.ts'
import type { StatedSpeaker } from './stated.ts'
import { whysStated } from './whys-stated.ts'
import { withoutNulls } from './without-nulls.ts'

/** One side of a comparison: its SBOMs, and what they are of. */
export interface SoftwareCompared {
  readonly sbomIds: readonly number[]
  /** The model version that stands for itself, too; 0 when it plays no part. */
  readonly modelVersionId: number
  /** Those of whose devices it is the software: what is stated of them counts. */
  readonly modelVersionIds: readonly number[]
}

/** The two sides, the older first. */
interface Compared {
  readonly before: SoftwareCompared
  readonly after: SoftwareCompared
}

interface Side extends SoftwareAsked {
  readonly heard: ReadonlyMap<number, Heard<StatedSpeaker>>
}

/** Two sides with what is stated of them, and what the organisation's own aliases add up to. */
export interface SidesHeard {
  readonly before: Side
  readonly after: Side
  readonly reach: readonly AliasReach[]
}

/** Hears what is stated of two sides. */
export async function hearSides(
  trx: Transaction,
  organisation: Organisation,
  { before, after }: Compared,
): Promise<SidesHeard> {
  return {
    before: await hear(trx, organisation, before),
    after: await hear(trx, organisation, after),
    reach: await ownReach(trx),
  }
}

/** The flaws that two sides answer differently, by what became of them, the most urgent first. Nearly all the time goes to its first statement. */
export async function flawChanges(
  trx: Transaction,
  { before, after, reach }: SidesHeard,
): Promise<Readonly<Record<FlawTurn, readonly FlawChange[]>>> {
  const turned = await turnedFlaws(trx, { before, after, reach })
  const gone = await goneFlaws(trx, after, turned)
  const told = await tellFlaws(
    trx,
    turned.map(({ flaw }) => flaw),
  )
  const names = await nameComponents(trx, [...new Set(turned.flatMap(({ componentIds }) => componentIds))])
  const changes = turned.map((each): FlawChange => {
    const { flaw: _flaw, names: all, ...weight } = withoutNulls(told.get(each.flaw) ?? { ...untold, flaw: each.flaw })
    const components = each.componentIds.flatMap((id) => {
      const named = names.get(id)
      return named === undefined ? [] : [withoutNulls(named)]
    })
    const vulnerability = all[0] ?? String(each.flaw)
    const turn = gone.get(each.flaw) ?? turnedUp(each, statedIn(after, each.flaw))
    const stated = statedOf(each.flaw, { before, after })
    return { ...turn, ...weight, names: all, vulnerability, components, ...stated }
  })
  changes.sort(byUrgency)
  const of = (asked: FlawTurn): FlawChange[] => changes.filter(({ turn }) => turn === asked)
  return {
    newlyAffected: of('newlyAffected'),
    newlyUnknown: of('newlyUnknown'),
    noLongerTold: of('noLongerTold'),
    fixed: of('fixed'),
  }
}

async function hear(
  trx: Transaction,
  { organisationId }: Organisation,
  { sbomIds, modelVersionId, modelVersionIds }: SoftwareCompared,
): Promise<Side> {
  return { sbomIds, modelVersionId, ...(await hearSoftware(trx, { organisationId, sbomIds, modelVersionIds })) }
}

function statedIn({ heard }: Side, flaw: number): GoneFlaw['stated'] {
  return heard.get(flaw)?.settled.stated ?? 'nothing'
}

/** What is stated of a flaw on each side, and decides there. */
function statedOf(
  flaw: number,
  sides: Record<'before' | 'after', Side>,
): Pick<FlawChange, 'statedBefore' | 'statedAfter'> {
  const [statedBefore, statedAfter] = [sides.before, sides.after].map(({ heard }) =>
    whysStated(heard.get(flaw)).flatMap(({ statement }) => (statement?.isDeciding === true ? [statement] : [])),
  )
  return {
    ...(statedBefore?.length && { statedBefore }),
    ...(statedAfter?.length && { statedAfter }),
  }
}

/** A flaw that the feeds have dropped meanwhile has no names. */
const untold = { names: [], exploitedSince: null, epssProbability: null, cvssBase: null }

/** What became of the flaws that reach nothing in the newer side. */
async function goneFlaws(
  trx: Transaction,
  after: Side,
  turned: readonly TurnedFlaw[],
): Promise<Map<number, ReturnType<typeof turnedDown>>> {
  const gone = new Map(turned.flatMap((each) => (each.after === 0 ? [[each.flaw, each] as const] : [])))
  const said = await saidBySboms(trx, after.sbomIds)
  const targets = toTargets([...said].map(([sbomId, facts]) => ({ sbomId, facts })))
  const absent = await absentFlaws(trx, after, [...gone.keys()])
  const spared = new Set([...gone.values()].flatMap(({ clearedIds, excludedIds }) => [...clearedIds, ...excludedIds]))
  const listing = await sbomsListing(trx, after.sbomIds, [...spared])
  return new Map(
    absent.flatMap((each) => {
      const truths = gone.get(each.flaw)
      if (truths === undefined) return []
      const clearedIn = placesOf(truths.clearedIds, listing)
      const excludedIn = placesOf(truths.excludedIds, listing)
      const outsideIn = { ...excludedIn, sbomIds: [...new Set([...each.outsideIn, ...excludedIn.sbomIds])] }
      const stated = statedIn(after, each.flaw)
      return [[each.flaw, turnedDown(truths, { ...toGone(each), outsideIn, clearedIn, stated }, targets)] as const]
    }),
  )
}

function toGone({ keys, advisories, standing, ranges }: AbsentFlaw): Pick<GoneFlaw, 'known' | 'keys'> {
  return { known: toKnown({ advisories, standing, ranges }), keys }
}

/** A component that no SBOM lists is the model version itself. */
function placesOf(componentIds: readonly number[], listing: ReadonlyMap<number, readonly number[]>): Places {
  return {
    sbomIds: [...new Set(componentIds.flatMap((id) => listing.get(id) ?? []))],
    modelVersionIds: componentIds.some((id) => !listing.has(id)) ? [0] : [],
  }
}

/** Known to be exploited first, then by EPSS, CVSS and name. */
function byUrgency(a: FlawChange, b: FlawChange): number {
  const order = (one: boolean, other: boolean): number => Number(other) - Number(one)
  return (
    order(a.exploitedSince !== undefined, b.exploitedSince !== undefined) ||
    (b.epssProbability ?? -1) - (a.epssProbability ?? -1) ||
    (b.cvssBase ?? -1) - (a.cvssBase ?? -1) ||
    (a.vulnerability < b.vulnerability ? -1 : 1)
  )
}
