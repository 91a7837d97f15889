import type { ObservedKind } from './observed-device.ts'
import type { DeviceId } from './ids.ts'

/** How a device on the network stands to the inventory. `probable`: a person has to say. */
export const observedStandings = ['matched', 'probable', 'onlyOnNetwork'] as const
export type ObservedStanding = (typeof observedStandings)[number]

/** By what a device on the network is one of the inventory, the surest first. `made`: it came into the inventory from the network. */
export const matchRules = [
  'person',
  'serial',
  'mac',
  'assetTagInHostName',
  'aeTitle',
  'made',
  'serialWithoutMaker',
  'hostName',
] as const
export type MatchRule = (typeof matchRules)[number]

/** One device of the inventory that a device on the network may be. */
export interface ObservedMatch {
  readonly deviceId: DeviceId
  readonly rule: MatchRule
  /** What both have. */
  readonly value: string
  /** Why it does not count as sure though its rule is. */
  readonly doubt?: 'otherSerial' | 'otherMaker' | 'several'
}

/** What a device on the network is compared with the inventory by. */
export interface ObservedIdentity {
  readonly observedId: string
  readonly kind: ObservedKind
  readonly anchors: readonly string[]
  readonly serialKeys: readonly string[]
  readonly macs: readonly string[]
  readonly hostNames: readonly string[]
  readonly aeTitles: readonly string[]
  readonly maker: string | null
  /** The device that was made of it, while nobody else named it. */
  readonly madeDeviceId: DeviceId | null
}

/** How a device on the network stands to the inventory, and why. */
export interface ObservedLink {
  readonly observedId: string
  readonly standing: ObservedStanding
  /** The device that it is, or may be. */
  readonly deviceId: DeviceId | null
  /** Why, or the candidates: the surest first, at most eight. */
  readonly matches: readonly ObservedMatch[]
}

/** What people say of which device of the inventory bears an anchor. */
export interface LinkWords {
  readonly is: readonly AnchorLink[]
  readonly isNot: readonly AnchorLink[]
}

export interface AnchorLink {
  readonly anchor: string
  readonly deviceId: DeviceId
}
