import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { reachRows } from './aliases.ts'
import type { ReachRow } from './aliases.ts'
import { matchesOfFlaws } from './matching.ts'
import type { Sides } from './matching.ts'

/** Common table expressions for a flaw: `own_found` has what it meets through an organisation's own aliases, like `found`, out of `range`. */
export function foundByOwnAliases(members: readonly number[], reach: readonly ReachRow[]): RawBuilder<unknown> {
  const flaws = sql`(
    select vulnerability_id, true as has_others, true as has_conditions from unnest(${members}::integer[]) as member (vulnerability_id)
  )`
  return sql`
    own_asking as materialized (${askingBy(reachRows(reach), sql`(select distinct key_id from range)`)}),
    own_found as materialized (
      select component_id, case when doubt is null then 2 else 1 end as truth, doubt::text, match.tier::integer, match.range_id,
        range.advisory_id, range.condition,
        (select aliases from own_asking where own_asking.component_id = match.component_id limit 1) as aliases
      from (${matchesOfFlaws(sides, flaws)}) as match left join range on match.conditional and range.range_id = match.range_id
    ),`
}

/** No package of a distribution is meant by an organisation's alias where its own release has a range: such an alias is a doubt at most. */
const sides: Sides = {
  asking: sql`own_asking`,
  settled: sql`(select null::integer as component_id, null::integer as vulnerability_id where false)`,
  keys: sql`readable_component_key`,
  lookedAt: sql`(select distinct key_id, null::text as scheme, null::text as shape, true as has_unknown from own_asking)`,
}

/**
 * The same from the other side: `own_found (component_id, sides, vulnerability_id, range_id, tier, doubt, conditional)` has all that the components
 * of `part (component_id, sides)` meet through an organisation's own aliases.
 */
export function foundOfParts(reach: readonly ReachRow[]): RawBuilder<unknown> {
  const rows = reachRows(reach)
  const meant = sql`(
    select answering.key_id
    from ${rows} as reach join package_key answering on reach.kind = 'product' and answering.key = reach.to_key
    union
    select answering.key_id
    from ${rows} as reach join package_key answering on reach.kind = 'product' and answering.name_key = reach.to_key
    union
    select answering.key_id
    from ${rows} as reach join package_key answering on reach.kind = 'maker' and answering.maker_key = reach.to_key
  )`
  const flaws = sql`(
    select distinct vulnerability_id, true as has_others, true as has_conditions
    from affected_range
    where key_id in (select key_id from own_asking) and valid_to = 'infinity'
  )`
  return sql`
    own_asking as materialized (
      select * from (${askingBy(rows, meant)}) as each where component_id in (select component_id from part)
    ),
    own_found as materialized (
      select component_id, sides, vulnerability_id, range_id, tier, doubt, conditional
      from (${matchesOfFlaws(sides, flaws)}) as match join part using (component_id)
    ),`
}

/** Rows as `askingOf` has them, of the packages `(key_id)` that are meant. A maker's alias acts on the same product of both makers. */
function askingBy(reach: RawBuilder<unknown>, meant: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select bridge.key_id, key.component_id, ${kept(sql`key.scheme`, sql`'natural'`)} as scheme, ${kept(sql`key.shape`, sql`''`)} as shape,
      ${kept(sql`key.version_key`, sql`null`)} as version_key, key.tier, ${kept(sql`key.attributes`, sql`null`)} as attributes,
      coalesce(bridge.doubt, key.doubt) as doubt, false as by_name, bridge.aliases
    from (
      select answering.key_id, source.key_id as source_id, reach.doubt, reach.aliases
      from ${meant} as meant
      join package_key answering using (key_id)
      join ${reach} as reach on case reach.kind
        when 'product' then reach.to_key in (answering.key, answering.name_key)
        else reach.to_key = answering.maker_key
      end
      cross join lateral (
        select key_id from package_key where reach.kind = 'product' and key = reach.from_key
        union all
        select key_id from package_key
        where reach.kind = 'maker'
          and made_key = 'made/' || split_part(answering.key, '/', 2) || '/' || split_part(reach.from_key, '/', 2) || '/' || split_part(answering.key, '/', 4)
        union all
        select key_id from package_key
        where reach.kind = 'maker'
          and key = 'device/' || split_part(reach.from_key, '/', 2) || '/' || split_part(answering.device_key, '/', 3)
      ) as source
    ) as bridge
    cross join lateral keys_asked(array[bridge.source_id]) as key`
}

/** Members of a family count their versions each in its own way. */
function kept(value: RawBuilder<unknown>, ofFamily: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`case when bridge.doubt is distinct from 'familyOnly' then ${value} else ${ofFamily} end`
}
