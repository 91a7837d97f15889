import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { foldWords } from '../model/index.ts'
import type {
  DeviceId,
  ObservedConflict,
  ObservedFacts,
  ObservedJoin,
  ObservedKind,
  ObservedMatch,
  ObservedStanding,
  ObservedVersion,
  OrganisationId,
  Slice,
} from '../model/index.ts'
import { holdsText } from './holds-text.ts'
import { rowsByKeptPlan } from './kept-plan.ts'
import type { Transaction } from './transaction.ts'

/** A device on the network as lists show it. */
export interface ObservedRow {
  readonly observedId: string
  readonly kind: ObservedKind
  readonly maker: string | null
  readonly model: string | null
  readonly serial: string | null
  readonly softwareVersion: string | null
  readonly deviceKind: string | null
  readonly hostNames: readonly string[]
  readonly aeTitles: readonly string[]
  readonly macs: readonly string[]
  readonly ips: readonly string[]
  readonly isClinical: boolean
  readonly standing: ObservedStanding
  readonly deviceId: DeviceId | null
  /** Fields of which several values are told. */
  readonly conflicting: readonly string[]
  readonly observations: number
  /** ISO 8601. */
  readonly firstSeenAt: string
  readonly lastSeenAt: string
}

/** The same with all that it stands on. */
export interface ObservedDetailRow extends ObservedRow {
  readonly anchors: readonly string[]
  readonly members: readonly string[]
  readonly fields: ObservedFacts['fields']
  readonly joins: readonly ObservedJoin[]
  readonly conflicts: readonly ObservedConflict[]
  readonly versions: readonly ObservedVersion[]
  readonly match: readonly ObservedMatch[]
}

const shown = sql`observed_id as "observedId", kind, maker, model, serial, software_version as "softwareVersion", device_kind as "deviceKind",
  host_names as "hostNames", ae_titles as "aeTitles", macs, ips, is_clinical as "isClinical", standing, device_id as "deviceId",
  array(select each->>'field' from jsonb_array_elements(conflicts) as each) as conflicting, observations, first_seen_at as "firstSeenAt",
  last_seen_at as "lastSeenAt"`
const detail = sql`${shown}, anchors, members, facts as fields, joins, conflicts, versions, match`

/** What narrows a list of devices on the network. */
export interface ObservedFilter {
  /** Part of a name, address or number, or words of maker and model. */
  readonly text?: string
  readonly standing?: ObservedStanding
  readonly kind?: ObservedKind
  readonly hasConflicts?: boolean
  /** ISO 8601: not seen since. */
  readonly notSeenSince?: string
}

/** A row of a list, with the devices of the inventory that it may be. */
export interface ObservedListRow extends ObservedRow {
  readonly match: readonly ObservedMatch[]
  readonly place: string
}

/** Devices on the network by maker, model and serial number; what tells neither comes last. */
export async function sliceOfObserved(
  trx: Transaction,
  organisationId: OrganisationId,
  { limit, after, ...filter }: Slice & ObservedFilter,
): Promise<ObservedListRow[]> {
  const isAfter = after === undefined ? sql`true` : sql`place > ${after[0]}::text`
  const { rows } = await sql<ObservedListRow>`
    select ${shown}, match, place
    from observed_device
    where organisation_id = ${organisationId} and ${passes(filter)} and ${isAfter}
    order by place
    limit ${limit}`.execute(trx.query)
  return rows
}

function passes({ text, standing, kind, hasConflicts, notSeenSince }: ObservedFilter): RawBuilder<unknown> {
  const tests = [
    ...(text === undefined || text.trim() === '' ? [] : [isNamed(text.trim())]),
    ...(standing === undefined ? [] : [sql`standing = ${standing}`]),
    ...(kind === undefined ? [] : [sql`kind = ${kind}`]),
    ...(hasConflicts === undefined ? [] : [sql`(conflicts <> '[]') = ${hasConflicts}`]),
    ...(notSeenSince === undefined ? [] : [sql`last_seen_at < ${notSeenSince}::timestamptz`]),
  ]
  return tests.length === 0 ? sql`true` : sql.join(tests, sql` and `)
}

const named = sql`array_to_string(array[maker, model, serial] || anchors || host_names || ae_titles || macs || ips, ' ')`

/** Somewhere in what it is called or known by; `IntelliVue-MX700` and `intellivue mx700` are the same words. */
function isNamed(text: string): RawBuilder<unknown> {
  const words = foldWords(text).replaceAll('-', ' ')
  return words === '' ? holdsText(named, text) : sql`(${holdsText(named, text)} or ${holdsText(named, words)})`
}

/** One device on the network. */
export async function findObserved(
  trx: Transaction,
  organisationId: OrganisationId,
  observedId: string,
): Promise<ObservedDetailRow | undefined> {
  const { rows } = await sql<ObservedDetailRow>`
    select ${detail} from observed_device where organisation_id = ${organisationId} and observed_id = ${observedId}`.execute(
    trx.query,
  )
  return rows[0]
}

/** What on the network a device of the inventory surely is; a device has few interfaces. */
export async function observedOfDevice(
  trx: Transaction,
  organisationId: OrganisationId,
  deviceId: DeviceId,
): Promise<ObservedDetailRow[]> {
  const { rows } = await sql<ObservedDetailRow>`
    select ${detail} from observed_device
    where organisation_id = ${organisationId} and device_id = ${deviceId} and standing = 'matched'
    order by place
    limit 20`.execute(trx.query)
  return rows
}

/** Those of these ids. */
export async function someObserved(
  trx: Transaction,
  organisationId: OrganisationId,
  ids: readonly string[],
): Promise<ObservedRow[]> {
  const { rows } = await sql<ObservedRow>`
    select ${shown} from observed_device
    where organisation_id = ${organisationId} and observed_id = any(${ids}::uuid[])
    order by place
    limit 200`.execute(trx.query)
  return rows
}

/** How many devices on the network stand how to the inventory, and how many of the inventory were never seen. */
export interface StandingCounts {
  readonly matched: number
  readonly probable: number
  readonly onlyOnNetwork: number
  /** Devices of the inventory, in scope, that nothing on the network surely is. */
  readonly onlyInList: number
  /** On the network, and not seen since the instant asked for. */
  readonly notSeen: number
  /** Routers and gateways are no devices of the inventory unless they are matched. */
  readonly betweenOthers: number
  /** Addresses of the internet of which nothing medical was told. */
  readonly outside: number
  /** Devices that came into the inventory from the network, and that no list names yet. */
  readonly foundByNetwork: number
}

export async function countStandings(
  trx: Transaction,
  organisationId: OrganisationId,
  notSeenSince: string,
): Promise<StandingCounts> {
  const { rows } = await sql<StandingCounts>`
    select (count(*) filter (where standing = 'matched'))::integer as matched,
      (count(*) filter (where standing = 'probable' and kind = 'device'))::integer as probable,
      (count(*) filter (where standing = 'onlyOnNetwork' and kind = 'device'))::integer as "onlyOnNetwork",
      (count(*) filter (where standing <> 'matched' and kind in ('gateway', 'router')))::integer as "betweenOthers",
      (count(*) filter (where standing <> 'matched' and kind = 'outside'))::integer as outside,
      (count(*) filter (where last_seen_at < ${notSeenSince}::timestamptz))::integer as "notSeen",
      (
        select count(*)::integer from device
        where organisation_id = ${organisationId} and scope = 'inScope' and not exists (
          select from observed_device as seen
          where seen.organisation_id = ${organisationId} and seen.device_id = device.device_id and seen.standing = 'matched'
        )
      ) as "onlyInList",
      (select count(*)::integer from device where organisation_id = ${organisationId} and found_by = 'network') as "foundByNetwork"
    from observed_device
    where organisation_id = ${organisationId}`.execute(trx.query)
  const [row] = rows
  if (row === undefined) throw new Error('PostgreSQL answered no row to a query that always has one')
  return row
}

/** What answers have to say of the network beside their counts. */
export interface NetworkDoubts {
  /** Devices that were seen and that no answer counts: what is no device of the inventory, and what may be one. */
  readonly uncounted: number
  /** Devices judged by several versions. */
  readonly ofOtherVersions: number
}

export async function countDoubts(trx: Transaction, organisationId: OrganisationId): Promise<NetworkDoubts> {
  const rows = await rowsByKeptPlan(
    trx,
    sql<NetworkDoubts>`
    select (
        select count(*)::integer from observed_device
        where organisation_id = ${organisationId} and kind = 'device' and standing <> 'matched'
      ) as uncounted,
      (
        select count(distinct device_id)::integer from device_version
        where organisation_id = ${organisationId} and valid_to = 'infinity' and stands = 'beside'
      ) as "ofOtherVersions"`,
  )
  return rows[0] ?? { uncounted: 0, ofOtherVersions: 0 }
}
