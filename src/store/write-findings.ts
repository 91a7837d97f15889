import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Transaction } from './transaction.ts'
import { closing } from './vulnerabilities.ts'

export interface RematchResult {
  readonly opened: number
  readonly closed: number
}

/** What changed since the last rematch, as queries for `(vulnerability_id)` and `(component_id, is_new)`. */
export interface Due {
  readonly flaws: RawBuilder<unknown>
  readonly components: RawBuilder<unknown>
}

/** What is brought up to date, as relations `(vulnerability_id)` and `(component_id)`: findings of others stay as they are. */
export interface Touched {
  readonly flaws: RawBuilder<unknown>
  readonly components: RawBuilder<unknown>
}

/** The matches of all that is touched; these relations may speak of `due_vulnerability` and `due_component`, which are what is due. */
export interface Replacement extends Touched {
  readonly due: Due
  readonly matches: RawBuilder<unknown>
  /** Stands for this very statement in all the process, so that a connection plans it once: where little is due, that takes longer than to run it. */
  readonly name?: string
}

/** No flaw, and no component, as relations. */
export const noFlaw = sql`(select null::integer as vulnerability_id where false)`
export const nobody = sql`(select null::integer as component_id where false)`

/**
 * Puts matches in the place of the live findings of what is touched: those that still hold are not rewritten. One statement, which looks at
 * no other finding.
 */
export async function writeFindings(trx: Transaction, replacement: Replacement): Promise<RematchResult> {
  const { name } = replacement
  const { sql: text, parameters } = replacing(replacement).compile(trx.query)
  const values = [...parameters]
  if (name !== undefined) await sql`select set_config('plan_cache_mode', 'force_generic_plan', true)`.execute(trx.query)
  trx.signal?.throwIfAborted()
  const asked = name === undefined ? { text, values } : { name, text, values }
  const { rows } = await trx.client.query<RematchResult>(asked)
  return rows[0] ?? { opened: 0, closed: 0 }
}

/** Findings lie together by what they will be read by: those of a component that is new, or of a flaw that changed. */
function replacing({ due, matches, ...touched }: Replacement): RawBuilder<RematchResult> {
  return sql<RematchResult>`
    with due_vulnerability as materialized (${due.flaws}),
    due_component as materialized (${due.components}),
    fresh as materialized (${matches}),
    current as materialized (${findingsOf(touched)}),
    earlier as materialized (
      select vulnerability_id, component_id from current
      union
      select due.vulnerability_id, past.component_id
      from due_vulnerability due
      cross join lateral (
        select component_id from finding where vulnerability_id = due.vulnerability_id and valid_to <> 'infinity' offset 0
      ) as past
    ),
    closed as (
      update finding set valid_to = ${closing('finding')}
      where ctid = any(array(select place from current where not exists (select from fresh where ${isSame})))
      returning 1
    ),
    opened as (
      insert into finding (vulnerability_id, component_id, range_id, tier, doubt, conditional, valid_from)
      select vulnerability_id, component_id, range_id, tier, doubt, conditional, ${holdsSince}
      from fresh
      where not exists (select from current where ${isSame})
      order by ${touched.flaws === noFlaw ? sql`component_id, vulnerability_id` : sql`vulnerability_id, component_id`}
      returning 1
    )
    select (select count(*)::integer from opened) as opened, (select count(*)::integer from closed) as closed`
}

export async function noteRematch(
  trx: Transaction,
  kind: 'incremental' | 'full',
  { opened, closed }: RematchResult,
): Promise<void> {
  await sql`insert into rematch_run (kind, opened, closed) values (${kind}, ${opened}, ${closed})`.execute(trx.query)
}

/** The live findings of what is touched, found by index whatever the planner thinks of their number. */
function findingsOf({ flaws, components }: Touched): RawBuilder<unknown> {
  const columns = sql`ctid as place, vulnerability_id, component_id, range_id, tier, doubt, conditional`
  return sql`
    select found.*
    from ${flaws} as flaw
    cross join lateral (
      select ${columns} from finding where vulnerability_id = flaw.vulnerability_id and valid_to = 'infinity' offset 0
    ) as found
    union all
    select found.*
    from ${components} as component
    cross join lateral (
      select ${columns} from finding where component_id = component.component_id and valid_to = 'infinity' offset 0
    ) as found
    where found.vulnerability_id not in (select vulnerability_id from ${flaws} as flaw)`
}

const isSame = sql`
  fresh.vulnerability_id = current.vulnerability_id and fresh.component_id = current.component_id and fresh.range_id = current.range_id
  and fresh.tier = current.tier and fresh.doubt is not distinct from current.doubt and fresh.conditional = current.conditional`

/**
 * A first finding of a flaw or a component just loaded holds since its range is known, so that the time before a rematch is no gap in the
 * past: a component is met only from the day that an SBOM lists it. Any other (a changed one, one that feed coverage brought) holds since now.
 */
const holdsSince = sql`case
  when (fresh.vulnerability_id, fresh.component_id) not in (select vulnerability_id, component_id from earlier) and (
    fresh.vulnerability_id in (select vulnerability_id from due_vulnerability)
    or fresh.component_id in (select component_id from due_component where is_new)
  ) then fresh.known_at
  else now()
end`
