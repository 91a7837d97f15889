import { sql } from 'kysely'
import { ofDevices } from './correction-reach.ts'
import type { Transaction } from './transaction.ts'

/** What an organisation judges in the place of a component that is written. */
export interface JudgedInstead {
  readonly componentId: number
  /** Null: it is not on the device. */
  readonly instead: {
    readonly name: string
    readonly version: string | null
    readonly purls: readonly string[]
    readonly cpes: readonly string[]
  } | null
  /** In these SBOMs alone; null: in all. */
  readonly sbomIds: readonly number[] | null
  /** The corrections that say so, in order. */
  readonly corrections: readonly number[]
}

/** Those of some components, as they are written, that the organisation of the transaction judges as something else. */
export async function judgedInstead(trx: Transaction, componentIds: readonly number[]): Promise<JudgedInstead[]> {
  const { rows: any } = await sql`select from acting_correction limit 1`.execute(trx.query)
  if (any.length === 0 || componentIds.length === 0) return []
  const { rows } = await sql<JudgedInstead>`
    select acting.component_id as "componentId", acting.corrections, acting.sbom_ids as "sbomIds",
      case when acting.corrected_id is not null
        then json_build_object('name', component.name, 'version', component.version, 'purls', component.purls, 'cpes', component.cpes)
      end as instead
    from acting_correction acting
    left join readable_component component on component.component_id = acting.corrected_id
    where acting.component_id = any(${componentIds}::integer[])
    order by acting.component_id, acting.corrections`.execute(trx.query)
  return rows
}

/** Live corrections that hold for some devices alone and act in each of these SBOMs. */
export async function correctionsOfDevices(trx: Transaction, sbomIds: readonly number[]): Promise<number[]> {
  if (sbomIds.length === 0) return []
  const { rows } = await sql<{ correctionId: number }>`
    select rule.correction_id as "correctionId"
    from correction rule
    where rule.valid_to = 'infinity' and rule.of_maker_key is not null
      and not exists (
        select from unnest(${sbomIds}::integer[]) as sbom (sbom_id) where not ${ofDevices(sql`rule`)}
      )
    order by rule.correction_id
    limit 100000`.execute(trx.query)
  return rows.map(({ correctionId }) => correctionId)
}
