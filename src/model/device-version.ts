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
