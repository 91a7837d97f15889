import { sql } from 'kysely'
import type { AnchorWords, DeviceId, LinkWords, OrganisationId, Slice, VersionWord } from '../model/index.ts'
import { storable } from './copy.ts'
import { comesAfter } from './keyset.ts'
import type { Transaction } from './transaction.ts'

export const decisionKinds = ['same', 'apart', 'isDevice', 'isNotDevice', 'version'] as const
export type DecisionKind = (typeof decisionKinds)[number]

/** What somebody decided of devices on the network. */
export interface DecisionRow {
  readonly decisionId: string
  readonly kind: DecisionKind
  readonly anchor: string | null
  readonly otherAnchor: string | null
  readonly deviceId: DeviceId | null
  readonly version: string | null
  /** Of a version: the observed one that it was decided in view of, as it is compared. */
  readonly against: string | null
  readonly reason: string | null
  readonly author: string
  /** ISO 8601. */
  readonly at: string
}

const columns = sql`decision_id as "decisionId", kind, anchor, other_anchor as "otherAnchor", device_id as "deviceId", version, against, reason, author,
  valid_from as at`

/** Keeps a decision, and closes what it contradicts or says again. */
export async function addDecision(
  trx: Transaction,
  organisationId: OrganisationId,
  given: Omit<DecisionRow, 'at'>,
): Promise<void> {
  const { decisionId, kind, anchor, otherAnchor, deviceId, version, against, reason, author } = given
  await sql`
    update observed_decision set valid_to = greatest(now(), valid_from), closed_by = ${storable(author)}
    where organisation_id = ${organisationId} and valid_to = 'infinity' and ${contradicts(given)}`.execute(trx.query)
  await sql`
    insert into observed_decision (organisation_id, decision_id, kind, anchor, other_anchor, device_id, version, against, reason, author)
    values (${organisationId}, ${decisionId}, ${kind}, ${anchor}, ${otherAnchor}, ${deviceId}, ${version}, ${against},
      ${reason === null ? null : storable(reason)}, ${storable(author)})`.execute(trx.query)
}

/** A later word on the same takes the place of the earlier. */
function contradicts({ kind, anchor, otherAnchor, deviceId }: Omit<DecisionRow, 'at'>) {
  switch (kind) {
    case 'same':
      return sql`(kind = 'apart' and anchor in (${anchor}, ${otherAnchor})
        or kind = 'same' and (anchor, other_anchor) in ((${anchor}, ${otherAnchor}), (${otherAnchor}, ${anchor})))`
    case 'apart':
      return sql`(kind in ('same', 'apart') and ${anchor} in (anchor, other_anchor))`
    case 'isDevice':
      return sql`(kind = 'isDevice' and anchor = ${anchor} or kind = 'isNotDevice' and anchor = ${anchor} and device_id = ${deviceId})`
    case 'isNotDevice':
      return sql`(kind in ('isDevice', 'isNotDevice') and anchor = ${anchor} and device_id = ${deviceId})`
    case 'version':
      return sql`(kind = 'version' and device_id = ${deviceId})`
  }
}

/** Takes a decision back; false where there is none in force. */
export async function closeDecision(
  trx: Transaction,
  organisationId: OrganisationId,
  { decisionId, by }: { readonly decisionId: string; readonly by: string },
): Promise<boolean> {
  const { rows } = await sql`
    update observed_decision set valid_to = greatest(now(), valid_from), closed_by = ${storable(by)}
    where organisation_id = ${organisationId} and decision_id = ${decisionId} and valid_to = 'infinity'
    returning decision_id`.execute(trx.query)
  return rows.length > 0
}

/** Which decisions are asked for: all, those about these anchors, or those that say which version a device runs. */
export interface DecisionsAsked extends Slice {
  readonly anchors?: readonly string[]
  readonly versionOf?: DeviceId
}

/** The decisions in force, by their ids. */
export async function sliceOfDecisions(
  trx: Transaction,
  organisationId: OrganisationId,
  { limit, after, anchors, versionOf }: DecisionsAsked,
): Promise<DecisionRow[]> {
  const order = [{ by: sql`decision_id`, type: 'uuid' }] as const
  const isAbout =
    anchors === undefined
      ? sql`true`
      : sql`(anchor = any(${anchors}::text[]) or other_anchor = any(${anchors}::text[]))`
  const isVersion = versionOf === undefined ? sql`true` : sql`kind = 'version' and device_id = ${versionOf}`
  const { rows } = await sql<DecisionRow>`
    select ${columns}
    from observed_decision
    where organisation_id = ${organisationId} and valid_to = 'infinity' and ${isAbout} and ${isVersion} and ${comesAfter(order, after)}
    order by decision_id
    limit ${limit}`.execute(trx.query)
  return rows
}

/** All that people said, in the form in which devices are put together and compared. */
export interface ObservedWords {
  readonly anchors: AnchorWords
  readonly links: LinkWords
  readonly versions: ReadonlyMap<DeviceId, VersionWord>
}

/** What people said and did not take back. */
export async function readWords(trx: Transaction, organisationId: OrganisationId): Promise<ObservedWords> {
  const { rows } = await sql<DecisionRow>`
    select ${columns}
    from observed_decision
    where organisation_id = ${organisationId} and valid_to = 'infinity'
    order by valid_from, decision_id`.execute(trx.query)
  const of = (kind: DecisionKind): DecisionRow[] => rows.filter((row) => row.kind === kind)
  const linksOf = (kind: DecisionKind) =>
    of(kind).flatMap(({ anchor, deviceId }) => (anchor === null || deviceId === null ? [] : [{ anchor, deviceId }]))
  return {
    anchors: {
      same: of('same').map(({ anchor, otherAnchor }) => [anchor ?? '', otherAnchor ?? ''] as const),
      apart: of('apart').map(({ anchor }) => anchor ?? ''),
    },
    links: { is: linksOf('isDevice'), isNot: linksOf('isNotDevice') },
    versions: new Map(
      of('version').flatMap(({ deviceId, version, against }) =>
        deviceId === null ? [] : [[deviceId, { version: version ?? '', against: against ?? '' }]],
      ),
    ),
  }
}
