import type { ObservedConfidence, ObservedField } from '../../model/index.ts'

/** How far a value is believed on the day that it is seen, 0 to 1. */
const atFirst: Readonly<Record<ObservedConfidence, number>> = { explicit: 0.95, strong: 0.7, weak: 0.3 }

const DAY_MS = 86_400_000
/** What is written into a device, what changes with an update, what changes with the network. */
const halfLivesMs = { lasting: 720 * DAY_MS, software: 180 * DAY_MS, network: 30 * DAY_MS } as const

const lasting: ReadonlySet<ObservedField> = new Set([
  'maker',
  'model',
  'serial',
  'udi',
  'lot',
  'manufacturedOn',
  'assetTag',
  'deviceKind',
  'hardwareVersion',
  'mac',
  'macMaker',
])
const network: ReadonlySet<ObservedField> = new Set([
  'ip',
  'hostName',
  'switchPort',
  'location',
  'dhcpParameters',
  'service',
  'role',
])

/**
 * How far a value is believed now, 0 to 1: `c · 2^(−age / h)`. `c` is 0.95 where a protocol has a field for exactly this, 0.7 for a name or build that
 * leaves little doubt, 0.3 for a hint; `age` is the time since it was last seen; `h` is 720 days for what is written into a device, 180 for software,
 * 30 for what the network assigns.
 */
export function confidenceNow(
  field: ObservedField,
  { confidence, lastSeenAt }: { readonly confidence: ObservedConfidence; readonly lastSeenAt: number },
  now: number,
): number {
  return atFirst[confidence] * 2 ** (-Math.max(0, now - lastSeenAt) / halfLifeMs(field))
}

/** Which of two values of a field is believed more: the logarithm of `confidenceNow` but for what is the same for both, so it does not depend on the day. */
export function rankOfValue(
  field: ObservedField,
  { confidence, lastSeenAt }: { readonly confidence: ObservedConfidence; readonly lastSeenAt: number },
): number {
  return Math.log2(atFirst[confidence]) + lastSeenAt / halfLifeMs(field)
}

function halfLifeMs(field: ObservedField): number {
  if (lasting.has(field)) return halfLivesMs.lasting
  return network.has(field) ? halfLivesMs.network : halfLivesMs.software
}

/** After so long without a sign a device is shown as not seen. */
export const NOT_SEEN_AFTER_MS = 30 * DAY_MS
