import { sql } from 'kysely'
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
  /** The corrections that say so, in order. */
  readonly corrections: readonly number[]
}

/** Those of some components, as they are written, that the organisation of the transaction judges as something else. */
export async function judgedInstead(
  trx: Transaction,
  componentIds: readonly number[],
): Promise<Map<number, JudgedInstead>> {
  const { rows: any } = await sql`select from acting_correction limit 1`.execute(trx.query)
  if (any.length === 0 || componentIds.length === 0) return new Map()
  const { rows } = await sql<JudgedInstead>`
    select acting.component_id as "componentId", acting.corrections,
      case when acting.corrected_id is not null
        then json_build_object('name', component.name, 'version', component.version, 'purls', component.purls, 'cpes', component.cpes)
      end as instead
    from acting_correction acting
    left join readable_component component on component.component_id = acting.corrected_id
    where acting.component_id = any(${componentIds}::integer[])`.execute(trx.query)
  return new Map(rows.map((row) => [row.componentId, row]))
}
