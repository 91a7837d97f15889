import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

/** Components that are looked for, as relations like `component_key` and `component_order`: those stored, or those of a file that is scanned. */
export interface Asked {
  readonly keys: RawBuilder<unknown>
  readonly orders: RawBuilder<unknown>
}

export const storedComponents: Asked = { keys: sql`component_key`, orders: sql`component_order` }

/**
 * What components ask ranges for, as a relation: a row for each key of ranges that a component answers to, in each order that may be asked.
 * - `key_id`: the key whose ranges are meant; by name it is any key of that name, or of that device.
 * - `doubt`: what a match leaves open while the feeds cover what they cover now; keys that are silenced have no row.
 * - `by_name`: only the name agrees. Such rows come in each scheme that the key has intervals in, and in `natural`.
 * `awake` has the keys that are not silenced: `awakeKeys` of them; `spoken` is that of `askingByName`.
 */
export function askingOf(
  awake: RawBuilder<unknown>,
  orders: RawBuilder<unknown>,
  spoken: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`(select * from ${askingByKey(awake)} as of_key union all select * from ${askingByName(awake, orders, spoken)} as of_name)`
}

/** Those of `askingOf` whose own key is meant. */
export function askingByKey(awake: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select key_id, component_id, scheme, shape, version_key, tier, attributes, doubt, false as by_name from ${awake} as key
  )`
}

/**
 * Those of `askingOf` of which only the name agrees, or that the aliases of a maker bring; or of these what can meet the ranges of some keys:
 * `spoken` is a relation like `package_key`, with the schemes of those ranges (`schemeOfRange`) beside. Only aliases give components a key of
 * `made_key`: whoever says so spares the planner a look at every other key.
 */
export function askingByName(
  awake: RawBuilder<unknown>,
  orders: RawBuilder<unknown>,
  spoken: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const byName = (answering: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    select answering.key_id, key.component_id, listed.scheme, listed.shape, listed.version_key, 5::smallint as tier, null::text[] as attributes,
      coalesce(key.doubt, 'nameOnly') as doubt, true as by_name
    from ${spoken} as answering
    join package_key asked on asked.key = ${answering}
    join ${awake} as key on key.key_id = asked.key_id
    left join ${orders} as known on known.component_id = key.component_id and key.tier = 5 and key.doubt not in ('ancestorOnly', 'familyOnly')
    cross join lateral (
      select key.scheme, key.shape, key.version_key where known.component_id is null
      union all
      select scheme, case when scheme = 'natural' then known.natural_shape else '' end, version_key
      from ${ordersSpoken}
      where key.scheme = 'natural'
    ) as listed
    where listed.scheme = any(answering.schemes)`
  const byMaker = sql`
    select answering.key_id, key.component_id, key.scheme, key.shape, key.version_key, key.tier, key.attributes, key.doubt, false as by_name
    from ${spoken} as answering
    join package_key asked on asked.key = answering.made_key
    join ${awake} as key on key.key_id = asked.key_id and key.reach_id is not null`
  return sql`(${byName(sql`answering.name_key`)} union all ${byName(sql`answering.device_key`)} union all ${byMaker})`
}

/** SQL: the scheme in which a name can meet a range. */
export const schemeOfRange = sql`case when kind = 'interval' then scheme else 'natural' end`

const ordersSpoken = sql`(
  select scheme, known.version_keys[array_position(known.schemes, scheme)] as version_key
  from unnest(answering.schemes) as scheme
  where scheme = any(known.schemes)
) as order_of`

/**
 * The keys that ranges speak of with the schemes of these, as `askingByName` wants them; for a few keys, looked up one by one. A key has one scheme
 * or two and may have thousands of ranges: the index is asked for one scheme after the other.
 */
export const keysWithSchemes = sql`(
  select package_key.*, heard.schemes
  from package_key
  cross join lateral (
    with recursive next as (
      select ${schemeAfter(sql`''`)} as scheme
      union all
      select ${schemeAfter(sql`next.scheme`)} from next where next.scheme is not null
    )
    select array_agg(scheme) as schemes
    from (
      select scheme from next where scheme <> 'natural'
      union all
      select 'natural'
      where exists (select from next where scheme = 'natural')
        or exists (select from affected_range range where range.key_id = package_key.key_id and range.kind <> 'interval' and range.valid_to = 'infinity')
    ) as spoken
    offset 0
  ) as heard
  where heard.schemes is not null
)`

function schemeAfter(scheme: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select range.scheme
    from affected_range range
    where range.key_id = package_key.key_id and range.kind = 'interval' and range.valid_to = 'infinity' and range.scheme > ${scheme}
    order by range.scheme
    limit 1
  )`
}

/** The keys that no feed silences, each with the doubt it leaves; for a few keys, looked up one by one. */
export function awakeKeys(keys: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select component_id, key_id, scheme, shape, version_key, tier, attributes, reach_id,
      case when guard_effect = 'doubts' and not ${isCovered} then null else doubt end as doubt
    from ${keys} as key
    where guard_effect is distinct from 'silences' or not ${isCovered}
  )`
}

const isCovered = sql`exists (select from feed_scope where feed_scope.scope = any(key.guard))`

/** The same for all keys: few guards are shared by many. */
export function allAwakeKeys(keys: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select component_id, key_id, scheme, shape, version_key, tier, attributes, reach_id,
      case when guard_effect = 'doubts' and not is_covered then null else doubt end as doubt
    from ${keys} as key
    left join (
      select guard, exists (select from feed_scope where feed_scope.scope = any(guard)) as is_covered
      from (select distinct guard from ${keys} as guarded where guard_effect is not null) as guards
    ) as coverage on key.guard_effect is not null and coverage.guard = key.guard
    where guard_effect is distinct from 'silences' or not is_covered
  )`
}

/**
 * Flaws for which a package's own release has a range, though its feed has otherwise given the release up, as `(vulnerability_id,
 * component_id)`: that range decides, and names say no more.
 */
export function settledReleases(keys: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select released.vulnerability_id, own.component_id
    from ${releasesOf(keys)} as own
    join affected_range released using (key_id)
    where released.valid_to = 'infinity'
  )`
}

/** The packages of releases that components are, as `(component_id, key_id)`. */
export function releasesOf(keys: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select own.component_id, key_id
    from ${keys} as own
    join package_key using (key_id)
    where own.doubt is null and own.guard_effect is null and package_key.packaged
  )`
}
