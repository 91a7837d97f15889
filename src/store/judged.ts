import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { ReachRow } from './aliases.ts'
import { doubtElsewhere, isOfCoveredRelease } from './elsewhere.ts'
import { foundByOwnAliases } from './own-reach.ts'
import { alive } from './vulnerabilities.ts'

/**
 * The components a question speaks of: SQL for common table expressions, the last of which is `named (component_id, truth, doubt, tier,
 * range_id, advisory_id, condition, aliases)`. truth: 2 affected or contained, 1 cannot tell, 0 named but not affected; it may depend on a
 * configuration (advisory_id, condition). Where aliases name the component, `aliases` has their ids in order. Whoever lists them: they meet readable SBOMs before anything is counted or shown. One builder for
 * each kind of question.
 */
export type Judged = RawBuilder<unknown>

const columns = sql`component_id, truth, doubt, tier, range_id, advisory_id, condition, aliases`

/** Components `(component_id, truth, doubt, tier, aliases)` that a question names for what they are. */
export function namedAs(components: RawBuilder<unknown>): Judged {
  return sql`
    named as materialized (
      select component_id, truth, doubt::text, tier::integer, null::integer as range_id, null::integer as advisory_id, null::integer as condition,
        aliases
      from (${components}) as each
    )`
}

/** A flaw by its ids over all feeds, at an instant or now. */
export interface FlawAsked {
  readonly members: readonly number[]
  /** Only distributions' packages have ranges. */
  readonly isOnlyPackaged: boolean
  /** What the aliases of the organisation that asks add up to; those that are public have made findings already. */
  readonly reach?: readonly ReachRow[]
  readonly asOf?: string | undefined
}

/**
 * Components that a flaw reaches, may reach, or names in a version that is not affected.
 * A distribution or hardware that is named beside the flawed software proves nothing when its own version is another.
 * Where only distributions' packages have ranges, the same product under another identity, or in a release of which no feed speaks, cannot be told.
 */
export function judgedByFlaw({ members, isOnlyPackaged, asOf, reach = [] }: FlawAsked): Judged {
  const hasOwn = reach.length > 0 && asOf === undefined
  const ofFlaw = (table: string) => sql`${sql.ref(`${table}.vulnerability_id`)} = any(${members}::integer[])`
  return sql`
    range as materialized (
      select range_id, advisory_id, condition, key_id, valid_from, valid_to from affected_range where ${ofFlaw('affected_range')}
    ),
    ${hasOwn ? foundByOwnAliases(members, reach) : sql``}
    found as materialized (
      select component_id, case when doubt is null then 2 else 1 end as truth, doubt::text, finding.tier::integer, finding.range_id,
        range.advisory_id, range.condition, null::integer[] as aliases
      from finding left join range on finding.conditional and range.range_id = finding.range_id
      where ${ofFlaw('finding')} and ${alive('finding', asOf)}
      ${hasOwn ? sql`union all select * from own_found` : sql``}
    ),
    spoken as materialized (
      select key_id, name_key, packaged, layer, min(range_id) as range_id
      from range join package_key using (key_id)
      where ${alive('range', asOf)}
      group by key_id, name_key, packaged, layer
    ),
    outside as (
      select key.component_id, 0 as truth, null::text as doubt, min(key.tier)::integer as tier, min(range_id) as range_id
      from keys_asked(array(select key_id from spoken where layer not in ('distribution', 'hardware'))) as key
      join spoken using (key_id)
      where key.doubt is null and component_id not in (select component_id from found)
      group by key.component_id
    ),
    ${isOnlyPackaged ? elsewhere : sql`elsewhere as (select * from outside where false)`},
    named as materialized (
      select ${columns} from found
      union all
      select *, null, null, null from outside
      union all
      select *, null, null, null from elsewhere
    )`
}

/** No package of a distribution, and no device: a model may have the name of a package, and is another thing. */
const isSoftwareElsewhere = sql`not package_key.packaged and not starts_with(package_key.key, 'device/')`

/** The same product under another identity or in a release that is not covered, where distributions' packages are all that has ranges. */
const elsewhere = sql`
  elsewhere as (
    select key.component_id, 1 as truth, ${doubtElsewhere(sql`bool_or(key.doubt = 'releaseNotCovered')`)} as doubt, 5 as tier, min(range_id) as range_id
    from spoken
    join package_key on package_key.name_key = spoken.name_key and ${isSoftwareElsewhere}
    cross join lateral keys_asked(array[package_key.key_id]) as key
    where component_id not in (select component_id from found)
      and not exists (
        select from readable_component_key other join package_key release using (key_id)
        where other.component_id = key.component_id
          and (${isOfCoveredRelease(sql`release`)} or release.packaged and release.key_id in (select key_id from spoken))
        offset 0
      )
    group by key.component_id
  )`
