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
  noRange: 'range',
  withdrawn: 'otherIdentifier',
}
/** These stand for the whole fleet: one act settles all. */
const forAll: ReadonlySet<Settlement['need']> = new Set(['model', 'feed', 'releaseFeed', 'range', 'otherIdentifier'])
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
  const found = new Map<string, Need>()
  for (const { modelVersionId, verdict, reason, devices } of lines) {
    if (verdict !== 'unknown') continue
    const need = needs[reason] ?? 'makerStatement'
    const whose = forAll.has(need) ? {} : { modelVersionId }
    const key = `${need} ${whose.modelVersionId ?? ''}`
    const more = devices + (found.get(key)?.devices ?? 0)
    found.set(key, { need, devices: more, ...whose, isOfComponent: ofComponent.has(need) })
  }
  return [...found.values()].sort((a, b) => b.devices - a.devices).slice(0, mostListed)
}
