import type { ModelVersionVerdict, Settlement } from '../model/index.ts'

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
const mostListed = 20

/** What would settle most unknown devices, the greatest first; devices in the same need of the same model version count together. */
export function settlementsOf(
  modelVersions: readonly ModelVersionVerdict[],
  componentOf: (modelVersionId: number) => string | undefined,
): Settlement[] {
  const settlements = new Map<string, Settlement>()
  for (const each of modelVersions.filter(({ verdict }) => verdict === 'unknown')) {
    const settlement = toSettlement(each, componentOf)
    const key = JSON.stringify({ ...settlement, devices: 0 })
    settlements.set(key, { ...settlement, devices: settlement.devices + (settlements.get(key)?.devices ?? 0) })
  }
  return [...settlements.values()].sort((a, b) => b.devices - a.devices).slice(0, mostListed)
}

function toSettlement(each: ModelVersionVerdict, componentOf: (id: number) => string | undefined): Settlement {
  const need = needs[each.reason] ?? 'makerStatement'
  if (forAll.has(need)) return { need, devices: each.devices }
  const { maker, model, version } = each
  const component =
    need === 'componentVersion' || need === 'condition' || need === 'makerStatement'
      ? componentOf(each.modelVersionId)
      : undefined
  return {
    need,
    devices: each.devices,
    ...(maker === undefined ? {} : { maker }),
    ...(model === undefined ? {} : { model }),
    ...(version === undefined || need === 'version' ? {} : { version }),
    ...(component === undefined ? {} : { component }),
  }
}
