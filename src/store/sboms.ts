import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { OrganisationId, Sbom, SbomFacts, SbomId } from '../model/index.ts'
import { copyRows, toJson } from './copy.ts'
import type { CopyValue } from './copy.ts'
import { judgedCounts } from './judged-devices.ts'
import { addPostings } from './postings.ts'
import type { Transaction } from './transaction.ts'

/** A read SBOM ready to be stored, with the stored id of each of its components (in the order of `sbom.components`). */
export interface SbomToStore extends SbomFacts {
  readonly owner: OrganisationId
  readonly sbom: Sbom
  readonly bytes: Uint8Array
  readonly sha256: Uint8Array
  readonly fileName: string | undefined
  readonly componentIds: readonly number[]
}

/**
 * The live SBOMs of this owner with this very content, by the hex of their digests. Until the transaction ends nobody else adds these; locks
 * are taken in one order for all, so that nobody waits in a circle.
 */
export async function findSboms(
  trx: Transaction,
  owner: OrganisationId,
  digests: readonly Uint8Array[],
): Promise<Map<string, SbomId>> {
  const hexes = digests.map(toHex).sort()
  await sql`
    select pg_advisory_xact_lock(hashtextextended(content, 0))
    from (select ${owner} || ' ' || hex as content from unnest(${hexes}::text[]) as asked (hex) order by hex) as contents`.execute(
    trx.query,
  )
  const { rows } = await sql<{ sbomId: SbomId; hex: string }>`
    select sbom_id as "sbomId", encode(sha256, 'hex') as hex
    from sbom
    where owner = ${owner} and valid_to = 'infinity'
      and sha256 = any(array(select decode(hex, 'hex') from unnest(${hexes}::text[]) as asked (hex)))`.execute(
    trx.query,
  )
  return new Map(rows.map(({ hex, sbomId }) => [hex, sbomId]))
}

/**
 * Stores SBOMs of different content: each document as it came, its lines in order, its relations, and the postings by which its components
 * find it. Returns their ids in the order given.
 */
export async function addSboms(trx: Transaction, sboms: readonly SbomToStore[]): Promise<SbomId[]> {
  if (sboms.length === 0) return []
  const ids = await insertDocuments(trx, sboms)
  const numbered = sboms.map((each, index): NumberedSbom => {
    const sbomId = ids[index]
    if (sbomId === undefined) throw new Error('inserting SBOMs returned too few rows')
    return { ...each, sbomId, ordinals: ordinalsOf(each) }
  })
  await copyRows(trx, 'sbom_component', lineColumns, toLines(numbered))
  await copyRows(trx, 'sbom_relation', relationColumns, toRelations(numbered))
  await addPostings(trx, ids)
  return ids
}

type NumberedSbom = SbomToStore & { readonly sbomId: SbomId; readonly ordinals: ReadonlyMap<string, number> }

function ordinalsOf({ sbom }: SbomToStore): Map<string, number> {
  return new Map(sbom.components.map((component, ordinal) => [component.ref, ordinal]))
}

async function insertDocuments(trx: Transaction, sboms: readonly SbomToStore[]): Promise<SbomId[]> {
  const { rows } = await sql<{ sbomId: SbomId; hex: string }>`
    insert into sbom (owner, sha256, bytes, file_name, format, spec_version, encoding, document_id, stated_at, root_ordinal, complete,
      describes_operating_system, describes_firmware, describes_hardware, states_sources, hashed_with, component_count, problems)
    select owner, sha256, bytes, file_name, format, spec_version, encoding, document_id, stated_at, root_ordinal, complete,
      describes_operating_system, describes_firmware, describes_hardware, states_sources, hashed_with, component_count, problems
    from json_to_recordset(${toJson(sboms.map(toDocumentRow))}::json) as header (
      place integer, owner uuid, file_name text, format text, spec_version text, encoding text, document_id text, stated_at text,
      root_ordinal integer, complete boolean, describes_operating_system boolean, describes_firmware boolean, describes_hardware boolean, states_sources boolean,
      hashed_with text[], component_count integer, problems jsonb
    )
    join (values ${sql.join(sboms.map(toDocument))}) as document (number, bytes, sha256) on number = place
    order by place
    returning sbom_id as "sbomId", encode(sha256, 'hex') as hex`.execute(trx.query)
  const ids = new Map(rows.map(({ hex, sbomId }) => [hex, sbomId]))
  return sboms.flatMap((each) => ids.get(toHex(each.sha256)) ?? [])
}

/** Each document is a parameter of its own, so that it goes over as bytes and not twice as long as text. */
function toDocument({ bytes, sha256 }: SbomToStore, index: number): RawBuilder<unknown> {
  return sql`(${index + 1}::integer, ${asBuffer(bytes)}::bytea, ${asBuffer(sha256)}::bytea)`
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function toDocumentRow(each: SbomToStore, index: number) {
  const { sbom } = each
  const root = sbom.components.findIndex((component) => component.ref === sbom.root)
  return {
    place: index + 1,
    owner: each.owner,
    file_name: each.fileName,
    format: sbom.format.name,
    spec_version: sbom.format.version,
    encoding: sbom.format.encoding,
    document_id: sbom.documentId,
    stated_at: sbom.createdAt,
    root_ordinal: root === -1 ? undefined : root,
    complete: each.complete,
    describes_operating_system: each.describesOperatingSystem,
    describes_firmware: each.describesFirmware,
    describes_hardware: each.describesHardware,
    states_sources: each.statesSources,
    hashed_with: each.hashedWith,
    component_count: sbom.components.length,
    problems: sbom.problems,
  }
}

const lineColumns = [
  'sbom_id',
  'ordinal',
  'component_id',
  'ref',
  'parent_ordinal',
  'deployed',
  'licences',
  'description',
  'end_of_support',
]

function* toLines(sboms: readonly NumberedSbom[]): Generator<CopyValue[]> {
  for (const { sbomId, sbom, componentIds, ordinals } of sboms) {
    for (const [ordinal, component] of sbom.components.entries()) {
      const parent = component.parent === undefined ? null : ordinals.get(component.parent)
      const { ref, deployed, licences, description, endOfSupport } = component
      yield [sbomId, ordinal, componentIds[ordinal], ref, parent, deployed, licences, description, endOfSupport]
    }
  }
}

const relationColumns = ['sbom_id', 'from_ordinal', 'to_ordinal', 'kind', 'label']

function* toRelations(sboms: readonly NumberedSbom[]): Generator<CopyValue[]> {
  for (const { sbomId, sbom, ordinals } of sboms) {
    for (const { from, to, kind, label } of sbom.relations) {
      const [fromOrdinal, toOrdinal] = [ordinals.get(from), ordinals.get(to)]
      if (fromOrdinal !== undefined && toOrdinal !== undefined) yield [sbomId, fromOrdinal, toOrdinal, kind, label]
    }
  }
}

/** Which model version an SBOM describes. */
export interface Described {
  readonly sbomId: SbomId
  readonly modelVersionId: number
}

/** Says which model versions SBOMs describe. Saying it twice changes nothing; returns those that were new. */
export async function attachToModelVersions(trx: Transaction, described: readonly Described[]): Promise<Described[]> {
  const { rows } = await sql<Described>`
    insert into sbom_target (sbom_id, model_version_id)
    select * from unnest(${described.map((each) => each.sbomId)}::integer[], ${described.map((each) => each.modelVersionId)}::integer[])
    order by 1, 2
    on conflict do nothing
    returning sbom_id as "sbomId", model_version_id as "modelVersionId"`.execute(trx.query)
  return rows
}

/** Says that an SBOM describes one device alone. `noDevice`: the organisation has none of this id, and nothing was done. */
export async function attachToDevice(
  trx: Transaction,
  organisationId: OrganisationId,
  deviceId: string,
  sbomId: SbomId,
): Promise<'new' | 'known' | 'noDevice'> {
  const { rows } = await sql<{ some: boolean }>`
    select exists (select from device where organisation_id = ${organisationId} and device_id = ${deviceId}) as some`.execute(
    trx.query,
  )
  if (rows[0]?.some !== true) return 'noDevice'
  const { numAffectedRows } = await sql`
    insert into device_sbom (organisation_id, device_id, sbom_id) values (${organisationId}, ${deviceId}, ${sbomId})
    on conflict do nothing`.execute(trx.query)
  return numAffectedRows === 1n ? 'new' : 'known'
}

/** How many devices in scope are judged by each model version; one that has none is absent. */
export async function countDevices(
  trx: Transaction,
  organisationId: OrganisationId,
  modelVersionIds: readonly number[],
): Promise<Map<number, number>> {
  const { rows } = await sql<{ modelVersionId: number; devices: number }>`
    select model_version_id as "modelVersionId", devices
    from ${judgedCounts(organisationId, sql`select unnest(${modelVersionIds}::integer[])`)} as counted`.execute(
    trx.query,
  )
  return new Map(rows.map(({ modelVersionId, devices }) => [modelVersionId, devices]))
}

function toHex(bytes: Uint8Array): string {
  return asBuffer(bytes).toString('hex')
}
