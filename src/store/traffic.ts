import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { NamedNetwork, OrganisationId, TrafficEnd, TrafficLine } from '../model/index.ts'
import type { Transaction } from './transaction.ts'

/** More lines than any page or list of rules shows; what is left out is counted. */
export const mostTrafficLines = 100_000

/** Which lines: those that touch one of these devices (as the network shows them), or any medical device. */
export type TrafficOf = { readonly devices: readonly string[] } | 'medical'

interface EndRow {
  readonly observedId: string | null
  readonly deviceId: string | null
  readonly ip: string | null
  readonly mac: string | null
  readonly maker: string | null
  readonly model: string | null
  readonly serial: string | null
  readonly name: string | null
  readonly isMedical: boolean
}

interface LineRow extends Omit<TrafficLine, 'client' | 'server' | 'protocol' | 'isClearText'> {
  readonly client: EndRow
  readonly server: EndRow
  readonly protocol: string | null
  readonly isClearText: boolean | null
}

/**
 * Everything that was seen between two ends by one service, the most bytes first, at most `mostTrafficLines`. An end is the device that bears its
 * address of the internet protocol; the MAC address counts where the device is known to have both, or there is no other, since a router lends its own.
 */
export async function readTraffic(
  trx: Transaction,
  organisationId: OrganisationId,
  of: TrafficOf,
): Promise<TrafficLine[]> {
  const { rows } = await sql<LineRow>`
    with device_seen as materialized (
      select observed_id, observed_device.device_id, coalesce(device.maker, observed_device.maker) as maker,
        coalesce(device.model, observed_device.model) as model, coalesce(device.serial, observed_device.serial) as serial,
        coalesce(device.host_name, host_names[1], ae_titles[1], facts #>> '{serverName,values,0,value}') as name,
        is_clinical or is_told or (observed_device.device_id is not null and standing = 'matched') as is_medical,
        observed_device.macs, observed_device.ips, last_seen_at
      from observed_device
      left join device using (organisation_id, device_id)
      where organisation_id = ${organisationId} and kind <> 'router'
    ), address as materialized (
      select distinct on (address) address, observed_id
      from device_seen, unnest(ips || macs) as address
      order by address, last_seen_at desc, observed_id
    ), line as (
      select ${endOf('client')} as client_id, ${endOf('server')} as server_id, flow.*
      from flow_seen flow
      left join address client_by_ip on client_by_ip.address = flow.client_ip
      left join address server_by_ip on server_by_ip.address = flow.server_ip
      left join address client_by_mac on client_by_mac.address = flow.client_mac and flow.client_ip is null
      left join address server_by_mac on server_by_mac.address = flow.server_mac and flow.server_ip is null
      where flow.organisation_id = ${organisationId}
    ), total as (
      select client_id, server_id, case when client_id is null then client_ip end as client_address,
        case when server_id is null then server_ip end as server_address,
        case when client_id is null and client_ip is null then client_mac end as client_link,
        case when server_id is null and server_ip is null then server_mac end as server_link,
        transport, port, protocol, bool_or(is_clear_text) as is_clear_text, min(client_ip) as client_ip, min(server_ip) as server_ip,
        min(client_mac) as client_mac, min(server_mac) as server_mac,
        sum(connections)::float8 as connections, sum(unanswered)::float8 as unanswered, sum(packets)::float8 as packets,
        sum(bytes)::float8 as bytes, min(first_seen_at) as first_seen_at, max(last_seen_at) as last_seen_at
      from line
      where ${isOf(of)}
      group by 1, 2, 3, 4, 5, 6, transport, port, protocol
    )
    select ${endJson('client')} as client, ${endJson('server')} as server, total.transport, total.port, total.protocol,
      total.is_clear_text as "isClearText", connections, unanswered, packets, bytes, total.first_seen_at as "firstSeenAt",
      total.last_seen_at as "lastSeenAt"
    from total
    left join device_seen client on client.observed_id = total.client_id
    left join device_seen server on server.observed_id = total.server_id
    order by bytes desc, client_id, server_id, client_address, server_address, client_link, server_link, transport, port, protocol
    limit ${mostTrafficLines}`.execute(trx.query)
  return rows.map(toLine)
}

function endOf(side: 'client' | 'server'): RawBuilder<unknown> {
  return sql`coalesce(${sql.ref(`${side}_by_ip.observed_id`)}, ${sql.ref(`${side}_by_mac.observed_id`)})`
}

function isOf(of: TrafficOf): RawBuilder<unknown> {
  const ids =
    of === 'medical'
      ? sql`(select observed_id from device_seen where is_medical)`
      : sql`(select unnest(${of.devices}::uuid[]))`
  return sql`(client_id in ${ids} or server_id in ${ids})`
}

function endJson(side: 'client' | 'server'): RawBuilder<unknown> {
  const of = (column: string): RawBuilder<unknown> => sql.ref(`${side}.${column}`)
  return sql`jsonb_build_object('observedId', ${of('observed_id')}, 'deviceId', ${of('device_id')}, 'ip', ${sql.ref(`total.${side}_ip`)},
    'mac', ${sql.ref(`total.${side}_mac`)}, 'maker', ${of('maker')}, 'model', ${of('model')}, 'serial', ${of('serial')}, 'name', ${of('name')},
    'isMedical', coalesce(${of('is_medical')}, false))`
}

function toLine({ client, server, protocol, isClearText, firstSeenAt, lastSeenAt, ...line }: LineRow): TrafficLine {
  return {
    client: toEnd(client),
    server: toEnd(server),
    ...line,
    firstSeenAt: new Date(firstSeenAt).toISOString(),
    lastSeenAt: new Date(lastSeenAt).toISOString(),
    ...(protocol === null ? {} : { protocol }),
    ...(isClearText === null ? {} : { isClearText }),
  }
}

function toEnd({ isMedical, ...row }: EndRow): TrafficEnd {
  const known = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))
  return { ...known, isMedical }
}

/** A device as the network shows it, with what its model is called. */
export interface ObservedModelRow {
  readonly observedId: string
  readonly maker: string
  readonly model: string
  readonly ips: readonly string[]
}

/** Every device on the network of which maker and model are known: as its list says, otherwise as it said itself. */
export async function readObservedModels(
  trx: Transaction,
  organisationId: OrganisationId,
): Promise<ObservedModelRow[]> {
  const { rows } = await sql<ObservedModelRow>`
    select observed_id as "observedId", coalesce(device.maker, observed_device.maker) as maker,
      coalesce(device.model, observed_device.model) as model, observed_device.ips
    from observed_device
    left join device on device.organisation_id = observed_device.organisation_id and device.device_id = observed_device.device_id
      and standing = 'matched'
    where observed_device.organisation_id = ${organisationId} and kind <> 'router'
      and coalesce(device.maker, observed_device.maker) is not null and coalesce(device.model, observed_device.model) is not null
    order by observed_id`.execute(trx.query)
  return rows
}

/** Ids, as the network shows them, of what has this id itself or is this device of the inventory. */
export async function observedIdsOf(trx: Transaction, organisationId: OrganisationId, id: string): Promise<string[]> {
  const { rows } = await sql<{ observedId: string }>`
    select observed_id as "observedId"
    from observed_device
    where organisation_id = ${organisationId} and (observed_id = ${id} or (device_id = ${id} and standing = 'matched'))
    order by observed_id`.execute(trx.query)
  return rows.map(({ observedId }) => observedId)
}

/** The networks that the organisation named, at most 10,000. */
export async function listNetworks(trx: Transaction, organisationId: OrganisationId): Promise<NamedNetwork[]> {
  const { rows } = await sql<NamedNetwork>`
    select network::text as network, name
    from network_zone
    where organisation_id = ${organisationId}
    order by network_zone.network
    limit 10000`.execute(trx.query)
  return rows
}

/** Names a network; a name that it had is replaced. */
export async function nameNetwork(
  trx: Transaction,
  organisationId: OrganisationId,
  { network, name, author }: NamedNetwork & { readonly author: string },
): Promise<void> {
  await sql`
    insert into network_zone (organisation_id, network, name, author)
    values (${organisationId}, ${network}, ${name}, ${author})
    on conflict (organisation_id, network) do update set name = excluded.name, author = excluded.author, named_at = now()`.execute(
    trx.query,
  )
}

/** False when the network has no name. */
export async function forgetNetwork(
  trx: Transaction,
  organisationId: OrganisationId,
  network: string,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from network_zone where organisation_id = ${organisationId} and network = ${network}`.execute(trx.query)
  return numAffectedRows === 1n
}
