import type { NamedNetwork, ObservedFacts, ObservedGroup, ObservedKind } from '../../model/index.ts'
import { zonesOf } from '../traffic/zones.ts'

/**
 * Tells what is no device of the hospital: known by nothing but addresses of the internet that the hospital did not name as its own, and of which no
 * maker, model or clinical protocol was told. Everything in doubt stays a device.
 */
export function kindsAmong(
  named: readonly NamedNetwork[],
): (
  group: Pick<ObservedGroup, 'kind' | 'anchors'>,
  facts: Pick<ObservedFacts, 'isClinical' | 'isTold'>,
) => ObservedKind {
  const zoneOf = zonesOf(named)
  return ({ kind, anchors }, { isClinical, isTold }) => {
    const ips = anchors.filter((anchor) => anchor.startsWith('ip:')).map((anchor) => anchor.slice('ip:'.length))
    const isKnownOtherwise = anchors.some((anchor) => /^(?:serial|mac|ae):/.test(anchor))
    if (kind !== 'device' || isClinical || isTold || isKnownOtherwise || ips.length === 0) return kind
    return ips.every((ip) => zoneOf({ ip, isMedical: false }).kind === 'internet') ? 'outside' : kind
  }
}
