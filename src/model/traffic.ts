/** One end of what was seen between two: a device, or an address that no device is known for. */
export interface TrafficEnd {
  /** The device as the network shows it. */
  readonly observedId?: string
  /** The device of the inventory that it is. */
  readonly deviceId?: string
  readonly ip?: string
  readonly mac?: string
  readonly maker?: string
  readonly model?: string
  readonly serial?: string
  /** What it calls itself, or was called by others. */
  readonly name?: string
  /** It spoke of itself in a protocol that only medical equipment speaks, or the inventory lists it. */
  readonly isMedical: boolean
}

/** Everything that was seen between two ends by one service. */
export interface TrafficLine {
  readonly client: TrafficEnd
  readonly server: TrafficEnd
  readonly transport: string
  readonly port: number
  /** Recognised by its content; absent: only the port is known. */
  readonly protocol?: string
  readonly isClearText?: boolean
  readonly connections: number
  /** Of these, refused or never answered. */
  readonly unanswered: number
  readonly packets: number
  readonly bytes: number
  /** ISO 8601. */
  readonly firstSeenAt: string
  readonly lastSeenAt: string
}

/** A part of the network that a hospital gave a name. */
export interface NamedNetwork {
  /** `10.1.2.0/24` or an IPv6 prefix, in canonical form. */
  readonly network: string
  readonly name: string
}

/**
 * Where an end stands. `named`: in a network that the hospital named. `subnet`: in another network of its own, told as /24 or /64. `internet`,
 * `multicast` (sent to many at once), `unknown`: no address of the internet protocol was seen.
 */
export interface Zone {
  readonly kind: 'named' | 'subnet' | 'internet' | 'multicast' | 'unknown'
  /** What people call it: the given name, or the network. */
  readonly name: string
  /** Absent for `internet` and `unknown`. */
  readonly network?: string
}

/**
 * Why a line deserves a look.
 * `clearText`: whoever listens reads it. `toInternet`, `fromInternet`: it leaves the hospital, or comes from outside. `toMaker`: it goes to an outside
 * server that bears the name of the device's maker. `remoteMaintenance`: somebody works on the device from afar. `deviceToDevice`: two medical devices
 * speak what medical devices need not speak with each other. `sweep`: it tries many that do not answer.
 */
export const exposureRules = [
  'fromInternet',
  'toInternet',
  'toMaker',
  'remoteMaintenance',
  'deviceToDevice',
  'clearText',
  'sweep',
] as const
export type ExposureRule = (typeof exposureRules)[number]

/** A line that meets a rule, seen from the medical device it is about. */
export interface Exposure {
  readonly rule: ExposureRule
  readonly device: TrafficEnd
  readonly peer: TrafficEnd
  readonly peerZone: Zone
  readonly line: TrafficLine
}

/** A kind of flow that devices of one model have with one zone. */
export interface NeededFlow {
  /** `from`: devices of the model open it. `to`: others open it to them. */
  readonly direction: 'from' | 'to'
  readonly transport: string
  /** First and last port of the server, equal when there is one. */
  readonly ports: readonly [number, number]
  readonly protocol?: string
  readonly isClearText?: boolean
  readonly zone: Zone
  /** Addresses of the other ends, in order; at most 64. */
  readonly peers: readonly string[]
  readonly peersTotal: number
  /** Names of the other ends where they are known; at most 5. */
  readonly peerNames: readonly string[]
  /** How many devices of the model were seen to have it. */
  readonly devices: number
  readonly connections: number
  /** It was tried and never answered. */
  readonly isAnswered: boolean
  readonly bytes: number
  readonly firstSeenAt: string
  readonly lastSeenAt: string
}

/** What devices of one model were seen to need of the network. */
export interface NeededFlows {
  readonly maker: string
  readonly model: string
  /** Devices of the model that were seen on the network. */
  readonly devices: number
  /** Their addresses. */
  readonly addresses: readonly string[]
  /** Of all its flows, ISO 8601; absent when there is none. */
  readonly firstSeenAt?: string
  readonly lastSeenAt?: string
  readonly flows: readonly NeededFlow[]
}
