import type { DeviceId } from './ids.ts'

/** One line of a hospital's own equipment list, cleaned but not interpreted further. Absent means that the list does not say. */
export interface AssetRow {
  /** Line of the file, from 1, for messages. */
  readonly line: number
  readonly assetTag?: string
  readonly udi?: string
  readonly serial?: string
  readonly maker?: string
  readonly supplier?: string
  readonly model?: string
  /** EMDN, GMDN, CNEH or a word of the hospital's own. */
  readonly family?: string
  readonly softwareVersion?: string
  readonly operatingSystem?: string
  readonly site?: string
  readonly ward?: string
  readonly room?: string
  readonly hostName?: string
  readonly aeTitle?: string
  /** Lower case, colon separated. */
  readonly macs: readonly string[]
  /** Canonical IPv4 or IPv6. */
  readonly ips: readonly string[]
  /** `scrapped` devices are out of scope of every answer. */
  readonly status: 'inService' | 'broken' | 'lent' | 'scrapped'
  /** Fields that hold a default because the list does not say: an import never changes a known device by them. */
  readonly assumed: readonly ('status' | 'hasSoftware')[]
  /** False when the list says that the device holds no software: out of scope, and counted as such. */
  readonly hasSoftware: boolean
  /** ISO 8601 dates. */
  readonly inServiceOn?: string
  readonly scrappedOn?: string
}

/** A device the inventory already holds, with the facts that a list may speak of. */
export interface ExistingDevice extends Omit<AssetRow, 'line' | 'assumed'> {
  readonly deviceId: DeviceId
  /** Where the software version was read, and when (ISO 8601). */
  readonly versionSource?: string
  readonly versionSeenAt?: string
  /** `network`: seen on the network and in no list so far. */
  readonly foundBy: 'list' | 'network'
}
