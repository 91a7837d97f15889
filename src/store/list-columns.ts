import { sql } from 'kysely'
import type { AcceptedColumns, OrganisationId, SbomId } from '../model/index.ts'
import { storable } from './copy.ts'
import type { Transaction } from './transaction.ts'

/** Lists of the software of a device, or of the devices of a hospital. */
export type ListKind = 'components' | 'equipment'

/** By what accepted columns are found again. */
export interface ListKey {
  readonly kind: ListKind
  /** Of component lists; empty for single devices, and for equipment lists. */
  readonly makerKey: string
  /** Of the headers, folded. */
  readonly headersSha256: Uint8Array
}

const mostTried = 100

/** The columns that were accepted for lists of this kind and maker: the organisation's own word first, then the newest, at most 100. */
export async function findAcceptedColumns(
  trx: Transaction,
  organisationId: OrganisationId,
  { kind, makerKey }: Omit<ListKey, 'headersSha256'>,
): Promise<AcceptedColumns<string>[]> {
  const { rows } = await sql<AcceptedColumns<string>>`
    select headers, fields
    from list_columns
    where kind = ${kind} and maker_key = ${makerKey} and valid_to = 'infinity'
    order by owner = ${organisationId} desc, list_columns_id desc
    limit ${mostTried}`.execute(trx.query)
  return rows
}

/** Keeps the columns that a person accepted; what was accepted before for the same headers is closed. */
export async function keepAcceptedColumns(
  trx: Transaction,
  owner: OrganisationId,
  { kind, makerKey, headersSha256, headers, fields }: ListKey & AcceptedColumns<string>,
): Promise<void> {
  await sql`
    update list_columns set valid_to = now()
    where owner = ${owner} and kind = ${kind} and maker_key = ${makerKey} and headers_sha256 = ${headersSha256}
      and valid_to = 'infinity' and fields is distinct from ${fields}::text[]`.execute(trx.query)
  await sql`
    insert into list_columns (owner, kind, maker_key, headers_sha256, headers, fields)
    values (${owner}, ${kind}, ${makerKey}, ${headersSha256}, ${headers.map(storable)}::text[], ${fields}::text[])
    on conflict do nothing`.execute(trx.query)
}

/** Columns that were accepted, with the lists they hold for. */
export interface AcceptedRow extends AcceptedColumns<string> {
  readonly kind: ListKind
  readonly listColumnsId: number
  readonly makerKey: string
  readonly isOwn: boolean
  readonly since: string
}

const mostListed = 1000

/** What is remembered of columns, the newest first, at most 1,000. */
export async function listAcceptedColumns(trx: Transaction, organisationId: OrganisationId): Promise<AcceptedRow[]> {
  const { rows } = await sql<AcceptedRow>`
    select list_columns_id as "listColumnsId", kind, maker_key as "makerKey", headers, fields, owner = ${organisationId} as "isOwn", valid_from as since
    from list_columns
    where valid_to = 'infinity'
    order by list_columns_id desc
    limit ${mostListed}`.execute(trx.query)
  return rows
}

/** Forgets columns of this organisation's own; false when it has none of this id. */
export async function forgetAcceptedColumns(
  trx: Transaction,
  owner: OrganisationId,
  listColumnsId: number,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update list_columns set valid_to = now()
    where list_columns_id = ${listColumnsId} and owner = ${owner} and valid_to = 'infinity'`.execute(trx.query)
  return numAffectedRows === 1n
}

/** The identities, in hex, of the components that a stored SBOM lists, in its order. */
export async function identitiesOfSbom(trx: Transaction, sbomId: SbomId): Promise<string[]> {
  const { rows } = await sql<{ hex: string }>`
    select encode(identity, 'hex') as hex
    from sbom_component join component using (component_id)
    where sbom_id = ${sbomId}
    order by ordinal`.execute(trx.query)
  return rows.map(({ hex }) => hex)
}

/** Closes SBOMs whose document was read anew. */
export async function retireSboms(trx: Transaction, sbomIds: readonly SbomId[]): Promise<void> {
  await sql`update sbom set valid_to = now() where sbom_id = any(${sbomIds}::integer[]) and valid_to = 'infinity'`.execute(
    trx.query,
  )
}

/** One document by its old and its new reading. */
export interface Reread {
  readonly from: SbomId
  readonly to: SbomId
}

/** What the old reading of a document described, the new one describes. */
export async function inheritModelVersions(trx: Transaction, pairs: readonly Reread[]): Promise<void> {
  await sql`
    insert into sbom_target (sbom_id, model_version_id)
    select new_id, model_version_id
    from unnest(${pairs.map(({ from }) => from)}::integer[], ${pairs.map(({ to }) => to)}::integer[]) as pair (old_id, new_id)
    join sbom_target on sbom_target.sbom_id = old_id
    order by 1, 2
    on conflict do nothing`.execute(trx.query)
}

/** The same for single devices, which belong to the fleet. */
export async function inheritDevices(
  trx: Transaction,
  organisationId: OrganisationId,
  pairs: readonly Reread[],
): Promise<void> {
  await sql`
    insert into device_sbom (organisation_id, device_id, sbom_id)
    select organisation_id, device_id, new_id
    from unnest(${pairs.map(({ from }) => from)}::integer[], ${pairs.map(({ to }) => to)}::integer[]) as pair (old_id, new_id)
    join device_sbom on device_sbom.sbom_id = old_id
    where organisation_id = ${organisationId}
    on conflict do nothing`.execute(trx.query)
}
