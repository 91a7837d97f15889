import { sql } from 'kysely'
import type { OrganisationId, SbomId } from '../model/index.ts'
import type { Transaction } from './transaction.ts'

/** An SBOM that is to be taken back, and what takes its place. */
export interface SbomToRetire {
  readonly sbomId: SbomId
  readonly owner: OrganisationId
  readonly because?: string | undefined
  readonly replacedBy?: SbomId | undefined
}

/** Whose of some SBOMs the organisation may read they are, and whether they are in force. */
export async function standOfSboms(
  trx: Transaction,
  sbomIds: readonly number[],
): Promise<Map<number, { readonly owner: OrganisationId; readonly isLive: boolean }>> {
  const { rows } = await sql<{ sbomId: number; owner: OrganisationId; isLive: boolean }>`
    select sbom_id as "sbomId", owner, valid_to = 'infinity' as "isLive" from readable_sbom where sbom_id = any(${sbomIds}::integer[])`.execute(
    trx.query,
  )
  return new Map(rows.map(({ sbomId, ...stand }) => [sbomId, stand]))
}

/** Closes an SBOM of this owner; it stays for what was known before. False when it is no longer in force. */
export async function retireSbom(trx: Transaction, asked: SbomToRetire): Promise<boolean> {
  const { sbomId, owner, because, replacedBy } = asked
  const { numAffectedRows } = await sql`
    update sbom set valid_to = greatest(now(), valid_from), retired_because = ${because ?? null}, replaced_by = ${replacedBy ?? null}
    where sbom_id = ${sbomId} and owner = ${owner} and valid_to = 'infinity'`.execute(trx.query)
  return numAffectedRows === 1n
}
