import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Transaction } from './transaction.ts'

/**
 * SQL condition: sources speak of the flaws of these (an array of ids: all its names, and the advisories that pass it on), and none of them that
 * stands gives a range that a machine can use.
 */
export function isBlindSpot(members: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`coalesce((
    select max(range_count) = 0
    from advisory
    where vulnerability_id = any(${members}) and valid_to = 'infinity' and not withdrawn
  ), false)`
}

/** The CVEs of a year that a source speaks of, withdrawn ones aside. */
export interface BlindSpotsOfYear {
  readonly year: number
  readonly flaws: number
  /** Those for which no source gives a range that a machine can use. */
  readonly blindSpots: number
}

/**
 * How many CVEs of each year nobody can match, in order of years. One pass over all that stands (560,000 advisories on 300,000 flaws: 3 s beside five
 * times the work that the machine has processors for); kept up with each load it would cost every changed advisory that much.
 */
export async function countBlindSpots(trx: Transaction): Promise<BlindSpotsOfYear[]> {
  const { rows } = await sql<BlindSpotsOfYear>`
    with standing as materialized (
      select vulnerability_id, max(range_count) > 0 as is_told
      from advisory
      where valid_to = 'infinity' and not withdrawn
      group by vulnerability_id
    ),
    spoken as (
      select vulnerability_id, is_told from standing
      union all
      select other_id, is_told
      from advisory_alias join standing using (vulnerability_id)
      where kind = 'upstream' and valid_to = 'infinity'
    ),
    flaw as materialized (
      select coalesce(mine.cluster_id, spoken.vulnerability_id) as flaw, bool_or(is_told) as is_told
      from spoken
      left join vulnerability_alias mine on mine.vulnerability_id = spoken.vulnerability_id and mine.valid_to = 'infinity'
      group by 1
    )
    select substr(name, 5, 4)::integer as year, count(*)::integer as flaws, count(*) filter (where not is_told)::integer as "blindSpots"
    from vulnerability
    left join vulnerability_alias mine on mine.vulnerability_id = vulnerability.vulnerability_id and mine.valid_to = 'infinity'
    join flaw on flaw = coalesce(mine.cluster_id, vulnerability.vulnerability_id)
    where name ~ '^CVE-[0-9]{4}-[0-9]+$'
    group by 1
    order by 1
    limit 1000`.execute(trx.query)
  return rows
}
