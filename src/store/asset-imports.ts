import { sql } from 'kysely'
import type { OrganisationId } from '../model/index.ts'
import { toJson } from './copy.ts'
import type { Transaction } from './transaction.ts'

/** One import of an equipment list: what it did, and the lines it kept apart. */
export interface AssetImport {
  readonly importId: string
  readonly fileName: string
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  readonly rejected: readonly { readonly line: number; readonly text: string; readonly problem: string }[]
}

/** Notes an import of an equipment list, with the lines kept apart. */
export async function noteImport(trx: Transaction, organisationId: OrganisationId, each: AssetImport): Promise<void> {
  await sql`
    insert into asset_import (organisation_id, import_id, file_name, added, changed, unchanged)
    values (${organisationId}, ${each.importId}, ${each.fileName}, ${each.added}, ${each.changed}, ${each.unchanged})`.execute(
    trx.query,
  )
  const rejected = each.rejected.map((line, place) => ({ ...line, place }))
  await sql`
    insert into rejected_line (organisation_id, import_id, place, line, text, problem)
    select ${organisationId}, ${each.importId}, place, line, text, problem
    from jsonb_to_recordset(${toJson(rejected)}::jsonb) as rejected (place integer, line integer, text text, problem text)
    on conflict (organisation_id, import_id, place) do nothing`.execute(trx.query)
}
