import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Places, SbomId } from '../model/index.ts'
import type { Transaction } from './transaction.ts'

/** SBOMs that share a row of `further_posting`, as its bits. */
const BUCKET = 512

/** Writes the postings of SBOMs whose lines are stored, for all that may read them. */
export async function addPostings(trx: Transaction, sbomIds: readonly SbomId[]): Promise<void> {
  await sql`select write_postings(${sbomIds}::integer[], null)`.execute(trx.query)
}

/**
 * SQL for where the components of `relation (component_id, …columns)` are listed: rows of places for each combination of the columns. The
 * components of one come as an array, whose rows an index finds in one walk, and their short rows are passed on as they are kept: thousands
 * of components cost as little as that.
 */
export function placesOfListed(relation: RawBuilder<unknown>, columns: readonly string[]): RawBuilder<unknown> {
  const by = sql.join(columns.map((column) => sql.ref(column)))
  return sql`
    with each as materialized (
      select ${by}, components, posted.sbom_ids, crowded
      from (select ${by}, array_agg(component_id) as components from ${relation} as named group by ${by}) as grouped
      cross join lateral (
        select string_agg(sbom_ids, '') as sbom_ids, array_agg(component_id) filter (where is_full(sbom_ids)) as crowded
        from listing
        where component_id = any(components)
      ) as posted
    )
    select ${by}, sbom_ids as "sbomIds", null::integer as bucket, null::bytea as bits, null::integer[] as "modelVersionIds"
    from each
    where sbom_ids is not null
    union all
    select ${by}, null, bucket, bits, null
    from each
    cross join lateral (
      select bucket, bit_send(bit_or(sbom_bits)) as bits from further_listing where component_id = any(crowded) group by bucket
    ) as further
    union all
    select ${by}, null, null, null, models
    from each
    cross join lateral (
      select array_agg(model_version_id) as models from own_model_version where component_id = any(components)
    ) as own
    where models is not null`
}

/** Columns of `PlacesRow`. */
export const placeColumns = sql`"sbomIds"::bytea, bucket::integer, bits::bytea, "modelVersionIds"::integer[]`

/** A row of places: SBOMs by their ids, the SBOMs of a bucket, or model versions. */
export interface PlacesRow {
  /** Four bytes each; 0 is none. */
  readonly sbomIds: Buffer | null
  readonly bucket: number | null
  /** Four bytes of length, then a bit for each SBOM of the bucket, the first one the highest. */
  readonly bits: Buffer | null
  readonly modelVersionIds: readonly number[] | null
}

/** What rows of places say together. */
export function placesOf(rows: readonly PlacesRow[]): Places {
  const sbomIds = new Int32Array(rows.reduce((sum, row) => sum + mostIn(row), 0))
  let count = 0
  for (const row of rows) {
    if (row.sbomIds !== null) {
      for (let at = 0; at < row.sbomIds.length; at += 4) sbomIds[count++] = row.sbomIds.readInt32BE(at)
    }
    if (row.bucket === null || row.bits === null) continue
    for (let place = 0; place < BUCKET; place += 1) {
      if (((row.bits[4 + (place >> 3)] ?? 0) & (0x80 >> (place & 7))) !== 0)
        sbomIds[count++] = row.bucket * BUCKET + place
    }
  }
  return {
    sbomIds: sbomIds.subarray(0, count),
    modelVersionIds: rows.flatMap(({ modelVersionIds }) => modelVersionIds ?? []),
  }
}

function mostIn({ sbomIds, bits }: PlacesRow): number {
  return (sbomIds === null ? 0 : sbomIds.length / 4) + (bits === null ? 0 : BUCKET)
}
