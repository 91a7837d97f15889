import { sql } from 'kysely'
import { makerKey } from '../model/index.ts'
import type { OrganisationId } from '../model/index.ts'
import { likeText } from './fleet.ts'
import type { Beginning } from './suggestions.ts'
import type { Transaction } from './transaction.ts'

/** A name that aliases lead from to a component that a readable SBOM lists. */
export interface ProductAliased {
  readonly name: string
  /** What the SBOM says. */
  readonly component: string
  /** The very same thing; else a successor or one of its family. */
  readonly isSame: boolean
}

/** Of so many names that begin so it is looked up whether they lead to anything. */
const NAMES_LOOKED_AT = 40

/** Names of products that begin so and lead to what readable SBOMs list, the shortest first. */
export async function productsAliased(trx: Transaction, { text, most }: Beginning): Promise<ProductAliased[]> {
  const { rows } = await sql<ProductAliased>`
    with named as materialized (
      select key, min(name) as name
      from ${namesBeginning('product', text)} as each
      group by key
      order by length(min(name)), key
      limit ${NAMES_LOOKED_AT}
    )
    select named.name, found.component, found.doubt is null as "isSame"
    from named
    cross join lateral (
      select component.name as component, reached.doubt
      from reached_by_alias(array[named.key]) as reached join readable_component component using (component_id)
      order by reached.doubt nulls first, component.component_id
      limit 1
    ) as found
    order by length(named.name), named.name
    limit ${most}`.execute(trx.query)
  return rows
}

/** A name of a maker that was taken over, or took over, and a maker of the own fleet that it leads to. */
export interface MakerAliased {
  readonly name: string
  readonly maker: string
}

/** Names of makers that begin so and lead to other makers of the own fleet. */
export async function makersAliased(
  trx: Transaction,
  { organisationId, text, most }: Beginning,
): Promise<MakerAliased[]> {
  const { rows: named } = await sql<{ name: string }>`
    select distinct name
    from ${namesBeginning('maker', text)} as each
    order by name
    limit ${NAMES_LOOKED_AT}`.execute(trx.query)
  if (named.length === 0) return []
  const { rows } = await sql<MakerAliased>`
    select asked.name, min(own.maker) as maker
    from unnest(${named.map(({ name }) => name)}::text[], ${named.map(({ name }) => `maker/${makerKey(name)}`)}::text[]) as asked (name, key)
    join alias_reach reach on reach.from_key = asked.key and reach.to_key <> asked.key and reach.valid_to = 'infinity'
    join (${ownMakers(organisationId)}) as own on own.key = reach.to_key
    group by asked.name, own.key
    order by asked.name, own.key
    limit ${most}`.execute(trx.query)
  return rows
}

function ownMakers(organisationId: OrganisationId) {
  return sql`
    select distinct 'maker/' || maker_key as key, maker
    from device_count join own_model using (model_version_id)
    where organisation_id = ${organisationId} and devices > 0`
}

/** `(name, key)`: names in live aliases of which a word begins so. */
function namesBeginning(kind: 'maker' | 'product', text: string) {
  const beginning = likeText(text)
  return sql`(
    select name, key
    from alias cross join lateral (values (from_name, from_key), (to_name, to_key)) as side (name, key)
    where kind = ${kind} and valid_to = 'infinity' and (name ilike ${`${beginning}%`} or name ilike ${`% ${beginning}%`})
  )`
}
