import type {
  AliasRelation,
  AsideReason,
  Counts,
  Doubt,
  Note,
  Reason,
  Settlement,
  Ssvc,
  Verdict,
  VersionSeen,
} from '../../model/index.ts'

/** The name of a class, and the letter that tells it in a bar without colour. */
export interface VerdictWords {
  readonly letter: string
  readonly name: string
}

/** The columns of a list for a spreadsheet, in order. */
export const csvColumns = [
  'verdict',
  'reason',
  'site',
  'ward',
  'room',
  'assetTag',
  'serial',
  'maker',
  'model',
  'softwareVersion',
  'versionSource',
  'versionDate',
  'host',
  'macs',
  'ips',
  'component',
  'componentVersion',
  'vulnerability',
  'range',
  'advisory',
  'sbom',
  'otherVersions',
] as const
export type CsvColumn = (typeof csvColumns)[number]

/** Every word of an answer in one language. A word that a language lacks is a type error. */
export interface Words {
  readonly locale: string
  /** Stands between a name and what is said of it. */
  readonly colon: string
  readonly fictional: string
  /** The last line of every answer for a person; its English is fixed. */
  readonly safety: string
  readonly flawVerdicts: Readonly<Record<Verdict, VerdictWords>>
  readonly partVerdicts: Readonly<Record<Verdict, VerdictWords>>
  readonly supportVerdicts: Readonly<Record<Verdict, VerdictWords>>
  readonly reasons: Readonly<Record<Reason | Doubt | AsideReason, string>>
  /** Where a question about support needs other words. */
  readonly supportReasons: Readonly<Partial<Record<Reason | Doubt, string>>>
  /** Where a question about a part needs other words than one about a flaw. */
  readonly partReasons: Readonly<Pick<Record<Reason, string>, 'listedInRange' | 'listedInDoubt' | 'listedOutsideRange'>>
  /** What an alias says of two names. */
  /** What is judged in the place of what is written, and why. */
  readonly corrected: (was: string, by: string, day: string, reason: string) => string
  readonly otherVersions: {
    /** What the list says, with where it does. */
    readonly listed: (version: string | undefined, source: string | undefined) => string
    /** Who told a version of which it is seen, or how it is known. */
    readonly told: (version: string, protocols: string, day: string, place: string) => string
    readonly byPerson: (version: string) => string
    readonly tooMany: string
    /** By which of them the device is judged. */
    readonly judged: Readonly<Record<VersionSeen['stands'], string>>
  }
  readonly aliases: Readonly<Record<AliasRelation, (from: string, to: string) => string>>
  /** How a component was told, by tier 1 to 5. */
  readonly tiers: readonly [string, string, string, string, string]
  readonly headings: {
    readonly flaw: string
    readonly models: string
    readonly affectedDevices: string
    readonly containingDevices: string
    readonly devices: string
    readonly settles: string
    readonly feeds: string
    readonly findings: string
    readonly problems: string
  }
  readonly csvColumns: Readonly<Record<CsvColumn, string>>
  readonly csvSeparator: ',' | ';'
  readonly devices: (count: number) => string
  readonly modelVersions: (count: number) => string
  /** The four numbers in one sentence. */
  readonly flawSentence: (counts: Counts, inScope: number) => string
  readonly supportSentence: (counts: Counts, inScope: number) => string
  readonly partSentence: (counts: Counts, inScope: number) => string
  readonly deviceSentence: (found: number) => string
  readonly unknownsWaitFor: (waits: string) => string
  readonly asOf: (day: string) => string
  readonly notes: (note: Note, taken: string) => string
  readonly settles: (settlement: Settlement, names: string) => string
  readonly cvss: (base: string, vector: string, source: string) => string
  readonly exploited: (day: string) => string
  readonly epss: (percent: string) => string
  /** How a source weighed the flaw; what it did not weigh is absent. */
  readonly ssvc: (weighed: Ssvc) => string
  /** No source says in a readable form what is affected. */
  readonly blindSpot: string
  readonly alsoNamed: (names: string) => string
  readonly says: (sources: string) => string
  readonly sbomOf: (name: string, format: string, day: string) => string
  readonly versionFrom: (sources: string) => string
  readonly versionNotKnown: string
  /** A line of an equipment list, as the source of a fact. */
  readonly listLine: (file: string, line: string) => string
  /** Between the two bounds of a range. */
  readonly and: string
  readonly modelNotKnown: string
  readonly siteNotKnown: string
  readonly wardNotKnown: string
  readonly room: (room: string) => string
  readonly moreDevices: (count: number) => string
  /** What the hospital decided, where somebody who is believed before it says otherwise. */
  readonly decidedOtherwise: (said: string) => string
  readonly moreComponents: (count: number) => string
  readonly moreLines: (count: number) => string
  readonly outOfScope: (scrapped: number, noSoftware: number) => string
  readonly scopes: Readonly<Record<'scrapped' | 'noSoftware', string>>
  /** Of a device that came into the inventory by itself. */
  readonly foundByNetwork: string
  readonly feedLine: (
    feed: string,
    records: number,
    days: { readonly newest: string | undefined; readonly loaded: string; readonly oldest: string | undefined },
  ) => string
  readonly noFeed: string
  readonly scanSentence: (components: number, findings: number) => string
  readonly scanCounts: (affected: number, unknown: number, notAffected: number) => string
}
