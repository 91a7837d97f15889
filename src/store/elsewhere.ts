import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Doubt } from '../model/index.ts'

// Where only distributions' packages have ranges, nobody can tell whether the same product under another identity has the flaw, or in a release that
// no feed covers: releases repair in versions of their own, and one that is beyond the repair of another may lack it.

/** SQL condition: a feed still speaks for the release that the package of the row is of, so that its silence counts. */
export const isOfCoveredRelease = (key: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`(${key}.packaged and exists (select from feed_scope where feed_scope.scope = ${key}.scope offset 0))`

/** SQL: what is left open of a component, as text; of packages the names leave open that their release is not covered. */
export const doubtElsewhere = (isPackaged: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`case when ${isPackaged} then ${'releaseNotCovered' satisfies Doubt} else ${'otherFeedOnly' satisfies Doubt} end`

/**
 * `named_key (component_id, key_id, key, name_key, doubt, packaged, is_covered)`: the keys of `held_key` with their packages. `bare (component_id, name_key,
 * doubt)`: what stands under other names than those of packages of covered releases alone, of the components that are asked.
 */
export function bareParts(isAsked = sql`true`): RawBuilder<unknown> {
  return sql`
    named_key as materialized (
      select component_id, key_id, key, name_key, doubt, packaged, ${isOfCoveredRelease(sql`package_key`)} as is_covered
      from held_key join package_key using (key_id)
    ),
    bare as materialized (
      select component_id, name_key, ${doubtElsewhere(sql`bool_or(doubt = 'releaseNotCovered')`)} as doubt
      from named_key
      where ${isAsked} and not packaged and not starts_with(key, 'device/')
        and component_id not in (select component_id from named_key where is_covered)
      group by component_id, name_key
    )`
}

/**
 * Of some rows of `held_key`: `…_known`: their keys; `…_covered (component_id)`: what is a package of a covered release; `…_name (key_id, name_key, sides)`:
 * what stands under other names, as in `bareParts`, with the sum of the sides of a comparison on which it stands. Many components share a key: each is
 * looked up once.
 */
export function bareNames(of: 'lone' | 'near', held: RawBuilder<unknown>): RawBuilder<unknown> {
  const [known, covered, name] = ['known', 'covered', 'name'].map((each) => sql.table(`${of}_${each}`))
  return sql`
  ${known} as materialized (
    select key_id, key, name_key, packaged, ${isOfCoveredRelease(sql`package_key`)} as is_covered
    from (select distinct key_id from ${held} as held) as each join package_key using (key_id)
  ),
  ${covered} as materialized (
    select distinct component_id from ${held} as held where (key_id in (select key_id from ${known} as known where is_covered)) is true
  ),
  ${name} as materialized (
    select key_id, name_key, sides
    from (
      select key_id, known.name_key, standing.sides
      from (
        select key_id, bit_or(sides) as sides
        from ${held} as held
        where component_id not in (select component_id from ${covered} as covered)
        group by key_id
      ) as standing
      full join (select * from ${known} as known where not packaged and not starts_with(key, 'device/')) as known using (key_id)
      offset 0
    ) as each
    where sides is not null and name_key is not null
  )`
}

/** SQL: `vulnerability_id, range_id` of all ranges of a key, by the two indexes of its kinds of range. */
export const rangesOfKey = (keyId: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select vulnerability_id, range_id from affected_range where key_id = ${keyId} and valid_to = 'infinity' and kind = 'interval'
  union all
  select vulnerability_id, range_id from affected_range where key_id = ${keyId} and valid_to = 'infinity' and kind <> 'interval'`

/** A relation `(vulnerability_id, name_key, range_id)`: what has ranges of distributions' packages of the names `(name_key)`, and the first of these. */
export function packagedRanges(names: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    select range.vulnerability_id, named.name_key, min(range.range_id) as range_id
    from (
      select key_id, name_key from package_key where packaged and name_key in (select name_key from ${names} as each)
    ) as named
    cross join lateral (${rangesOfKey(sql`named.key_id`)}) as range
    group by range.vulnerability_id, named.name_key
  )`
}

/**
 * `elsewhere (flaw, component_id, doubt, range_id)`. Expects `bareParts`, `found` with `named` (its flaws), and `packaged_flaw (flaw, name_key, range_id)`: flaws
 * that have ranges of distributions' packages.
 *
 * On the way, from few to all that speaks of a flaw: `packaged_alone (flaw)`, whose own name has no other range; `packaged_name`, the names of these;
 * `packaged_member`, also what passes them on; `packaged_only (flaw)`, of which nothing that speaks has another range. `own_release (flaw, component_id)` is what
 * the range of its own release answers.
 */
export const foundElsewhere: RawBuilder<unknown> = sql`
  packaged_alone as materialized (
    select flaw
    from (select distinct flaw from packaged_flaw) as each
    where not ${hasOtherRange(sql`each.flaw`)}
  ),
  packaged_name as materialized (
    select flaw, flaw as vulnerability_id from packaged_alone
    union
    select flaw, alias.vulnerability_id
    from packaged_alone join vulnerability_alias alias on alias.cluster_id = flaw
    where alias.valid_to = 'infinity'
  ),
  packaged_member as materialized (
    select flaw, vulnerability_id from packaged_name
    union
    select flaw, carrier.vulnerability_id
    from packaged_name join advisory_alias carrier on carrier.other_id = packaged_name.vulnerability_id
    where carrier.kind = 'upstream' and carrier.valid_to = 'infinity'
  ),
  packaged_only as materialized (
    select flaw
    from packaged_alone
    where flaw not in (
      select flaw
      from packaged_member
      where vulnerability_id in (
        select vulnerability_id
        from (select distinct vulnerability_id from packaged_member) as each
        where ${hasOtherRange(sql`each.vulnerability_id`)}
      )
    )
  ),
  own_release as materialized (
    select member.flaw, own.component_id
    from named_key own
    join affected_range released using (key_id)
    join packaged_member member using (vulnerability_id)
    where own.packaged and not own.is_covered and released.valid_to = 'infinity'
  ),
  elsewhere as materialized (
    select packaged_flaw.flaw, bare.component_id, bare.doubt, min(packaged_flaw.range_id) as range_id
    from packaged_only join packaged_flaw using (flaw) join bare using (name_key)
    where not exists (
      select from found join named using (vulnerability_id)
      where named.flaw = packaged_flaw.flaw and found.component_id = bare.component_id
    ) and not exists (
      select from own_release where own_release.flaw = packaged_flaw.flaw and own_release.component_id = bare.component_id
    )
    group by packaged_flaw.flaw, bare.component_id, bare.doubt
  )`

/**
 * The same for many flaws at once. Expects `held_key`, `alone (flaw)`: flaws whose own name has no other range, with `member` and `named` of these and of
 * others, and `found`.
 *
 * On the way `spoken_alone` and `key_alone`: the ranges of all that speaks of `alone`, and their packages; `near_held`: the keys of the components that bear
 * the name of one (`bearing`); the rest is named as for one device.
 */
export const foundElsewhereByAll: RawBuilder<unknown> = sql`
  spoken_alone as materialized (
    select vulnerability_id, key_id, range_id
    from (select distinct vulnerability_id from member where (flaw in (select flaw from alone)) is true) as each
    cross join lateral (
      select key_id, range_id from affected_range where vulnerability_id = each.vulnerability_id and valid_to = 'infinity' offset 0
    ) as range
  ),
  key_alone as materialized (
    select key.*
    from (select distinct key_id from spoken_alone) as each
    cross join lateral (select key_id, name_key, packaged from package_key where key_id = each.key_id offset 0) as key
  ),
  bearing as materialized (
    select key_id
    from (select distinct name_key from key_alone where packaged) as each
    cross join lateral (select key_id from package_key where name_key = each.name_key offset 0) as key
  ),
  near_held as materialized (
    select *
    from held_key
    where (component_id in (select component_id from held_key where (key_id in (select key_id from bearing)) is true)) is true
  ),
  ${bareNames('near', sql`near_held`)},
  packaged_only as materialized (
    select flaw
    from alone
    where flaw not in (
      select flaw
      from member
      where vulnerability_id in (
        select vulnerability_id from spoken_alone where key_id in (select key_id from key_alone where not packaged)
      )
    )
  ),
  packaged_range as materialized (
    select vulnerability_id, name_key, min(range_id) as range_id
    from (
      select vulnerability_id, name_key, range_id
      from spoken_alone full join (select * from key_alone where packaged and name_key in (select name_key from near_name)) as key using (key_id)
      offset 0
    ) as each
    where vulnerability_id is not null and name_key is not null
    group by vulnerability_id, name_key
  ),
  packaged_flaw as materialized (
    select flaw, name_key, min(range_id) as range_id
    from (select flaw, name_key, range_id from packaged_range full join named using (vulnerability_id) offset 0) as each
    where name_key is not null and flaw in (select flaw from packaged_only)
    group by flaw, name_key
  ),
  bare as materialized (
    select component_id, name_key, ${doubtElsewhere(sql`bool_or(doubt = 'releaseNotCovered')`)} as doubt
    from (
      select component_id, doubt, name_key
      from near_held full join (select * from near_name where name_key in (select name_key from packaged_flaw)) as flawed using (key_id)
      offset 0
    ) as each
    where name_key is not null and component_id is not null and component_id not in (select component_id from near_covered)
    group by component_id, name_key
  ),
  own_release as materialized (
    select member.flaw, own.component_id
    from (
      select component_id, key_id from near_held where (key_id in (select key_id from near_known where packaged and not is_covered)) is true
    ) as own
    join spoken_alone using (key_id) join member using (vulnerability_id)
  ),
  elsewhere as materialized (
    select packaged_flaw.flaw, bare.component_id, bare.doubt, min(packaged_flaw.range_id) as range_id
    from packaged_flaw join bare using (name_key)
    where (packaged_flaw.flaw, bare.component_id) not in (
      select named.flaw, found.component_id from found join named using (vulnerability_id) where named.flaw in (select flaw from packaged_only)
      union all
      select flaw, component_id from own_release
    )
    group by packaged_flaw.flaw, bare.component_id, bare.doubt
  )`

/**
 * SQL condition: a source names something other than distributions' packages. Most flaws are told apart by their own name, which is looked at first. One
 * after the other (`offset 0`): the first range tells, and a join would read them all.
 */
export function hasOtherRange(vulnerability: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`exists (
    select from affected_range other join package_key using (key_id)
    where other.vulnerability_id = ${vulnerability} and other.valid_to = 'infinity' and not package_key.packaged
    offset 0
  )`
}
