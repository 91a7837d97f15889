import { confidenceNow, NOT_SEEN_AFTER_MS } from '../inventory/index.ts'
import type { ObservedField, ObservedValue, OrganisationId, Page, PageAsked, VersionSeen } from '../model/index.ts'
import {
  countStandings,
  deviceVersions,
  findObserved,
  inOrganisation,
  inSnapshot,
  observedOfDevice,
  sliceOfDecisions,
  sliceOfObserved,
  someObserved,
} from '../store/index.ts'
import type {
  DecisionRow,
  ObservedDetailRow,
  ObservedFilter,
  ObservedRow,
  Organisation,
  StandingCounts,
  Store,
  Transaction,
} from '../store/index.ts'
import { deviceOf } from './devices.ts'
import { FlowError } from './error.ts'
import { candidatesOf } from './observed-candidates.ts'
import type { CandidateSeen } from './observed-candidates.ts'
import { pageOf, sliceOf } from './page.ts'
import { plainText } from './plain-text.ts'
import { withoutNulls } from './without-nulls.ts'
import type { WithoutNulls } from './without-nulls.ts'

const decisionsTold = 200

/** A device on the network as lists show it. */
export interface ObservedDevice extends WithoutNulls<ObservedRow> {
  /** `notSeen`: not for 30 days. */
  readonly state: 'seen' | 'notSeen'
}

/** The same in a list, with the devices of the inventory that it is, or may be. */
export interface ObservedListed extends ObservedDevice {
  readonly candidates: readonly CandidateSeen[]
}

export interface ListObservedOptions extends Omit<ObservedFilter, 'notSeenSince'> {
  readonly organisation: Organisation
  readonly state?: 'notSeen'
  readonly now: Date
  readonly page: PageAsked
}

/** Devices on the network by maker, model and serial number. */
export async function listObserved(store: Store, options: ListObservedOptions): Promise<Page<ObservedListed>> {
  const { organisation, page, now, state, text, ...filter } = options
  const { organisationId } = organisation
  const since = state === undefined ? {} : { notSeenSince: notSeenSince(now) }
  const words = text === undefined ? {} : { text: plainText(text) }
  const asked = { ...filter, ...since, ...words, ...sliceOf(page, ['text']) }
  const { rows, candidates } = await inOrganisation(store, organisationId, async (trx) => {
    const found = await sliceOfObserved(trx, organisationId, asked)
    const matches = found.flatMap(({ match }) => match)
    return { rows: found, candidates: await candidatesOf(trx, organisationId, matches) }
  })
  const toItem = ({ place: _place, match, ...row }: (typeof rows)[number]): ObservedListed => ({
    ...toListed(row, now),
    candidates: match.flatMap((each) => candidates.get(each) ?? []),
  })
  return pageOf(rows, page, { placeOf: (row) => [row.place], toItem })
}

function notSeenSince(now: Date): string {
  return new Date(now.getTime() - NOT_SEEN_AFTER_MS).toISOString()
}

function toListed(row: ObservedRow, now: Date): ObservedDevice {
  const isSeen = Date.parse(row.lastSeenAt) >= now.getTime() - NOT_SEEN_AFTER_MS
  return { ...withoutNulls(row), state: isSeen ? 'seen' : 'notSeen' }
}

/** One value with what it stands on, and how far it is believed now. */
export interface ValueSeen extends Omit<ObservedValue, 'firstSeenAt' | 'lastSeenAt' | 'confidence'> {
  readonly told: ObservedValue['confidence']
  /** 0 to 1; see `confidenceNow`. */
  readonly confidence: number
  /** ISO 8601. */
  readonly firstSeenAt: string
  readonly lastSeenAt: string
}

export interface FieldSeen {
  readonly field: ObservedField
  /** The most believable first, at most eight. */
  readonly values: readonly ValueSeen[]
  readonly total: number
}

/** A software version that was told, with how many independent voices tell it. */
export interface VersionTold extends ValueSeen {
  readonly voices: number
}

/** Why two things that it is known by are one device. */
export interface JoinSeen {
  readonly rule: string
  readonly anchors: readonly string[]
  readonly value: string
  /** ISO 8601; absent where a person said so. */
  readonly firstSeenAt?: string
  readonly lastSeenAt?: string
}

/** A device on the network with all that it stands on. */
export interface ObservedDetail {
  readonly device: ObservedDevice
  readonly anchors: readonly string[]
  readonly fields: readonly FieldSeen[]
  readonly conflicts: readonly FieldSeen[]
  readonly versions: readonly VersionTold[]
  readonly joins: readonly JoinSeen[]
  readonly members: readonly ObservedDevice[]
  readonly candidates: readonly CandidateSeen[]
  readonly decisions: readonly WithoutNulls<DecisionRow>[]
}

interface OneAsked {
  readonly organisation: Organisation
  readonly now: Date
}

/** One device on the network. Throws `notFound`. */
export async function readObserved(
  store: Store,
  { organisation, observedId, now }: OneAsked & { readonly observedId: string },
): Promise<ObservedDetail> {
  const { organisationId } = organisation
  return inSnapshot(store, organisationId, async (trx) => {
    const row = isUuid(observedId) ? await findObserved(trx, organisationId, observedId) : undefined
    if (row === undefined)
      throw new FlowError(
        'notFound',
        `no device ${observedId.slice(0, 60)} on the network of this organisation; look it up in the list of observed devices`,
      )
    return toDetail(trx, organisationId, { row, now })
  })
}

/** What the network tells of a device of the inventory. */
export interface DeviceSeen {
  readonly observed: readonly ObservedDetail[]
  /** By which other versions than that of its list it is judged. */
  readonly versions: readonly VersionJudged[]
  /** What people said of the version that it runs, and did not take back. */
  readonly decisions: readonly WithoutNulls<DecisionRow>[]
}

export interface VersionJudged {
  readonly version: string
  readonly declared?: string
  /** `beside`: it gets the worse of both verdicts. `instead`: sources agree, or a person said so. */
  readonly stands: 'beside' | 'instead'
  readonly because: VersionSeen['because']
}

/** What the network tells of a device of the inventory, and what follows for its verdicts. Throws `notFound`. */
export async function readDeviceSeen(
  store: Store,
  { organisation, deviceId, now }: OneAsked & { readonly deviceId: string },
): Promise<DeviceSeen> {
  const { organisationId } = organisation
  return inSnapshot(store, organisationId, async (trx) => {
    const device = await deviceOf(trx, organisationId, deviceId)
    const rows = await observedOfDevice(trx, organisationId, device.deviceId)
    const observed: ObservedDetail[] = []
    for (const row of rows) observed.push(await toDetail(trx, organisationId, { row, now }))
    const versions = await deviceVersions(trx, { organisationId }, [device.deviceId])
    const judged = versions.map(({ version, declared, stands, evidence }): VersionJudged => ({
      version,
      stands,
      because: evidence.because,
      ...(declared === null ? {} : { declared }),
    }))
    const decisions = await sliceOfDecisions(trx, organisationId, {
      limit: decisionsTold,
      after: undefined,
      versionOf: device.deviceId,
    })
    return { observed, versions: judged, decisions: decisions.map(withoutNulls) }
  })
}

/** How the network and the inventory stand to each other, in numbers. */
export async function readStandings(store: Store, { organisation, now }: OneAsked): Promise<StandingCounts> {
  const { organisationId } = organisation
  return inOrganisation(store, organisationId, async (trx) => countStandings(trx, organisationId, notSeenSince(now)))
}

interface DetailAsked {
  readonly row: ObservedDetailRow
  readonly now: Date
}

async function toDetail(
  trx: Transaction,
  organisationId: OrganisationId,
  { row, now }: DetailAsked,
): Promise<ObservedDetail> {
  const { anchors, members, fields, joins, conflicts, versions, match, ...listed } = row
  const at = now.getTime()
  const behind = members.length === 0 ? [] : await someObserved(trx, organisationId, members)
  const decisions = await sliceOfDecisions(trx, organisationId, { limit: decisionsTold, after: undefined, anchors })
  return {
    device: toListed(listed, now),
    anchors,
    fields: Object.entries(fields).map(([name, { values, total }]) => {
      const field = name as ObservedField
      return { field, values: values.map((value) => toSeen(field, value, at)), total }
    }),
    conflicts: conflicts.map(({ field, values }) => ({
      field,
      values: values.map((value) => toSeen(field, value, at)),
      total: values.length,
    })),
    versions: versions.map(({ voices, ...value }) => ({ ...toSeen('softwareVersion', value, at), voices })),
    joins: joins.map(({ rule, anchors: joined, value, ...span }) => ({
      rule,
      anchors: joined,
      value,
      ...(rule === 'person' ? {} : toSpan(span)),
    })),
    members: behind.map((each) => toListed(each, now)),
    candidates: [...(await candidatesOf(trx, organisationId, match)).values()],
    decisions: decisions.map(withoutNulls),
  }
}

function toSeen(
  field: ObservedField,
  { confidence, firstSeenAt, lastSeenAt, ...value }: ObservedValue,
  now: number,
): ValueSeen {
  const believed = confidenceNow(field, { confidence, lastSeenAt }, now)
  return {
    ...value,
    told: confidence,
    confidence: Math.round(believed * 1000) / 1000,
    ...toSpan({ firstSeenAt, lastSeenAt }),
  }
}

function toSpan({ firstSeenAt, lastSeenAt }: { readonly firstSeenAt: number; readonly lastSeenAt: number }): {
  readonly firstSeenAt: string
  readonly lastSeenAt: string
} {
  return { firstSeenAt: new Date(firstSeenAt).toISOString(), lastSeenAt: new Date(lastSeenAt).toISOString() }
}

function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
}
