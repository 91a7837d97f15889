import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

// Where the feeds disagree: the record of a registry has a flaw in other versions of a package than another source has it in, under a CPE of the
// very name. Of one flaw, a product and a package of one name are one thing. What the registry's feed leaves out and the other has in is in doubt.

/** Components whose packages are meant, as relations like `component_key` and `component_order`. */
interface Those {
  readonly keys: RawBuilder<unknown>
  readonly orders: RawBuilder<unknown>
}

/** What is disputed of `flaw`: rows `(component_id, range_id, tier, doubt, advisory_id, condition, known_at)`, as those that meet a range have them. */
export function disputesOfFlaw({ keys, orders }: Those): RawBuilder<unknown> {
  return sql`
    select own.component_id, ${disputed}
    from (${rangesOfPackages(matesOf(sql`flaw.vulnerability_id`))}) as package
    cross join lateral (${rangesBeside(sql`range.vulnerability_id = flaw.vulnerability_id`)}) as range
    join ${keys} as own on own.key_id = package.key_id and ${isProven}
    ${ordered(orders)}`
}

/** The same of `component`, with the `vulnerability_id` in front. Most packages have no product of their name, and then no flaw is looked at. */
export function disputesOfComponent({ keys, orders }: Those): RawBuilder<unknown> {
  return sql`
    select range.vulnerability_id, ${disputed}
    from (${packagesOfComponent(keys)}) as own
    cross join lateral (
      select array_agg(key_id) as key_ids
      from package_key product
      where product.name_key = own.name_key and ${isOfProduct}
      offset 0
    ) as product
    cross join lateral (
      select mate.vulnerability_id, min(said.valid_from) as valid_from
      from affected_range said
      cross join lateral (${matesOf(sql`said.vulnerability_id`)}) as mate
      where product.key_ids is not null and said.key_id = own.key_id and said.kind = 'interval' and said.valid_to = 'infinity'
      group by mate.vulnerability_id
    ) as package
    join affected_range range
      on range.vulnerability_id = package.vulnerability_id and range.key_id = any(product.key_ids) and ${isBeside}
    ${ordered(orders)}`
}

/** The same of everything at once, with the `vulnerability_id` in front: by hash, and not flaw by flaw. */
export function allDisputes({ keys, orders }: Those): RawBuilder<unknown> {
  return sql`
    with mate as materialized (
      select vulnerability_id, cluster_id from vulnerability_alias where valid_to = 'infinity'
    ),
    package as materialized (
      select key_id, name_key, coalesce(mate.vulnerability_id, flaw) as vulnerability_id, valid_from
      from (
        select key_id, name_key, coalesce(cluster_id, said.vulnerability_id) as flaw, min(valid_from) as valid_from
        from (select key_id, name_key from package_key where ${isOfRegistry(sql`package_key`)}) as named
        join affected_range said using (key_id)
        left join mate using (vulnerability_id)
        where said.kind = 'interval' and said.valid_to = 'infinity' and key_id in (select key_id from ${keys} as own where ${isProven})
        group by 1, 2, 3
      ) as spoken
      left join mate on mate.cluster_id = flaw
    ),
    placed as materialized (
      select own.component_id, own.key_id, known.natural_shape, ${placeOf(sql`known`)} as version_key
      from ${keys} as own join ${orders} as known using (component_id)
      where ${isProven} and own.key_id in (select key_id from package)
    )
    select range.vulnerability_id, placed.component_id, ${disputed}
    from package
    join affected_range range using (vulnerability_id)
    join package_key product on product.key_id = range.key_id and product.name_key = package.name_key
    join placed on placed.key_id = package.key_id and ${isInside(sql`placed.natural_shape`)}
    where ${isOfProduct} and ${isBeside}`
}

/**
 * SQL: what the record of its own registry says of a component for which another source reports a flaw, for people to see both; null where it is
 * silent or nothing is doubted. `match` has the `component_id` and `doubt`, `range` the `vulnerability_id`.
 */
export function saidByRegistry(keys: RawBuilder<unknown>, match: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    case when ${match}.doubt::text = 'otherFeedOnly' then (
      select string_agg(said.source || ' names other versions of it: ' || said.ranges, '; ' order by said.source)
      from (
        select advisory.feed || ' ' || advisory.key as source, string_agg(distinct said.range_text, ' or ' order by said.range_text) as ranges
        from ${keys} as own
        join package_key named using (key_id)
        join affected_range said using (key_id)
        join advisory using (advisory_id)
        where own.component_id = ${match}.component_id and ${isProven} and ${isOfRegistry(sql`named`)} and said.valid_to = 'infinity'
          and said.vulnerability_id in (${matesOf(sql`range.vulnerability_id`)})
        group by advisory.feed, advisory.key
      ) as said
    ) end`
}

/** A flaw's own number and the others that name the very same flaw. */
export function matesOf(flaw: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select ${flaw} as vulnerability_id
    union
    select other.vulnerability_id
    from vulnerability_alias known join vulnerability_alias other using (cluster_id)
    where known.vulnerability_id = ${flaw} and known.valid_to = 'infinity' and other.valid_to = 'infinity'`
}

const isOfRegistry = (key: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`not ${key}.packaged and ${key}.scope is not null and not starts_with(${key}.scope, 'cpe/')`

/** The key is one of the component's own, and proves it. */
const isProven = sql`own.doubt is null and own.guard_effect is null and own.reach_id is null and own.version_key is not null`

/** `key_id, name_key, valid_from`: the packages of registries of which some flaws are told, and since when. */
function rangesOfPackages(flaws: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select key_id, name_key, min(said.valid_from) as valid_from
    from (${flaws}) as mate
    join affected_range said using (vulnerability_id)
    join package_key named using (key_id)
    where said.kind = 'interval' and said.valid_to = 'infinity' and ${isOfRegistry(sql`named`)}
    group by key_id, name_key
    offset 0`
}

/** `component_id, key_id, name_key`: the packages of registries that `component` proves to be. */
function packagesOfComponent(keys: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select distinct own.component_id, own.key_id, named.name_key
    from ${keys} as own
    join package_key named using (key_id)
    where own.component_id = component.component_id and ${isProven} and ${isOfRegistry(sql`named`)}`
}

/** Of products the NVD (2) speaks, and the authorities that number flaws (3); advisories of makers, beyond, are of devices. */
const LAST_OF_PRODUCTS = sql`3`

const isOfProduct = sql`starts_with(product.scope, 'cpe/')`

/** The source names versions of a product, and leaves none of them open. */
const isBeside = sql`range.kind in ('interval', 'all') and range.problem is null
  and range.tier <= ${LAST_OF_PRODUCTS} and range.valid_to = 'infinity'`

/** The ranges of products that have the name of `package`. */
function rangesBeside(isMeant: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select range.*
    from affected_range range
    join package_key product on product.key_id = range.key_id and product.name_key = package.name_key
    where ${isMeant} and ${isOfProduct} and ${isBeside}`
}

/** Keeps the components whose versions are in the range, by the order of names. */
function ordered(orders: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    join ${orders} as known on known.component_id = own.component_id
    join lateral (select ${placeOf(sql`known`)} as version_key) as placed on ${isInside(sql`known.natural_shape`)}`
}

/** SQL: the version of a component in the order of names. */
function placeOf(order: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`${order}.version_keys[array_position(${order}.schemes, 'natural')]`
}

/** SQL condition: `placed.version_key`, of this shape, is in the range. */
function isInside(shape: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(range.kind = 'all' or (
    range.scheme = 'natural' and range.shape = ${shape} and range.lo <= placed.version_key and placed.version_key < range.hi
  ))`
}

const disputed = sql`range.range_id, 5::smallint as tier, 'otherFeedOnly'::doubt as doubt,
  case when range.condition is not null then range.advisory_id end as advisory_id, range.condition,
  greatest(range.valid_from, package.valid_from) as known_at`
