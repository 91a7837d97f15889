import { sql } from 'kysely'
import type { ComparedLine } from '../model/index.ts'
import type { Transaction } from './transaction.ts'

/** The lines by which two sides differ, and how many they share. */
export interface ComparedLines {
  readonly unchanged: number
  readonly before: readonly ComparedLine[]
  readonly after: readonly ComparedLine[]
}

interface LineRow extends Omit<ComparedLine, 'group' | 'version' | 'supplier' | 'within'> {
  readonly side: 1 | 2
  readonly group: string | null
  readonly version: string | null
  readonly supplier: string | null
  readonly within: string | null
}

/**
 * Sets the lines of two sides against each other: the same component under the same licences, equally deployed, and judged as the same is shared, as
 * often as both list it; all others come back, each side in the order of its documents. What several SBOMs of one side list counts once.
 */
export async function compareLines(
  trx: Transaction,
  before: readonly number[],
  after: readonly number[],
): Promise<ComparedLines> {
  const { rows } = await sql<LineRow | { readonly side: 0; readonly ordinal: number }>`
    with asked as (
      select 1 as side, sbom_id from unnest(${before}::integer[]) as each (sbom_id)
      union all
      select 2, sbom_id from unnest(${after}::integer[]) as each (sbom_id)
    ),
    line as (
      select side, sbom_id, ordinal, written_id, component_id, licences, deployed,
        row_number() over (partition by written_id, side, sbom_id, component_id, deployed, licences order by ordinal) as nth
      from asked join readable_sbom_component using (sbom_id)
    ),
    counted as materialized (
      select bit_or(side) as sides,
        min(array[sbom_id, ordinal]) as place
      from line
      group by written_id, component_id, licences, deployed, nth
    ),
    own as materialized (select sides as side, place[1] as sbom_id, place[2] as ordinal from counted where sides <> 3)
    select own.side, own.sbom_id as "sbomId", own.ordinal, component_id as "componentId", type, group_name as "group", name, version, supplier,
      purls, cpes, swids, hashes, source_packages as "sourcePackages", licences, deployed, within
    from own join compared_line using (sbom_id, ordinal)
    union all
    select 0, null, (select count(*)::integer from counted where sides = 3), null, null, null, null, null, null, null, null, null, null, null, null,
      null, null
    order by 1, 2, 3`.execute(trx.query)
  const lines = (side: 1 | 2): ComparedLine[] => rows.flatMap((row) => (row.side === side ? [toLine(row)] : []))
  return {
    unchanged: rows.find((row) => row.side === 0)?.ordinal ?? 0,
    before: lines(1),
    after: lines(2),
  }
}

function toLine({ side: _side, group, version, supplier, within, ...line }: LineRow): ComparedLine {
  return {
    ...line,
    ...(group === null ? {} : { group }),
    ...(version === null ? {} : { version }),
    ...(supplier === null ? {} : { supplier }),
    ...(within === null ? {} : { within }),
  }
}
