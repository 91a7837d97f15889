import { confidenceNow } from '../inventory/index.ts'
import type { ObservedField, ObservedValue, OrganisationId, VersionSeen } from '../model/index.ts'
import { deviceVersions, inSnapshot, observedOfDevice, sliceOfDecisions, someObserved } from '../store/index.ts'
import type { DecisionRow, ObservedDetailRow, Store, Transaction } from '../store/index.ts'
import { deviceOf } from './devices.ts'
import { candidatesOf } from './observed-candidates.ts'
import type { CandidateSeen } from './observed-candidates.ts'
import { observedOf, toListed } from './observed-devices.ts'
import type { ObservedAsked, ObservedDevice } from './observed-devices.ts'
import { withoutNulls } from './without-nulls.ts'
import type { WithoutNulls } from './without-nulls.ts'

const decisionsTold = 200

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

/** One device on the network. Throws `notFound`. */
export async function readObserved(
  store: Store,
  { organisation, observedId, now }: ObservedAsked & { readonly observedId: string },
): Promise<ObservedDetail> {
  const { organisationId } = organisation
  return inSnapshot(store, organisationId, async (trx) => {
    const row = await observedOf(trx, organisationId, observedId)
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
  { organisation, deviceId, now }: ObservedAsked & { readonly deviceId: string },
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
