import { sql } from 'kysely'
import type { SbomId } from '../model/index.ts'
import type { Transaction } from './transaction.ts'

/** Stands for every organisation among those that may read an SBOM. */
const everybody = '00000000-0000-0000-0000-000000000000'

/** Notes who may now read of a component because of SBOMs; a component that all may read of needs no other reader. */
export async function addReaders(trx: Transaction, sbomIds: readonly SbomId[]): Promise<void> {
  await sql`
    insert into component_reader (component_id, readers)
    select component_id, case when ${everybody}::uuid = any(readers) then array[${everybody}::uuid] else readers end
    from (
      select line.component_id, array_agg(distinct reader.reader order by reader.reader) as readers
      from (select distinct sbom_id, component_id from sbom_component where sbom_id = any(${sbomIds}::integer[]) and deployed) as line
      join sbom using (sbom_id)
      cross join lateral unnest(sbom.owner || sbom.audience) as reader (reader)
      group by line.component_id
    ) as fresh
    where not exists (
      select from component_reader known
      where known.component_id = fresh.component_id and (known.readers @> fresh.readers or known.readers @> array[${everybody}::uuid])
    )
    order by component_id
    on conflict (component_id) do update set readers = case
      when ${everybody}::uuid = any(component_reader.readers || excluded.readers) then array[${everybody}::uuid]
      else array(select distinct reader from unnest(component_reader.readers || excluded.readers) as reader order by reader)
    end`.execute(trx.query)
}
