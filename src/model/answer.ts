import type { AliasFact } from './alias.ts'
import type { CorrectionTold } from './correction.ts'
import type { WhyVersions } from './device-version.ts'
import type { DeviceId, OrganisationId } from './ids.ts'
import type { PartSupport } from './lifecycle.ts'
import type { Justification, StatementRole, StatementStatus } from './statement.ts'
import type { Verdict } from './verdict.ts'

/** The four counts; they always add up to the devices in scope. */
export type Counts = Readonly<Record<Verdict, number>>

/** Devices in one class for one reason; over a class the reasons add up to its count. `reason` is a `Reason` or a `Doubt`. */
export interface ReasonCount {
  readonly verdict: Verdict
  readonly reason: string
  readonly devices: number
}

/** What a verdict stands on: a listed component and the advisory that speaks of it, or what is missing. */
export interface Why {
  readonly reason: string
  /** 1 hash or purl, 2 CPE, 3 CNA block, 4 maker's advisory, 5 name only. Absent when no component is listed. */
  readonly tier?: number
  readonly component?: {
    readonly name: string
    readonly group?: string
    readonly version?: string
    readonly purl?: string
    readonly cpe?: string
  }
  readonly vulnerability?: string
  /** Which record of which feed says so: `nvd CVE-2021-44228`. */
  readonly advisory?: string
  /** The affected versions in the source's words. */
  readonly range?: string
  /** Why the source's range cannot be used, when it cannot. */
  readonly problem?: string
  /** The aliases through which the component is meant, in order, when it is not by a name of its own. */
  readonly aliases?: readonly AliasFact[]
  /** Somebody of the organisation corrected what is written. */
  readonly corrected?: WhyCorrected
  readonly sbom?: SbomHeader
  /** How far the component is supported, where that was asked. */
  readonly support?: PartSupport
  /** Somebody's word on it. */
  readonly statement?: WhyStatement
  /** The network tells another software version of the device than its list. */
  readonly versions?: WhyVersions
}

/** What is written, and who says that it is something else. */
export interface WhyCorrected {
  /** As written. */
  readonly was: { readonly name: string; readonly version?: string }
  /** The component shown is what is written, and is not judged; else the one that is judged in its place. */
  readonly isAway: boolean
  readonly corrections: readonly CorrectionTold[]
}

/** A statement, or a hospital's own triage, as the evidence of a verdict. All that is said stands there, whoever is believed. */
export interface WhyStatement {
  readonly status: StatementStatus
  readonly author: string
  readonly role: StatementRole
  readonly signature: 'valid' | 'invalid' | 'unsigned' | 'unknownKey'
  /** A signature that came later, and by which it is not judged. */
  readonly laterSignature?: 'invalid' | 'unknownKey'
  /** It speaks of several versions: this one is among them (`inside`), or may be; then it clears nothing. Absent: of exactly this one. */
  readonly reach?: 'inside' | 'possible'
  /** Which versions, in the words of its document; empty where it says nothing of versions. */
  readonly versions?: string
  readonly justification?: Justification
  /** Why, or what to do, in the author's words. */
  readonly text?: string
  readonly action?: string
  readonly compensatingControl?: string
  /** The part that is spoken of; absent: the whole. */
  readonly component?: string
  /** Which document in which revision: `OpenVEX https://… 3`; absent for a triage. */
  readonly document?: string
  /** ISO 8601. */
  readonly at?: string
  /** It decides; what does not is overruled, or does not count. */
  readonly isDeciding: boolean
  /** The hospital decided so of another version: it counts for nothing here until somebody confirms it for this one. */
  readonly toConfirm?: { readonly triageId: string; readonly modelVersionId: number; readonly version?: string }
  /** The hospital decided so, and whoever is believed before it says otherwise: a person should look at both. */
  readonly isOverruled?: true
}

export interface SbomHeader {
  readonly sbomId: number
  readonly fileName?: string
  /** Hex. */
  readonly sha256: string
  readonly format: string
  /** ISO 8601: when it was added here. */
  readonly addedAt: string
}

export interface ModelVersionVerdict {
  readonly modelVersionId: number
  readonly maker?: string
  readonly model?: string
  readonly version?: string
  readonly verdict: Verdict
  readonly reason: string
  readonly devices: number
}

/** A device of an answer. `verdict` is null when the question was about devices, not about what is in them. */
export interface AnsweredDevice {
  readonly deviceId: DeviceId
  /** Which of the answer's model versions it is; 0 when no model can be told. */
  readonly modelVersionId: number
  readonly assetTag?: string
  readonly serial?: string
  readonly maker?: string
  readonly model?: string
  readonly softwareVersion?: string
  /** `network`: seen on the network, and in no list so far. */
  readonly foundBy?: 'list' | 'network'
  /** Where the version was read, and when (ISO 8601). */
  readonly versionSource?: string
  readonly versionSeenAt?: string
  readonly site?: string
  readonly ward?: string
  readonly room?: string
  readonly hostName?: string
  readonly macs: readonly string[]
  readonly ips: readonly string[]
  readonly scope: 'inScope' | 'scrapped' | 'noSoftware'
  readonly verdict: Verdict | null
  readonly reason?: string
  readonly why: readonly Why[]
  /** How many components speak for or against it in all; `why` lists the most telling. */
  readonly whyTotal: number
}

/** What would settle unknown devices, and how many. */
export interface Settlement {
  readonly need:
    | 'sbom'
    | 'sbomWithLayer'
    | 'version'
    | 'model'
    | 'componentVersion'
    | 'condition'
    | 'makerStatement'
    | 'feed'
    | 'releaseFeed'
    | 'range'
    | 'lifecycles'
    | 'otherIdentifier'
  readonly devices: number
  readonly maker?: string
  readonly model?: string
  readonly version?: string
  readonly component?: string
}

/** What the feeds say of the flaw asked for. Scores are recomputed from their vector. */
/** How one source weighed a flaw by SSVC; what it did not weigh is absent. */
export interface Ssvc {
  readonly source: string
  readonly exploitation?: 'none' | 'poc' | 'active'
  readonly automatable?: 'no' | 'yes'
  readonly technicalImpact?: 'partial' | 'total'
  /** ISO 8601. */
  readonly assessedAt?: string
}

export interface FlawSummary {
  readonly id: string
  readonly names: readonly string[]
  readonly summary: string
  readonly publishedAt?: string
  readonly cvss?: { readonly base: number; readonly vector: string; readonly source: string }
  readonly exploitedSince?: string
  /** 0-1. */
  readonly epssProbability?: number
  readonly ssvc?: Ssvc
  /** Sources speak of it, and none gives a range that a machine can use: nobody can tell who is affected. */
  readonly blindSpot: boolean
  /** Those that were looked at: `nvd CVE-2021-44228`. */
  readonly sources: readonly string[]
}

export interface FeedDate {
  readonly feed: string
  /** ISO 8601: the last load of any of its files. */
  readonly loadedAt: string
  /** The file that was loaded longest ago, when it is not of the same day. */
  readonly oldestLoadedAt?: string
  /** Date of its newest record, when it has dates. */
  readonly newestAt?: string
  readonly records: number
}

/**
 * A remark on how the question was taken: a typing error mended, corrections through which something counts as something else, other names of what was asked for, words that only resemble, devices that go by the very word, no feed at all,
 * none loaded by the day asked about, no device that the filters leave (with what there is instead).
 */
export interface Note {
  readonly is:
    | 'corrected'
    | 'correctionsAct'
    | 'alsoNamed'
    | 'alsoResembles'
    | 'alsoDevices'
    | 'noFeeds'
    | 'noFeedsThen'
    | 'noDevice'
    | 'seenNotCounted'
    | 'otherVersionsSeen'
  readonly asked?: string
  readonly taken: readonly string[]
}

/** The four counts of one ward; without `site` or `ward` those of devices whose list names none. */
export interface WardCounts {
  readonly site?: string
  readonly ward?: string
  readonly counts: Counts
}

/** The answer to a question, without its lists: these are read page by page, since a fleet may be of any size. */
export interface Answer {
  readonly query: string
  readonly organisation: { readonly organisationId: OrganisationId; readonly name: string }
  /** `flaw`: affected …; `part`, `words`, `hash`: contains …; `support`: past its end …; `device`: no counts. */
  readonly question: 'flaw' | 'part' | 'words' | 'hash' | 'support' | 'device'
  readonly fictional: boolean
  readonly asOf?: string
  readonly flaw?: FlawSummary
  readonly counts: Counts | null
  readonly inScope: number
  readonly outOfScope: { readonly scrapped: number; readonly noSoftware: number }
  readonly reasons: readonly ReasonCount[]
  readonly settles: readonly Settlement[]
  readonly feeds: readonly FeedDate[]
  readonly notes: readonly Note[]
  /** How many devices the answer speaks of one by one: those in scope, or all that a question about devices found. */
  readonly devicesTotal: number
}
