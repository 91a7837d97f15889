import { sql } from 'kysely'
import type { SbomHeader } from '../model/index.ts'
import { devicesOf } from './fleet.ts'
import type { FleetFilter } from './fleet.ts'
import { rowsByKeptPlan } from './kept-plan.ts'
import type { Transaction } from './transaction.ts'

export interface ModelVersionNames {
  readonly modelVersionId: number
  readonly maker: string
  readonly model: string
  readonly version: string | null
}

/**
 * Names of model versions of a fleet, by id, as its own list spells them: as its first device has them. An organisation that keeps counts and
 * no devices is told the names that they were first written by.
 */
export async function namesOfModelVersions(
  trx: Transaction,
  fleet: FleetFilter,
  ids: readonly number[],
): Promise<Map<number, ModelVersionNames>> {
  const asked = ids.filter((id) => id !== 0)
  if (asked.length === 0) return new Map()
  const { rows } = await sql<ModelVersionNames>`
    select asked.model_version_id as "modelVersionId", device.maker, device.model, device.software_version as version
    from unnest(${asked}::integer[]) as asked (model_version_id)
    cross join lateral (
      select maker, model, software_version
      from ${devicesOf(fleet)} as device
      where device.model_version_id = asked.model_version_id
      order by device_id
      limit 1
    ) as device`.execute(trx.query)
  const names = new Map(rows.map((row) => [row.modelVersionId, row]))
  const others = asked.filter((id) => !names.has(id))
  if (others.length === 0) return names
  // One by one (`limit 1`): together they would be held against all model versions of the fleet.
  const statement = sql<ModelVersionNames>`
    select model_version_id::integer as "modelVersionId", maker::text, model::text, version::text
    from unnest(${others}::integer[]) as asked (id)
    cross join lateral (select * from readable_model_version where model_version_id = asked.id limit 1) as named`
  const written = await rowsByKeptPlan(trx, statement)
  return new Map([...names, ...written.map((row) => [row.modelVersionId, row] as const)])
}

/** The columns of an SBOM's header, of a relation like `sbom`. */
export const shownOfSbom = sql`sbom_id as "sbomId", file_name as "fileName", encode(sha256, 'hex') as sha256,
  rtrim(format || ' ' || spec_version) as format, valid_from as "addedAt"`

/** What to show of SBOMs, by id; only those the organisation may read. */
export async function headersOfSboms(trx: Transaction, ids: readonly number[]): Promise<Map<number, SbomHeader>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{
    sbomId: number
    fileName: string | null
    sha256: string
    format: string
    addedAt: string
  }>`
    select ${shownOfSbom}
    from readable_sbom
    where sbom_id = any(${ids}::integer[])`.execute(trx.query)
  return new Map(rows.map(({ fileName, ...row }) => [row.sbomId, fileName === null ? row : { ...row, fileName }]))
}
