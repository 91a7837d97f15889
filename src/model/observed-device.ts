import type { ObservedConfidence, ObservedField } from './observation.ts'

/** Addresses, names and a serial number that were told together, with when: what devices on the network are told apart by. */
export interface Sighting {
  /** Lower case, colon separated. */
  readonly macs: readonly string[]
  readonly ips: readonly string[]
  readonly aeTitle: string | null
  /** First label, lower case. */
  readonly hostName: string | null
  /** Maker and serial number as they are compared: `philips DE123`. */
  readonly serialKey: string | null
  /** It was told that who bears these addresses forwards for others. */
  readonly isRouter: boolean
  /** Told by a protocol that speaks of the own addresses of a device, so no router stands between. */
  readonly isOwn: boolean
}

/** A sighting as it is kept; times are milliseconds since 1970 UTC. */
export interface KeptSighting extends Sighting {
  readonly sightingId: string
  readonly firstSeenAt: number
  readonly lastSeenAt: number
}

/** An observation as it is kept, with the facts as pairs of field and value. */
export interface KeptObservation {
  readonly sightingId: string
  readonly protocol: string
  readonly confidence: ObservedConfidence
  readonly facts: readonly (readonly [field: ObservedField, value: string])[]
  readonly firstSeenAt: number
  readonly lastSeenAt: number
  readonly count: number
  readonly sensors: readonly string[]
  /** File or interface, and the place in it, where it was seen first. */
  readonly source: string
  readonly place: string
}

/** By which rule two things are one device, the surest first; `person`: somebody said so. */
export const joinRules = [
  'person',
  'serialAndMac',
  'macsTogether',
  'serialInLease',
  'aeTitleAndIp',
  'hostNameAndIp',
  'ipInLease',
  'aeTitle',
  'hostName',
] as const
export type JoinRule = (typeof joinRules)[number]

/** Why two anchors are one device. */
export interface ObservedJoin {
  readonly rule: JoinRule
  /** What is joined: `mac:00:09:fb:01:02:03`, `serial:philips DE123`, `ae:CT1@10.0.0.5`, `host:ct1@10.0.0.5`, `ip:10.0.0.5`. */
  readonly anchors: readonly [string, string]
  /** What they have in common, or were told together by. */
  readonly value: string
  readonly firstSeenAt: number
  readonly lastSeenAt: number
}

/** `outside`: an address of the internet of which nothing medical was told. */
export const observedKinds = ['device', 'gateway', 'router', 'outside'] as const
export type ObservedKind = (typeof observedKinds)[number]

/** Sightings that are one device. */
export interface ObservedGroup {
  /** Made of the anchor that was seen first, so that it stays when more becomes known. */
  readonly observedId: string
  readonly kind: ObservedKind
  /** What it is known by: first what its sightings bear themselves, the surest first; then what was attached to these. */
  readonly anchors: readonly string[]
  readonly sightingIds: readonly string[]
  /** Of a gateway: the devices that speak through it. */
  readonly members: readonly string[]
  /** At most 50, the surest first. */
  readonly joins: readonly ObservedJoin[]
  /** Of a gateway: maker and serial number of who was heard alone there before anybody else was. */
  readonly formerly?: readonly string[]
  readonly firstSeenAt: number
  readonly lastSeenAt: number
}

/** One value of a field, with all that it stands on. */
export interface ObservedValue {
  readonly value: string
  readonly confidence: ObservedConfidence
  readonly protocols: readonly string[]
  readonly sensors: readonly string[]
  readonly firstSeenAt: number
  readonly lastSeenAt: number
  readonly count: number
  /** Where it was seen first. */
  readonly source: string
  readonly place: string
}

/** The values of one field, the most believable first; at most eight of `total`. */
export interface ObservedValues {
  readonly values: readonly ObservedValue[]
  readonly total: number
}

/** A fact of which there can be one alone, and of which several are told at the same time. */
export interface ObservedConflict {
  readonly field: ObservedField
  readonly values: readonly ObservedValue[]
}

/** A software version that was told of a device. */
export interface ObservedVersion extends ObservedValue {
  /** How many protocols that a device speaks by itself tell it, in fields made for it; two that read the same bytes are one. */
  readonly voices: number
}

/** What is known of a device on the network. */
export interface ObservedFacts {
  readonly fields: Readonly<Partial<Record<ObservedField, ObservedValues>>>
  readonly conflicts: readonly ObservedConflict[]
  /** The one in force first, then earlier ones and rivals, hints last; at most seventeen: more than sixteen are more than can be weighed. */
  readonly versions: readonly ObservedVersion[]
  /** It spoke of itself in a protocol that only medical equipment speaks. */
  readonly isClinical: boolean
  /** Maker and model were told in fields made for them. */
  readonly isTold: boolean
  readonly observations: number
  readonly firstSeenAt: number
  readonly lastSeenAt: number
}

/** What people say of which anchors are one device: it goes before every rule. */
export interface AnchorWords {
  /** Two anchors that are one device. */
  readonly same: readonly (readonly [string, string])[]
  /** Anchors that are a device of their own, whatever is told. */
  readonly apart: readonly string[]
}
