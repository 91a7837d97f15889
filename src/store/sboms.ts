import { sql } from 'kysely'
import type { OrganisationId, Sbom, SbomId } from '../model/index.ts'
import { copyRows, storable, toJson } from './copy.ts'
import type { CopyValue } from './copy.ts'
import { addReaders } from './readers.ts'
import type { Transaction } from './transaction.ts'

/** A read SBOM ready to be stored, with the stored id of each of its components (in the order of `sbom.components`). */
export interface SbomToStore {
  readonly owner: OrganisationId
  readonly sbom: Sbom
  readonly bytes: Uint8Array
  readonly sha256: Uint8Array
  readonly fileName: string | undefined
  readonly complete: boolean
  readonly describesOperatingSystem: boolean
  readonly describesFirmware: boolean
  readonly statesSources: boolean
  /** Digest algorithms that every component carries. */
  readonly hashedWith: readonly string[]
  readonly componentIds: readonly number[]
}

/** The live SBOM of this owner with this very content, if there is one. Until the transaction ends nobody else adds it. */
export async function findSbom(
  trx: Transaction,
  owner: OrganisationId,
  sha256: Uint8Array,
): Promise<SbomId | undefined> {
  const lock = `${owner} ${Buffer.from(sha256).toString('hex')}`
  await sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`.execute(trx.query)
  const { rows } = await sql<{ sbom_id: SbomId }>`
    select sbom_id from sbom where owner = ${owner} and sha256 = ${Buffer.from(sha256)} and valid_to = 'infinity'`.execute(
    trx.query,
  )
  return rows[0]?.sbom_id
}

/** Stores an SBOM: the document as it came, its lines in order, its relations, and the postings by which its components find it. */
export async function addSbom(trx: Transaction, each: SbomToStore): Promise<SbomId> {
  const { sbom } = each
  const ordinals = new Map(sbom.components.map((component, ordinal) => [component.ref, ordinal]))
  const { rows } = await sql<{ sbom_id: SbomId }>`
    insert into sbom (owner, sha256, bytes, file_name, format, spec_version, encoding, document_id, stated_at, root_ordinal, complete,
      describes_operating_system, describes_firmware, states_sources, hashed_with, component_count, problems)
    values (${each.owner}, ${Buffer.from(each.sha256)}, ${Buffer.from(each.bytes)}, ${textOf(each.fileName)}, ${sbom.format.name},
      ${storable(sbom.format.version)}, ${sbom.format.encoding}, ${textOf(sbom.documentId)}, ${textOf(sbom.createdAt)},
      ${sbom.root === undefined ? null : (ordinals.get(sbom.root) ?? null)}, ${each.complete}, ${each.describesOperatingSystem},
      ${each.describesFirmware}, ${each.statesSources}, ${[...each.hashedWith]}, ${sbom.components.length}, ${toJson(sbom.problems)}::jsonb)
    returning sbom_id`.execute(trx.query)
  const [stored] = rows
  if (stored === undefined) throw new Error('inserting an SBOM returned no row')
  await addLines(trx, stored.sbom_id, each, ordinals)
  return stored.sbom_id
}

async function addLines(
  trx: Transaction,
  sbomId: SbomId,
  { sbom, componentIds }: SbomToStore,
  ordinals: ReadonlyMap<string, number>,
): Promise<void> {
  const lines = sbom.components.map((component, ordinal): CopyValue[] => [
    sbomId,
    ordinal,
    componentIds[ordinal],
    component.ref,
    component.parent === undefined ? null : ordinals.get(component.parent),
    component.deployed,
    component.licences,
    component.description,
    component.endOfSupport,
  ])
  const columns = [
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
  await copyRows(trx, 'sbom_component', columns, lines)
  const relations = sbom.relations.flatMap(({ from, to, kind, label }): CopyValue[][] => {
    const [fromOrdinal, toOrdinal] = [ordinals.get(from), ordinals.get(to)]
    return fromOrdinal === undefined || toOrdinal === undefined ? [] : [[sbomId, fromOrdinal, toOrdinal, kind, label]]
  })
  await copyRows(trx, 'sbom_relation', ['sbom_id', 'from_ordinal', 'to_ordinal', 'kind', 'label'], relations)
  await sql`
    insert into component_sbom (component_id, bucket, sbom_ids)
    select distinct component_id, ${sbomId}::integer / 1024, array[${sbomId}::integer]
    from sbom_component
    where sbom_id = ${sbomId} and deployed
    order by component_id
    on conflict (component_id, bucket) do update set sbom_ids = component_sbom.sbom_ids || excluded.sbom_ids`.execute(
    trx.query,
  )
  await addReaders(trx, sbomId)
}

/** Says which model version an SBOM describes. Saying it twice changes nothing; returns whether it was new. */
export async function attachToModelVersion(trx: Transaction, sbomId: SbomId, modelVersionId: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into sbom_target (sbom_id, model_version_id) values (${sbomId}, ${modelVersionId}) on conflict do nothing`.execute(
    trx.query,
  )
  return numAffectedRows === 1n
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

/** How many devices in scope are of a model version. */
export async function countDevices(
  trx: Transaction,
  organisationId: OrganisationId,
  modelVersionId: number,
): Promise<number> {
  const { rows } = await sql<{ devices: number }>`
    select coalesce(sum(devices), 0)::integer as devices
    from device_count
    where organisation_id = ${organisationId} and model_version_id = ${modelVersionId} and scope = 'inScope'`.execute(
    trx.query,
  )
  return rows[0]?.devices ?? 0
}

function textOf(text: string | undefined): string | null {
  return text === undefined ? null : storable(text)
}
