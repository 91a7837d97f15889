import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { DeviceId, OrganisationId, Problem, Sbom, SbomId, SignatureShown, Slice } from '../model/index.ts'
import { shownOfSbom } from './describe.ts'
import type { ModelVersionNames } from './describe.ts'
import { modelNames } from './model-list.ts'
import { stateOfSbom } from './sbom-signatures.ts'
import type { Transaction } from './transaction.ts'

/** An SBOM with how much is in it. */
export interface SbomRow {
  readonly sbomId: SbomId
  readonly fileName: string | null
  readonly sha256: string
  readonly format: string
  readonly addedAt: string
  readonly complete: boolean
  readonly components: number
  readonly problems: number
  readonly signature: SignatureShown
  /** When it was taken back. */
  readonly retiredAt: string | null
  readonly retiredBecause: string | null
  /** The SBOM that took its place. */
  readonly replacedBy: number | null
}

const shown = sql`${shownOfSbom}, complete, component_count as components, jsonb_array_length(problems) as problems,
  ${stateOfSbom(sql`readable_sbom.sbom_id`)} as signature,
  case when valid_to < 'infinity' then valid_to end as "retiredAt", retired_because as "retiredBecause", replaced_by as "replacedBy"`
/** Which SBOMs are asked for: those in force, or all; of one model version, or of any. */
export interface SbomsAsked {
  readonly alsoRetired: boolean
  readonly modelVersionId: number | undefined
}

/** The SBOMs that the organisation may read, newest first. The place of one is its id. */
export async function sliceOfSboms(
  trx: Transaction,
  { limit, after }: Slice,
  { alsoRetired, modelVersionId }: SbomsAsked,
): Promise<SbomRow[]> {
  const isOf =
    modelVersionId === undefined
      ? sql`true`
      : sql`sbom_id in (select sbom_id from readable_sbom_target where model_version_id = ${modelVersionId})`
  const { rows } = await sql<SbomRow>`
    select ${shown}
    from readable_sbom
    where ${alsoRetired ? sql`true` : sql`valid_to = 'infinity'`} and ${isOf} and ${after === undefined ? sql`true` : sql`sbom_id < ${after[0]}::integer`}
    order by sbom_id desc
    limit ${limit}`.execute(trx.query)
  return rows
}

/** An SBOM that the organisation may read, also one that is no longer live. */
export async function findSbomById(trx: Transaction, sbomId: number): Promise<SbomRow | undefined> {
  const { rows } = await sql<SbomRow>`select ${shown} from readable_sbom where sbom_id = ${sbomId}`.execute(trx.query)
  return rows[0]
}

/** The reader lists a thousand, and one that counts the rest. */
const mostProblems = 1001

/** What the reader could not keep of an SBOM or doubts, in the order of the document. */
export async function problemsOfSbom(trx: Transaction, sbomId: SbomId): Promise<Problem[]> {
  const { rows } = await sql<{ problem: Problem }>`
    select problem
    from readable_sbom cross join lateral jsonb_array_elements(problems) with ordinality as each (problem, position)
    where sbom_id = ${sbomId}
    order by position
    limit ${mostProblems}`.execute(trx.query)
  return rows.map((row) => row.problem)
}

const mostDescribed = 1000

/** The model versions that an SBOM describes, at most 1,000. */
export async function describedBy(
  trx: Transaction,
  organisationId: OrganisationId,
  sbomId: SbomId,
): Promise<ModelVersionNames[]> {
  const { rows } = await sql<ModelVersionNames>`
    select model_version_id as "modelVersionId", maker, model, version
    from readable_sbom_target target join ${modelNames(organisationId, sql`select model_version_id from readable_sbom_target where sbom_id = ${sbomId}`)} as named
      using (model_version_id)
    where target.sbom_id = ${sbomId}
    order by maker, model, version, model_version_id
    limit ${mostDescribed}`.execute(trx.query)
  return rows
}

/** The facts of an SBOM as a file. */
export interface SbomFile {
  readonly sbomId: SbomId
  /** Hex. */
  readonly sha256: string
  readonly fileName: string | null
  readonly format: Sbom['format']['name']
  readonly encoding: Sbom['format']['encoding']
  readonly sizeBytes: number
}

/** What is to be known of an SBOM's file before its bytes. */
export async function fileOfSbom(trx: Transaction, sbomId: number): Promise<SbomFile | undefined> {
  const { rows } = await sql<SbomFile>`
    select sbom_id as "sbomId", encode(sha256, 'hex') as sha256, file_name as "fileName", format, encoding, octet_length(bytes) as "sizeBytes"
    from readable_sbom
    where sbom_id = ${sbomId}`.execute(trx.query)
  return rows[0]
}

/** Bytes of an SBOM as it came, from an offset on. */
export async function bytesOfSbom(
  trx: Transaction,
  sbomId: SbomId,
  { offset, length }: { readonly offset: number; readonly length: number },
): Promise<Buffer> {
  const { rows } = await sql<{ bytes: Buffer }>`
    select substring(bytes from ${offset + 1}::integer for ${length}::integer) as bytes from readable_sbom where sbom_id = ${sbomId}`.execute(
    trx.query,
  )
  return rows[0]?.bytes ?? Buffer.alloc(0)
}

/** An SBOM of a device, and whether it describes its model version or the device alone. */
export interface SbomOfDevice extends SbomRow {
  readonly of: 'modelVersion' | 'device'
}

interface DeviceBySboms {
  readonly organisationId: OrganisationId
  readonly deviceId: DeviceId
  readonly modelVersionIds: readonly number[]
}

/** The live SBOMs that a device is judged by: those of the device alone first, then by age. */
export async function sbomsOfDevice(trx: Transaction, device: DeviceBySboms): Promise<SbomOfDevice[]> {
  const { rows } = await sql<SbomOfDevice>`
    select ${shown}, of
    from ${sbomIdsOfDevice(device)} as described join readable_sbom using (sbom_id)
    where valid_to = 'infinity'
    order by of, sbom_id`.execute(trx.query)
  return rows
}

/** `(sbom_id, of)`: each SBOM of a device once, live or not. */
export function sbomIdsOfDevice({ organisationId, deviceId, modelVersionIds }: DeviceBySboms): RawBuilder<unknown> {
  return sql`(
    select sbom_id, min(of) as of
    from (
      select sbom_id, 'device' as of from device_sbom where organisation_id = ${organisationId} and device_id = ${deviceId}
      union all
      select sbom_id, 'modelVersion' from readable_sbom_target where model_version_id = any(${modelVersionIds}::integer[])
    ) as each
    group by sbom_id
  )`
}
