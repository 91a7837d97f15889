import { supportOfPart, supportOfRelease } from '../findings/index.ts'
import type { Subject, SupportAsked } from '../findings/index.ts'
import type { Doubt, FleetTarget, Listing, Note, PackageKey, PartSupport, Truth } from '../model/index.ts'
import { judgedBySupport, partsById, partsUnder, scopesOfReleases, statedEnds, wholeSboms } from '../store/index.ts'
import type { Evidence, Judged, KeyedPartRow, StatedEndRow, SupportSaid, Transaction } from '../store/index.ts'
import { supportAsked } from './device-support.ts'
import { meaningsOfWords } from './question-parts.ts'
import type { QuestionParts } from './question-parts.ts'
import { withoutNulls } from './without-nulls.ts'

/** What one SBOM states of the support of a part, as a truth of the question. */
interface StatedSupport {
  readonly sbomId: number
  readonly truth: Truth
}

/** What a question about support stands on, beside the components it names. */
export interface SupportFound {
  readonly asked: SupportAsked
  readonly keys: readonly PackageKey[]
  /** By component: what SBOMs themselves state of it, which goes before what is known elsewhere. */
  readonly stated: ReadonlyMap<number, readonly StatedSupport[]>
  /** Components of which only SBOMs say something. */
  readonly onlyStated: ReadonlySet<number>
  readonly ends: readonly StatedEndRow[]
}

export interface SupportParts extends QuestionParts {
  readonly support: SupportFound
  readonly targets: readonly FleetTarget[]
}

type SupportSubject = Extract<Subject, { readonly is: 'support' }>

/** Looks up what is past its end, or will be before the day asked for, among the parts of a fleet. */
export async function supportParts(
  trx: Transaction,
  { words, before }: SupportSubject,
  { asOf, targets }: { readonly asOf: string | undefined; readonly targets: readonly FleetTarget[] },
): Promise<SupportParts> {
  const known = await supportAsked(trx, asOf)
  const asked = before === undefined ? known : { ...known, day: before }
  const keys = [...asked.index.byKey.keys()]
  const { alternatives, notes } = await meaningsOfWords(trx, words)
  const rows = await partsUnder(trx, keys)
  const parts = rows.flatMap((row) => toPart(row, asked))
  const releases = (await scopesOfReleases(trx)).flatMap((scope) => {
    const support = supportOfRelease(scope.slice(scope.indexOf('/') + 1), asked)
    return support === undefined ? [] : [{ scope, ...toSaid(support) }]
  })
  const sbomIds = [...new Set(targets.flatMap(({ sboms }) => sboms.map(({ sbomId }) => sbomId)))]
  const ends = await statedEnds(trx, sbomIds)
  const stated = statedBy(ends, asked)
  const ids = new Set(parts.map(({ componentId }) => componentId))
  const others = [...stated].filter(([componentId]) => !ids.has(componentId))
  const added = others.map(([componentId, said]) => ({ componentId, truth: worstOf(said), doubt: null }))
  const judged = judgedBySupport({ parts: [...parts, ...added], releases, words: alternatives })
  const support = { asked, keys, stated, ends, onlyStated: new Set(others.map(([componentId]) => componentId)) }
  const isKnown = asked.index.byProduct.size > 0
  return {
    ...plainSupport(notes),
    known: isKnown ? 'judged' : 'notInFeeds',
    judged,
    support,
    targets: words.length > 0 ? targets : await onlyWhole(trx, targets, { judged, support }),
  }
}

function plainSupport(notes: readonly Note[]) {
  const layers = { operatingSystem: false, firmware: false }
  return { question: 'support', layers, isPackaged: false, digests: [], notes } as const
}

function toPart(row: KeyedPartRow, asked: SupportAsked): (SupportSaid & { readonly componentId: number })[] {
  const support = supportOfRow(row, undefined, asked)
  return support === undefined ? [] : [{ componentId: row.componentId, ...toSaid(support) }]
}

function supportOfRow(
  { type, name, version, purls, cpes, keys }: KeyedPartRow,
  endOfSupport: string | undefined,
  asked: SupportAsked,
): PartSupport | undefined {
  const component = {
    type,
    name,
    purls,
    cpes,
    ...withoutNulls({ version }),
    ...(endOfSupport === undefined ? {} : { endOfSupport }),
  }
  return supportOfPart({ component, keys }, asked)?.deciding
}

function toSaid({ standing, doubt }: PartSupport): SupportSaid {
  switch (standing) {
    case 'endOfLife':
    case 'paidOnly':
      return { truth: 2, doubt: null }
    case 'unknown':
      return { truth: 1, doubt: doubtOf(doubt) }
    case 'endOfSupport':
    case 'supported':
      return { truth: 0, doubt: null }
  }
}

function doubtOf(doubt: PartSupport['doubt']): Doubt {
  return doubt === 'versionUnknown' || doubt === 'ancestorOnly' ? doubt : 'supportNotTold'
}

/** Several lines of one SBOM may state several ends of one component: the worst counts. */
function statedBy(ends: readonly StatedEndRow[], asked: SupportAsked): Map<number, StatedSupport[]> {
  const stated = new Map<number, StatedSupport[]>()
  for (const { sbomId, componentId, endOfSupport } of ends) {
    const part = { component: { type: 'unknown', name: '', purls: [], cpes: [], endOfSupport }, keys: [] } as const
    const said = supportOfPart(part, asked)?.deciding
    if (said === undefined) continue
    const all = stated.get(componentId) ?? []
    if (all.length === 0) stated.set(componentId, all)
    const { truth } = toSaid(said)
    const same = all.findIndex((each) => each.sbomId === sbomId)
    if (same === -1) all.push({ sbomId, truth })
    else if (truth === 2) all[same] = { sbomId, truth }
  }
  return stated
}

function worstOf(said: readonly StatedSupport[]): Truth {
  return said.some(({ truth }) => truth === 2) ? 2 : 0
}

/** Only an SBOM of whose every part something is known is complete for the question. */
async function onlyWhole(
  trx: Transaction,
  targets: readonly FleetTarget[],
  { judged, support }: { readonly judged: Judged; readonly support: SupportFound },
): Promise<readonly FleetTarget[]> {
  const complete = targets.flatMap(({ sboms }) => sboms.filter(({ facts }) => facts.complete))
  if (complete.length === 0) return targets
  const told = [...support.stated].flatMap(([componentId, said]) => said.map(({ sbomId }) => ({ sbomId, componentId })))
  const sbomIds = [...new Set(complete.map(({ sbomId }) => sbomId))]
  const whole = new Set<number>(await wholeSboms(trx, judged, { sbomIds, told }))
  return targets.map((target) => ({
    ...target,
    sboms: target.sboms.map((sbom) =>
      !sbom.facts.complete || whole.has(sbom.sbomId) ? sbom : { ...sbom, facts: { ...sbom.facts, complete: false } },
    ),
  }))
}

/** Listings with what SBOMs state themselves in the place of what is known elsewhere. */
export function restate(listings: readonly Listing[], { stated, onlyStated }: SupportFound): Listing[] {
  const named = new Set(listings.flatMap(({ componentId }) => componentId ?? []))
  const kept = listings.flatMap((listing) => {
    const { componentId } = listing
    const said = componentId === undefined ? undefined : stated.get(componentId)
    if (componentId === undefined || said === undefined) return [listing]
    if (onlyStated.has(componentId)) return []
    const others = new Set(said.map(({ sbomId }) => sbomId))
    return [{ ...listing, sbomIds: [...listing.sbomIds].filter((sbomId) => !others.has(sbomId)) }]
  })
  const own = [...stated].flatMap(([componentId, said]) => (named.has(componentId) ? said : []))
  const byTruth = [...Map.groupBy(own, ({ truth }) => truth)].map(([truth, some]) => ({
    truth,
    doubt: null,
    modelVersionIds: [],
    sbomIds: some.map(({ sbomId }) => sbomId),
  }))
  return [...kept, ...byTruth]
}

/** How far the components of some evidence are supported, as the SBOM that lists them says or else as is known. */
export async function supportsOf(
  trx: Transaction,
  evidence: readonly Evidence[],
  { asked, keys, ends }: SupportFound,
): Promise<(each: Evidence) => PartSupport | undefined> {
  const ids = [...new Set(evidence.flatMap(({ componentId }) => componentId ?? []))]
  const rows = new Map((await partsById(trx, ids, keys)).map((row) => [row.componentId, row]))
  const stated = new Map(
    ends.map(({ sbomId, componentId, endOfSupport }) => [`${sbomId} ${componentId}`, endOfSupport]),
  )
  return ({ sbomId, componentId }) => {
    const row = rows.get(componentId ?? -1)
    return row === undefined ? undefined : supportOfRow(row, stated.get(`${sbomId} ${componentId}`), asked)
  }
}
