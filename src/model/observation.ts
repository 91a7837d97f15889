/**
 * What an observation can tell. Nothing else is ever kept: a field that is not in this list has no place to go, which is how patient data stays
 * out (every protocol maps what it reads to these names, and counts the rest).
 */
export const observedFields = [
  // identity
  'maker',
  'model',
  'serial',
  'udi',
  'lot',
  'manufacturedOn',
  'assetTag',
  'deviceKind', // what the device is, in the protocol's own word: DICOM modality, MDC term, UPnP device type
  // software and hardware
  'softwareVersion',
  'firmwareVersion',
  'hardwareVersion',
  'softwareMaker',
  'softwareProduct', // of a service or a library that runs on it, with its version: `OpenSSH 8.2p1`, `OFFIS_DCMTK_364`
  'softwareProductVersion',
  'operatingSystem',
  'osBuild', // `10.0.17763`
  'implementationClassUid',
  'implementationVersionName',
  // names and places
  'hostName',
  'domain',
  'aeTitle',
  'stationName',
  'applicationName', // HL7 sending application, syslog app name …
  'facility',
  'institution',
  'department',
  'location', // of the device, never of a patient
  // addresses
  'mac',
  'ip',
  'macMaker', // of the network interface
  'switchPort',
  'deviceIdentifier', // EUI-64, EPR address, DUID, engine id …
  // fingerprints and services
  'vendorClass',
  'dhcpParameters',
  'banner',
  'service', // `dicom/104`, offered by the subject
  'sopClass',
  'role', // `scu`, `scp`, `client`, `server`, `router`, `archive`, `printer` …
  'ja3',
  'ja4',
  'ja3s',
  'hassh',
  'serverName',
  'certificateSubject',
  'certificateIssuer',
  'certificateNotAfter',
  'certificateSha256',
  'sysDescr',
  'sysObjectId',
] as const
export type ObservedField = (typeof observedFields)[number]

/** One fact about a device. `value`: plain text, at most 512 characters, never empty. */
export interface ObservedFact {
  readonly field: ObservedField
  readonly value: string
}

/**
 * Who the facts speak of. Several at once mean that they were seen together, not that each is proven: fusion weighs them. A forwarded DICOM image
 * speaks of its modality (`aeTitle`, or maker and serial number in its facts), never of the address that sent it.
 */
export interface ObservedSubject {
  /** Lower case, colon separated. Of a packet that came through a router it is the router's: fusion finds routers out. */
  readonly mac?: string
  /** Canonical IPv4 or IPv6. */
  readonly ip?: string
  readonly aeTitle?: string
  readonly hostName?: string
}

/**
 * `explicit`: the protocol has a field for exactly this (a serial number, a software version). `strong`: a name or build that leaves little doubt.
 * `weak`: a hint, such as the maker of a network interface or a port number.
 */
export type ObservedConfidence = 'explicit' | 'strong' | 'weak'

/** Facts told together about one subject, by one protocol; equal ones are told once, with their count. */
export interface Observation {
  readonly subject: ObservedSubject
  /** Id of the protocol or of the source that tells it: `dhcp`, `dicom`, `zeek-software`, `nmap`. */
  readonly protocol: string
  /** In a fixed order (that of `observedFields`, then by value), without repetition; may hold one field several times. */
  readonly facts: readonly ObservedFact[]
  readonly confidence: ObservedConfidence
  /** Milliseconds since 1970 UTC, by the clock of the sensor. */
  readonly firstSeenAt: number
  readonly lastSeenAt: number
  readonly count: number
  /** Where the first of them stands: `packet 214`, `line 12`. The file's name is the batch's. */
  readonly place: string
}

export interface FlowEnd {
  readonly mac?: string
  /** Absent below IP. */
  readonly ip?: string
}

/** Who talked to whom: one client, one server, one service; many connections are one flow. */
export interface ObservedFlow {
  readonly client: FlowEnd
  readonly server: FlowEnd
  readonly transport: 'tcp' | 'udp' | 'icmp' | 'sctp' | 'other'
  /** Of the server; 0 when the transport has none. */
  readonly port: number
  readonly vlan?: number
  /** Id of the protocol that was recognised by its content. Absent: only the port is known. */
  readonly protocol?: string
  /** True: seen in clear text; false: seen encrypted; absent: not told. */
  readonly isClearText?: boolean
  readonly connections: number
  /** TCP connections that were refused or never answered. */
  readonly unanswered: number
  readonly packets: number
  /** Bytes on the wire, both directions. */
  readonly bytes: number
  readonly firstSeenAt: number
  readonly lastSeenAt: number
}
