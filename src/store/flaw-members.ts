import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

// A flaw is the cluster of a vulnerability. Which vulnerabilities speak of it, and of which flaws a vulnerability speaks.

/**
 * A relation `(vulnerability_id, flaw)`: the flaws that each vulnerability of a relation counts for. One that only passes others on is none
 * by itself.
 */
export function flawsOf(spoken: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    with spoken as materialized (select distinct vulnerability_id from ${spoken} as each),
    passed as materialized (
      select distinct spoken.vulnerability_id, edge.other_id
      from spoken join advisory_alias edge using (vulnerability_id)
      where edge.kind = 'upstream' and edge.valid_to = 'infinity'
    )
    select distinct each.vulnerability_id, coalesce(alias.cluster_id, each.other_id) as flaw
    from (
      select vulnerability_id, other_id from passed
      union all
      select vulnerability_id, vulnerability_id from spoken where vulnerability_id not in (select vulnerability_id from passed)
    ) as each
    left join vulnerability_alias alias on alias.vulnerability_id = each.other_id and alias.valid_to = 'infinity'
  )`
}

/** A relation `(vulnerability_id)`: the names of a flaw, and what passes it on. */
export function membersOf(flaw: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(
    with same as (
      select ${flaw} as vulnerability_id
      union
      select vulnerability_id from vulnerability_alias where cluster_id = ${flaw} and valid_to = 'infinity'
    )
    select vulnerability_id from same
    union
    select carrier.vulnerability_id
    from same join advisory_alias carrier on carrier.other_id = same.vulnerability_id
    where carrier.kind = 'upstream' and carrier.valid_to = 'infinity'
  )`
}

/** The same for all that is `asked (flaw)`: `same (flaw, vulnerability_id)`: the names of each flaw asked; `member`: these, and what passes them on. */
export const membersOfAsked: RawBuilder<unknown> = sql`
  same as materialized (
    select flaw, flaw as vulnerability_id from asked
    union
    select asked.flaw, alias.vulnerability_id
    from asked join vulnerability_alias alias on alias.cluster_id = asked.flaw and alias.valid_to = 'infinity'
  ),
  member as materialized (
    select flaw, vulnerability_id from same
    union
    select same.flaw, carrier.vulnerability_id
    from same
    cross join lateral (
      select vulnerability_id
      from advisory_alias
      where other_id = same.vulnerability_id and kind = 'upstream' and valid_to = 'infinity'
      offset 0
    ) as carrier
  )`
