import { sql } from 'kysely'
import type { Configuration, ConfigurationId, Layer, Operand, Truth } from '../model/index.ts'
import { truthOfOperand } from './conditions.ts'
import { placesOf } from './postings.ts'
import type { PlacesRow } from './postings.ts'
import type { Transaction } from './transaction.ts'

/** Configurations made ready to be settled for a whole fleet. */
export interface Configurations {
  readonly configurations: readonly Configuration[]
  readonly operands: readonly Operand[]
}

interface OperandRow extends PlacesRow {
  readonly operand: number
  readonly layer: Layer
  readonly truth: Truth | null
}

interface NodeRow extends ConfigurationId {
  readonly operator: 'AND' | 'OR'
  readonly negate: boolean
  readonly nodeOperator: 'AND' | 'OR'
  readonly nodeNegate: boolean
  readonly operands: readonly number[]
}

/** Reads configurations, and where components stand that may be meant by their sides: as `listingsOf` does, by bits. */
export async function configurationsOf(trx: Transaction, ids: readonly ConfigurationId[]): Promise<Configurations> {
  if (ids.length === 0) return { configurations: [], operands: [] }
  const { rows } = await sql<{ nodes: readonly NodeRow[]; operands: readonly OperandRow[] }>`
    with needed as (
      select *
      from unnest(${ids.map(({ advisoryId }) => advisoryId)}::integer[], ${ids.map(({ condition }) => condition)}::integer[])
        as each (advisory_id, condition)
    ),
    operand as materialized (
      select dense_rank() over (order by key_id, kind, scheme, shape, lo, hi, attributes, vulnerable) as operand, condition_operand.*,
        package_key.layer, package_key.device_key, package_key.name_key
      from needed join condition_operand using (advisory_id, condition) join package_key using (key_id)
    ),
    side as materialized (
      select distinct on (operand) * from operand order by operand
    ),
    asked_key as materialized (
      select operand, key_id, false as by_name from side
      union all
      select operand, package_key.key_id, false from side join package_key on package_key.key = side.device_key
      union all
      select operand, package_key.key_id, true from side join package_key on package_key.key = side.name_key
    ),
    answering as materialized (
      select operand, by_name, key.*
      from keys_asked(array(select key_id from asked_key)) as key join asked_key using (key_id)
      where not by_name or key.scheme = 'natural'
    ),
    own_layer as materialized (
      select distinct each.component_id, package_key.layer
      from (select distinct component_id from answering where by_name) as each
      cross join lateral (select key_id from readable_component_key key where key.component_id = each.component_id) as own
      join package_key using (key_id)
      where package_key.key like 'cpe/%'
    ),
    operand_component as materialized (
      select operand, key.component_id, max(case when key.by_name then least(${truthOfOperand}, 1) else ${truthOfOperand} end) as truth
      from side as operand join answering key using (operand)
      where not key.by_name or not exists (
        select from own_layer where own_layer.component_id = key.component_id and own_layer.layer <> operand.layer
      )
      group by operand, key.component_id
    ),
    node as (
      select advisory_id as "advisoryId", condition, operator, negate, node_operator as "nodeOperator", node_negate as "nodeNegate",
        array_agg(operand order by operand) as operands
      from operand join condition using (advisory_id, condition)
      group by advisory_id, condition, operator, negate, node, node_operator, node_negate
    ),
    place as (
      select operand, truth, bucket, bit_or(sbom_bits)::text as bits, null::integer[] as "modelVersionIds"
      from operand_component join listing using (component_id)
      group by operand, truth, bucket
      union all
      select operand, truth, null, null, array_agg(model_version_id)
      from operand_component join own_model_version using (component_id)
      group by operand, truth
    ),
    met as (
      select side.operand, side.layer, place.truth, place.bucket, place.bits, place."modelVersionIds"
      from side left join place using (operand)
    )
    select coalesce((select json_agg(node) from node), '[]') as nodes, coalesce((select json_agg(met) from met), '[]') as operands`.execute(
    trx.query,
  )
  return { configurations: toConfigurations(rows[0]?.nodes ?? []), operands: toOperands(rows[0]?.operands ?? []) }
}

function toConfigurations(rows: readonly NodeRow[]): Configuration[] {
  const groups = Map.groupBy(rows, ({ advisoryId, condition }) => `${advisoryId} ${condition}`)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const { advisoryId, condition, operator, negate } = first
    const nodes = group.map((row) => ({ operator: row.nodeOperator, negate: row.nodeNegate, operands: row.operands }))
    return [{ advisoryId, condition, operator, negate, nodes }]
  })
}

function toOperands(rows: readonly OperandRow[]): Operand[] {
  return [...Map.groupBy(rows, ({ operand }) => operand).values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const met = [...Map.groupBy(group, ({ truth }) => truth)].flatMap(([truth, places]) =>
      truth === null ? [] : [{ truth, ...placesOf(places) }],
    )
    return [{ operand: first.operand, layer: first.layer, met }]
  })
}
