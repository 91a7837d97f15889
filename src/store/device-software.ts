import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Slice } from '../model/index.ts'
import { weighedFlaws } from './device-flaws.ts'
import type { DeviceJudged } from './device-flaws.ts'
import { comesAfter, inOrderOf } from './keyset.ts'
import type { OrderedBy } from './keyset.ts'
import { sbomIdsOfDevice } from './sbom-list.ts'
import type { Transaction } from './transaction.ts'

/** A line of an SBOM of a device. */
export interface SoftwareRow {
  readonly sbomId: number
  readonly ordinal: number
  readonly parent: number | null
  readonly componentId: number
  readonly component: {
    readonly name: string
    readonly group: string | null
    readonly version: string | null
    readonly purl: string | null
    readonly cpe: string | null
  }
  readonly type: string
  readonly supplier: string | null
  readonly deployed: boolean
  readonly licences: readonly string[]
  readonly endOfSupport: string | null
  /** The component that it is judged as, and whether it is judged at all: others than what is written where corrections say so. */
  readonly judgedId: number
  readonly judgedDeployed: boolean
  readonly corrections: readonly number[] | null
}

const order: readonly OrderedBy[] = [
  { by: sql`sbom_id`, type: 'integer' },
  { by: sql`ordinal`, type: 'integer' },
]

/** The lines of a device's live SBOMs, SBOM after SBOM, each in the order of its document. */
export async function sliceOfSoftware(
  trx: Transaction,
  device: DeviceJudged,
  { limit, after }: Slice,
): Promise<SoftwareRow[]> {
  const { rows } = await sql<SoftwareRow>`
    select sbom_id as "sbomId", ordinal, parent_ordinal as parent, component_id as "componentId", type, supplier, deployed, licences,
      json_build_object('name', name, 'version', version, 'group', group_name, 'purl', purls[1], 'cpe', cpes[1]) as component,
      end_of_support as "endOfSupport", judged_id as "judgedId", judged_deployed as "judgedDeployed", corrections
    from readable_line line
    where sbom_id in (${liveSboms(device)}) and ${comesAfter(order, after)}
    order by ${inOrderOf(order)}
    limit ${limit}`.execute(trx.query)
  return rows
}

function liveSboms(device: DeviceJudged): RawBuilder<unknown> {
  return sql`select sbom_id from ${sbomIdsOfDevice(device)} as own join readable_sbom using (sbom_id) where valid_to = 'infinity'`
}

/** How many flaws each of these components has, or may have, in this device; one that is not named has none. */
export async function countFlawsOf(
  trx: Transaction,
  device: DeviceJudged,
  components: readonly number[],
): Promise<Map<number, { affected: number; unknown: number }>> {
  const { rows } = await sql<{ componentId: number; affected: number; unknown: number }>`
    with ${weighedFlaws(device, components)}
    select component_id as "componentId", count(*) filter (where truth = 2)::integer as affected,
      count(*) filter (where truth = 1)::integer as unknown
    from (select flaw, component_id, max(truth) as truth from weighed group by flaw, component_id) as judged
    group by component_id`.execute(trx.query)
  return new Map(rows.map(({ componentId, ...counts }) => [componentId, counts]))
}
