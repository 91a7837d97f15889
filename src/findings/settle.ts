import type { Settlement, Verdict } from '../model/index.ts'

/** What a doubt needs, by reason. Reasons that only the maker's own word can settle are `makerStatement`. */
const needs: Readonly<Record<string, Settlement['need']>> = {
  noModel: 'model',
  noVersion: 'version',
  noSbom: 'sbom',
  layerNotDescribed: 'sbomWithLayer',
  versionUnknown: 'componentVersion',
  conditionNotSettled: 'condition',
  releaseNotCovered: 'releaseFeed',
  notInFeeds: 'feed',
  noLifecycles: 'lifecycles',
  noRange: 'range',
  withdrawn: 'otherIdentifier',
}
/** These stand for the whole fleet: one act settles all. */
const forAll: ReadonlySet<Settlement['need']> = new Set([
  'model',
  'feed',
  'releaseFeed',
  'range',
  'lifecycles',
  'otherIdentifier',
])
const ofComponent: ReadonlySet<Settlement['need']> = new Set(['componentVersion', 'condition', 'makerStatement'])
const mostListed = 20

/** What would settle unknown devices: of one model version, or (none given) of the whole fleet. */
export interface Need {
  readonly need: Settlement['need']
  readonly devices: number
  readonly modelVersionId?: number
  /** One component of the model version leaves the doubt. */
  readonly isOfComponent: boolean
}

/** What would settle most unknown devices, the greatest first; devices in the same need of the same model version count together. */
export function needsOf(
  lines: Iterable<{
    readonly modelVersionId: number
    readonly verdict: Verdict
    readonly reason: string
    readonly devices: number
  }>,
): Need[] {
  const devicesByNeed = new Map<Settlement['need'], Map<number, number>>()
  for (const { modelVersionId, verdict, reason, devices } of lines) {
    if (verdict !== 'unknown') continue
    const need = needs[reason] ?? 'makerStatement'
    const whose = forAll.has(need) ? wholeFleet : modelVersionId
    const counts = devicesByNeed.get(need) ?? new Map<number, number>()
    if (counts.size === 0) devicesByNeed.set(need, counts)
    counts.set(whose, devices + (counts.get(whose) ?? 0))
  }
  let most: Need[] = []
  for (const [need, counts] of devicesByNeed) {
    for (const [whose, devices] of counts) {
      if (devices < (most[mostListed - 1]?.devices ?? 0)) continue
      const modelVersion = whose === wholeFleet ? {} : { modelVersionId: whose }
      most.push({ need, devices, ...modelVersion, isOfComponent: ofComponent.has(need) })
      if (most.length > 2 * mostListed) most = greatestOf(most)
    }
  }
  return greatestOf(most)
}

function greatestOf(found: readonly Need[]): Need[] {
  return found
    .toSorted((a, b) => b.devices - a.devices || (a.modelVersionId ?? wholeFleet) - (b.modelVersionId ?? wholeFleet))
    .slice(0, mostListed)
}

/** No model version has this id. */
const wholeFleet = -1
