import { sql } from 'kysely'
import { foldWords, makersBeginning } from '../model/index.ts'
import type { DeviceId, OrganisationId } from '../model/index.ts'
import { likeText } from './fleet.ts'
import type { Transaction } from './transaction.ts'

/** What is looked for: how a name begins, and how many of them at most. */
export interface Beginning {
  readonly organisationId: OrganisationId
  readonly text: string
  readonly most: number
}

export interface FlawNamed {
  readonly id: string
  readonly summary: string | null
}

/** Of so many names that begin so, the most urgent are looked at. */
const NAMES_RANKED = 2_000
/** Of so many it is looked up whether they have findings on the fleet. */
const NAMES_LOOKED_AT = 40

/** Flaws by how their name begins: those with findings in readable SBOMs first, then those exploited, then by EPSS and name. */
export async function flawsBeginning(trx: Transaction, { text, most }: Beginning): Promise<FlawNamed[]> {
  const { rows } = await sql<FlawNamed>`
    with named as materialized (
      select vulnerability_id, name
      from vulnerability
      where upper(name) collate "C" >= upper(${text}) and upper(name) collate "C" < upper(${text}) || ${'\u{10FFFF}'}
      order by upper(name) collate "C"
      limit ${NAMES_RANKED}
    ),
    urgent as materialized (
      select named.vulnerability_id, named.name, exists (
          select from known_exploited exploited
          where exploited.vulnerability_id = named.vulnerability_id and exploited.valid_to = 'infinity'
        ) as is_exploited, coalesce(epss_probability, -1) as epss
      from named
      left join exploit_prediction predicted on predicted.vulnerability_id = named.vulnerability_id and predicted.valid_to = 'infinity'
      order by upper(named.name) <> upper(${text}), is_exploited desc, epss desc, named.name
      limit ${NAMES_LOOKED_AT}
    )
    select name as id, told.summary
    from urgent
    cross join lateral (
      select array_agg(vulnerability_id) as ids
      from (
        select urgent.vulnerability_id
        union
        select sibling.vulnerability_id
        from vulnerability_alias mine
        join vulnerability_alias sibling on sibling.cluster_id = mine.cluster_id and sibling.valid_to = 'infinity'
        where mine.vulnerability_id = urgent.vulnerability_id and mine.valid_to = 'infinity'
      ) as each
    ) as same
    cross join lateral (
      select exists (
        select from finding join listing using (component_id)
        where finding.vulnerability_id = any(same.ids) and finding.valid_to = 'infinity'
      ) as is_there
    ) as found
    cross join lateral (
      select summary
      from advisory
      where vulnerability_id = any(same.ids) and valid_to = 'infinity'
      order by withdrawn, feed <> 'nvd', feed, key
      limit 1
    ) as told
    order by upper(name) <> upper(${text}), is_there desc, is_exploited desc, epss desc, name
    limit ${most}`.execute(trx.query)
  return rows
}

export interface ModelNamed {
  readonly maker: string
  readonly model: string
}

/** Models of the fleet in whose maker (by any of its spellings) or name each word asked for begins one, in the spelling of the own list. */
export async function modelsNamed(trx: Transaction, { organisationId, text, most }: Beginning): Promise<ModelNamed[]> {
  const words = foldWords(text)
    .split('-')
    .filter((word) => word !== '')
  if (words.length === 0) return []
  const begins = words.map(
    (word) =>
      sql`('-' || maker_key || '-' || model_key like ${`%-${likeText(word)}%`} or maker_key = any(${makersBeginning(word)}::text[]))`,
  )
  const { rows } = await sql<ModelNamed>`
    with own as materialized (
      select min(model_version_id) as model_version_id, maker_key, model_key, min(maker) as maker, min(model) as model
      from device_count join own_model using (model_version_id)
      where organisation_id = ${organisationId} and devices > 0 and ${sql.join(begins, sql` and `)}
      group by maker_key, model_key
      order by length(model_key), maker_key, model_key
      limit ${most}
    )
    select coalesce(spelled.maker, own.maker) as maker, coalesce(spelled.model, own.model) as model
    from own
    left join lateral (
      select maker, model
      from device
      where organisation_id = ${organisationId} and model_version_id = own.model_version_id
      order by device_id
      limit 1
    ) as spelled on true
    order by length(model_key), maker_key, model_key`.execute(trx.query)
  return rows
}

export interface DeviceNamed {
  readonly deviceId: DeviceId
  readonly assetTag: string | null
  readonly serial: string | null
  readonly hostName: string | null
  readonly maker: string | null
  readonly model: string | null
  readonly ward: string | null
}

/** Devices whose asset tag, serial number or host name begins so. */
export async function devicesBeginning(
  trx: Transaction,
  { organisationId, text, most }: Beginning,
): Promise<DeviceNamed[]> {
  const joined = text.replace(/[\s/_.-]/g, '').toUpperCase()
  if (joined === '') return []
  const columns = sql`device_id as "deviceId", asset_tag as "assetTag", serial, host_name as "hostName", maker, model, ward`
  const branch = (column: string, beginning: string) => sql`(
    select *
    from device
    where organisation_id = ${organisationId} and ${sql.ref(column)} >= ${beginning} and ${sql.ref(column)} < ${`${beginning}\u{10FFFF}`}
    order by ${sql.ref(column)}, device_id
    limit ${most}
  )`
  const { rows } = await sql<DeviceNamed>`
    select distinct on (coalesce(asset_tag, serial, host_name), device_id) ${columns}
    from (
      ${branch('asset_tag_key', joined)} union all ${branch('serial_key', joined)} union all ${branch('host_key', text.toLowerCase())}
    ) as found
    order by coalesce(asset_tag, serial, host_name), device_id
    limit ${most}`.execute(trx.query)
  return rows
}

export interface PlaceNamed {
  readonly column: 'site' | 'ward'
  readonly name: string
  /** The site of a ward; null where a ward of this name stands in several. */
  readonly site: string | null
}

/** Sites and wards in whose name each word asked for begins one. */
export async function placesNamed(trx: Transaction, { organisationId, text, most }: Beginning): Promise<PlaceNamed[]> {
  const words = foldWords(text)
    .split('-')
    .filter((word) => word !== '')
  if (words.length === 0) return []
  const begins = (column: string) =>
    sql.join(
      words.map((word) => sql`'-' || ${sql.ref(column)} like ${`%-${likeText(word)}%`}`),
      sql` and `,
    )
  const { rows } = await sql<PlaceNamed>`
    with place as materialized (
      select site_key, ward_key, count(*) as devices
      from device
      where organisation_id = ${organisationId}
      group by site_key, ward_key
    ),
    named as materialized (
      select *
      from (
        select 'site' as "column", site_key, min(ward_key) as ward_key, 1 as sites, sum(devices) as devices
        from place
        where ${begins('site_key')}
        group by site_key
        union all
        select 'ward', min(site_key), ward_key, count(*), sum(devices)
        from place
        where ${begins('ward_key')}
        group by ward_key
      ) as each
      order by devices desc, "column", site_key, ward_key
      limit ${most}
    )
    select "column", case "column" when 'site' then spelled.site else spelled.ward end as name,
      case when "column" = 'ward' and sites = 1 then spelled.site end as site
    from named
    cross join lateral (
      (select site, ward from device where organisation_id = ${organisationId} and site_key = named.site_key and ward_key = named.ward_key limit 1)
      union all
      (select site, ward from device where organisation_id = ${organisationId} and site_key = named.site_key and ward_key is null limit 1)
      union all
      (select site, ward from device where organisation_id = ${organisationId} and site_key is null and ward_key = named.ward_key limit 1)
      limit 1
    ) as spelled
    order by named.devices desc, "column", named.site_key, named.ward_key`.execute(trx.query)
  return rows
}
