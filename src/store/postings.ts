import { sql } from 'kysely'
import type { Places, SbomId } from '../model/index.ts'
import type { Transaction } from './transaction.ts'

/** SBOMs that share a row of `posting`, as its bits. */
export const BUCKET = 512

/** Writes the postings of SBOMs whose lines are stored: one bit for each component, reader and SBOM. */
export async function addPostings(trx: Transaction, sbomIds: readonly SbomId[]): Promise<void> {
  await sql`
    insert into posting (component_id, reader, bucket, sbom_bits)
    select component_id, reader, sbom_id / 512, bit_or(set_bit(0::bit(512), sbom_id % 512, 1))
    from (select distinct sbom_id, component_id from sbom_component where sbom_id = any(${sbomIds}::integer[]) and deployed) as line
    join sbom using (sbom_id)
    cross join lateral unnest(readers_of(owner, audience)) as reader
    group by component_id, reader, sbom_id / 512
    order by component_id, reader, sbom_id / 512
    on conflict (component_id, reader, bucket) do update set sbom_bits = posting.sbom_bits | excluded.sbom_bits`.execute(
    trx.query,
  )
}

/** A row of places: the SBOMs of a bucket, or model versions. */
export interface PlacesRow {
  readonly bucket: number | null
  /** A `1` at the place of each SBOM of the bucket. */
  readonly bits: string | null
  readonly modelVersionIds: readonly number[] | null
}

/** What rows of places say together. */
export function placesOf(rows: readonly PlacesRow[]): Places {
  const sbomIds: number[] = []
  for (const { bucket, bits } of rows) {
    if (bucket === null || bits === null) continue
    for (let place = bits.indexOf('1'); place !== -1; place = bits.indexOf('1', place + 1)) {
      sbomIds.push(bucket * BUCKET + place)
    }
  }
  return { sbomIds, modelVersionIds: rows.flatMap(({ modelVersionIds }) => modelVersionIds ?? []) }
}
