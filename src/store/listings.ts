import { sql } from 'kysely'
import type { ConditionalListing, Listing, Outcome } from '../model/index.ts'
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

interface ListingRow extends Outcome, PlacesRow {
  readonly advisoryId: number | null
  readonly condition: number | null
}

/**
 * Finds the SBOMs that list what a question names, by what it says: a few rows, also where most SBOMs list something.
 */
export async function listingsOf(trx: Transaction, judged: Judged): Promise<Listings> {
  const statement = sql<ListingRow>`
    with ${judged},
    listed as (${placesOfListed(sql`named`, ['truth', 'doubt', 'advisory_id', 'condition'])})
    select truth::integer, doubt::text, advisory_id::integer as "advisoryId", condition::integer, ${placeColumns}
    from listed`
  const rows = await rowsByKeptPlan(trx, statement)
  const groups = Map.groupBy(rows, (row) => [row.truth, row.doubt, row.advisoryId, row.condition].join(' '))
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

function toListing({ truth, doubt, sbomIds, modelVersionIds }: Listing): Listing {
  return { truth, doubt, sbomIds, modelVersionIds }
}
