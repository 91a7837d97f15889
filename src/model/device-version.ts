import type { ObservedVersion } from './observed-device.ts'

/** That a device runs, or may run, another software version than its list says. */
export interface VersionSeen {
  /** Empty: which one cannot be told. */
  readonly version: string
  /** `beside`: the device gets the worse of both verdicts. `instead`: independent sources agree, or a person said so. */
  readonly stands: 'beside' | 'instead'
  readonly because: 'oneVoice' | 'rivals' | 'tooMany' | 'severalVoices' | 'person'
  /** Absent where a person alone says so, and of `tooMany`. */
  readonly seen?: ObservedVersion
}

/** What a person said of the version of a device, in view of the one that was observed then. */
export interface VersionWord {
  readonly version: string
  /** The observed version that the person knew of, as it is compared; another one raises the conflict again. */
  readonly against: string
}

/** What list, network and people say of the software version of one device, where they differ. */
export interface WhyVersions {
  /** Absent: the list names none. */
  readonly declared?: string
  /** Where the list says so, and as of when (ISO 8601). */
  readonly declaredSource?: string
  readonly declaredAt?: string
  /** By which versions the device is judged besides, or instead. */
  readonly seen: readonly WhyVersionSeen[]
}

export interface WhyVersionSeen extends Pick<VersionSeen, 'stands' | 'because'> {
  /** Empty: which one cannot be told. */
  readonly version: string
  /** Who told it, since when (ISO 8601) and where first; absent where a person alone says so, or too many were told. */
  readonly evidence?: {
    readonly protocols: readonly string[]
    readonly sensors: readonly string[]
    readonly firstSeenAt: string
    readonly source: string
    readonly place: string
  }
}
