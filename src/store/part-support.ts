import { sql } from 'kysely'
import type { ComponentType, Doubt, PackageKey } from '../model/index.ts'
import type { DeviceJudged } from './device-flaws.ts'
import type { CycleRow } from './lifecycles.ts'
import { sbomIdsOfDevice } from './sbom-list.ts'
import type { Transaction } from './transaction.ts'
import { alive } from './vulnerabilities.ts'

/** More lines of releases than endoflife.date follows. */
const mostCycles = 200_000
/** More parts than the largest device lists. */
const mostParts = 500_000

/** All that is known of the support of products, now or as it was known then (ISO 8601). */
export async function cyclesThen(trx: Transaction, asOf: string | undefined): Promise<CycleRow[]> {
  const { rows } = await sql<CycleRow>`
    select product, title, category, purls, cpes, cycle, label, released_on::text as "releasedOn", long_term as "isLongTerm",
      active_ends::text as "activeEnds", security_ends::text as "securityEnds", extended_ends::text as "extendedEnds", latest
    from release_cycle cycle join product_lifecycle told using (product)
    where ${alive('cycle', asOf)} and ${alive('told', asOf)}
    order by product collate "C", cycle collate "C"
    limit ${mostCycles}`.execute(trx.query)
  return rows
}

/** A part that something is known of, with the keys that it is looked up under. */
export interface KeyedPartRow {
  readonly componentId: number
  readonly type: ComponentType
  readonly group: string | null
  readonly name: string
  readonly version: string | null
  readonly purls: readonly string[]
  readonly cpes: readonly string[]
  readonly keys: readonly { readonly key: PackageKey; readonly doubt: Doubt | null }[]
}

/** A part of a device, and what its SBOM states of its support. */
export interface DevicePartRow extends KeyedPartRow {
  readonly endOfSupport: string | null
  readonly sbomId: number
}

export const partColumns = sql`component.type, component.group_name as "group", component.name, component.version, component.purls, component.cpes`

/** The deployed parts of a device's live SBOMs with those of their keys that name a product (or a package of a distribution). */
export async function partsOfDevice(
  trx: Transaction,
  device: DeviceJudged,
  keys: readonly PackageKey[],
): Promise<DevicePartRow[]> {
  const { rows } = await sql<Omit<DevicePartRow, 'keys'>>`
    with listed as materialized (
      select line.component_id, end_of_support, min(line.sbom_id) as sbom_id
      from readable_sbom_component line
      join ${sbomIdsOfDevice(device)} as own using (sbom_id)
      join readable_sbom sbom using (sbom_id)
      where sbom.valid_to = 'infinity' and line.deployed
      group by line.component_id, end_of_support
    )
    select component_id as "componentId", end_of_support as "endOfSupport", sbom_id as "sbomId", ${partColumns}
    from listed join readable_component component using (component_id)
    order by component_id, end_of_support, sbom_id
    limit ${mostParts}`.execute(trx.query)
  return withKeys(trx, rows, keys)
}

/** Parts with those of their keys that are asked for, or that are packages of distributions; each key is looked up once. */
export async function withKeys<Row extends { readonly componentId: number }>(
  trx: Transaction,
  parts: readonly Row[],
  keys: readonly PackageKey[],
): Promise<(Row & Pick<KeyedPartRow, 'keys'>)[]> {
  const componentIds = [...new Set(parts.map(({ componentId }) => componentId))]
  const { rows } = await sql<KeyedPartRow['keys'][number] & { readonly componentId: number }>`
    select component_id as "componentId", package_key.key, key.doubt
    from keys_of(${componentIds}::integer[]) as key join package_key using (key_id)
    where package_key.packaged or package_key.key = any(${keys}::text[])
    order by component_id, package_key.key, key.doubt`.execute(trx.query)
  const byComponent = Map.groupBy(rows, ({ componentId }) => componentId)
  return parts.map((part) => ({
    ...part,
    keys: (byComponent.get(part.componentId) ?? []).map(({ key, doubt }) => ({ key, doubt })),
  }))
}

/** The day it is, by the clock of the database (UTC, ISO 8601). */
export async function dayNow(trx: Transaction): Promise<string> {
  const { rows } = await sql<{ day: string }>`select (now() at time zone 'UTC')::date::text as day`.execute(trx.query)
  return rows[0]?.day ?? ''
}
