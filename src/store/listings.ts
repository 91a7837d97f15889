import { sql } from 'kysely'
import type { ConditionalListing, Listing, Outcome, Places } from '../model/index.ts'
import type { Judged } from './judged.ts'
import { rowsByKeptPlan } from './kept-plan.ts'
import { placeColumns, placesOf, placesOfListed } from './postings.ts'
import type { PlacesRow } from './postings.ts'
import type { Transaction } from './transaction.ts'

/** Where what a question names is listed, and what that says. */
export interface Listings {
  readonly listings: readonly Listing[]
  readonly conditional: readonly ConditionalListing[]
}

interface ListedApart {
  readonly componentId?: number | null
}

interface ListingRow extends Outcome, PlacesRow, ListedApart {
  readonly advisoryId: number | null
  readonly condition: number | null
}

/**
 * Finds the SBOMs that list what a question names, by what it says: a few rows, also where most SBOMs list something. Components named in
 * `apart` have listings of their own.
 */
export async function listingsOf(trx: Transaction, judged: Judged, apart: readonly number[] = []): Promise<Listings> {
  const columns = ['truth', 'doubt', 'advisory_id', 'condition']
  const isApart = sql`case when component_id = any(${apart}::integer[]) then component_id end as apart`
  const [relation, by, told] =
    apart.length === 0
      ? [sql`named`, columns, sql``]
      : [sql`(select *, ${isApart} from named)`, [...columns, 'apart'], sql`apart::integer as "componentId",`]
  const statement = sql<ListingRow>`
    with ${judged},
    listed as (${placesOfListed(relation, by)})
    select truth::integer, doubt::text, advisory_id::integer as "advisoryId", condition::integer, ${told} ${placeColumns}
    from listed`
  const rows = await rowsByKeptPlan(trx, statement)
  const groups = Map.groupBy(rows, (row) =>
    [row.truth, row.doubt, row.advisoryId, row.condition, row.componentId].join(' '),
  )
  const all = [...groups.values()].flatMap((group) => {
    const [first] = group
    return first === undefined ? [] : [{ ...first, ...placesOf(group) }]
  })
  return {
    listings: all.filter(({ advisoryId }) => advisoryId === null).map(toListing),
    conditional: all.flatMap(({ advisoryId, condition, ...each }) =>
      advisoryId === null || condition === null ? [] : [{ ...toListing(each), advisoryId, condition }],
    ),
  }
}

function toListing({ truth, doubt, sbomIds, modelVersionIds, componentId }: Outcome & Places & ListedApart): Listing {
  const listing = { truth, doubt, sbomIds, modelVersionIds }
  return componentId === null || componentId === undefined ? listing : { ...listing, componentId }
}
