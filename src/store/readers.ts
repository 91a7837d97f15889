import { sql } from 'kysely'
import type { SbomId } from '../model/index.ts'
import type { Transaction } from './transaction.ts'

/** Stands for every organisation among those that may read an SBOM. */
const everybody = '00000000-0000-0000-0000-000000000000'

/** Notes who may now read of a component because of an SBOM; a component that all may read of needs no other reader. */
export async function addReaders(trx: Transaction, sbomId: SbomId): Promise<void> {
  await sql`
    insert into component_reader (component_id, readers)
    select distinct line.component_id, sbom.readers
    from sbom_component line
    cross join (
      select case when audience @> array[${everybody}::uuid] then array[${everybody}::uuid] else owner || audience end as readers
      from sbom
      where sbom_id = ${sbomId}
    ) as sbom
    where line.sbom_id = ${sbomId} and line.deployed and not exists (
      select from component_reader known
      where known.component_id = line.component_id and (known.readers @> sbom.readers or known.readers @> array[${everybody}::uuid])
    )
    order by line.component_id
    on conflict (component_id) do update set readers = case
      when ${everybody}::uuid = any(component_reader.readers || excluded.readers) then array[${everybody}::uuid]
      else array(select distinct reader from unnest(component_reader.readers || excluded.readers) as reader order by reader)
    end`.execute(trx.query)
}
