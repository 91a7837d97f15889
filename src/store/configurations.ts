import { sql } from 'kysely'
import type { Configuration, ConfigurationId, Layer, Operand, OperandPackage, Truth } from '../model/index.ts'
import { truthOfOperand } from './conditions.ts'
import { placesOf } from './postings.ts'
import type { PlacesRow } from './postings.ts'
import type { Transaction } from './transaction.ts'

/** Configurations made ready to be settled for a whole fleet. */
export interface Configurations {
  readonly configurations: readonly Configuration[]
  readonly operands: readonly Operand[]
  readonly packages: readonly OperandPackage[]
}

interface OperandRow extends PlacesRow {
  readonly operand: number
  readonly keyId: number
  readonly truth: Truth | null
}

interface PackageRow extends PlacesRow {
  readonly keyId: number
  readonly layer: Layer
}

interface NodeRow extends ConfigurationId {
  readonly operator: 'AND' | 'OR'
  readonly negate: boolean
  readonly nodeOperator: 'AND' | 'OR'
  readonly nodeNegate: boolean
  readonly operands: readonly number[]
}

interface Read {
  readonly nodes: readonly NodeRow[]
  readonly operands: readonly OperandRow[]
  readonly packages: readonly PackageRow[]
}

/** Reads configurations, and where components stand that may be meant by their sides: as `listingsOf` does, by bits. */
export async function configurationsOf(trx: Transaction, ids: readonly ConfigurationId[]): Promise<Configurations> {
  if (ids.length === 0) return { configurations: [], operands: [], packages: [] }
  const { rows } = await sql<Read>`
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
    package as materialized (
      select distinct key_id as asked_id, layer, device_key, name_key from side
    ),
    asked_key as materialized (
      select asked_id, asked_id as key_id, layer, false as by_name from package
      union all
      select asked_id, package_key.key_id, package.layer, false from package join package_key on package_key.key = package.device_key
      union all
      select asked_id, package_key.key_id, package.layer, true from package join package_key on package_key.key = package.name_key
    ),
    own_layer as materialized (
      select distinct each.component_id, package_key.layer
      from (select distinct component_id from keys_asked(array(select key_id from asked_key where by_name)) as key where scheme = 'natural') as each
      cross join lateral (select key_id from readable_component_key key where key.component_id = each.component_id) as own
      join package_key using (key_id)
      where package_key.key like 'cpe/%'
    ),
    answering as materialized (
      select asked_id, by_name, key.*
      from keys_asked(array(select key_id from asked_key)) as key join asked_key using (key_id)
      where not by_name or (key.scheme = 'natural' and not exists (
        select from own_layer where own_layer.component_id = key.component_id and own_layer.layer <> asked_key.layer
      ))
    ),
    operand_component as materialized (
      select operand, component_id, max(case when by_name then least(truth, 1) else truth end) as truth
      from (
        select operand.operand, key.component_id, key.by_name, ${truthOfOperand} as truth
        from side as operand join answering key on key.asked_id = operand.key_id
        where not (${isOutside})
      ) as each
      where truth > 0
      group by operand, component_id
    ),
    node as (
      select advisory_id as "advisoryId", condition, operator, negate, node_operator as "nodeOperator", node_negate as "nodeNegate",
        array_agg(operand order by operand) as operands
      from operand join condition using (advisory_id, condition)
      group by advisory_id, condition, operator, negate, node, node_operator, node_negate
    ),
    met as (
      select operand, truth, bucket, bit_or(sbom_bits)::text as bits, null::integer[] as "modelVersionIds"
      from operand_component join listing using (component_id)
      group by operand, truth, bucket
      union all
      select operand, truth, null, null, array_agg(model_version_id)
      from operand_component join own_model_version using (component_id)
      group by operand, truth
    ),
    listed as (
      select asked_id, bucket, bit_or(sbom_bits)::text as bits, null::integer[] as "modelVersionIds"
      from (select distinct asked_id, component_id from answering) as each join listing using (component_id)
      group by asked_id, bucket
      union all
      select asked_id, null, null, array_agg(model_version_id)
      from (select distinct asked_id, component_id from answering) as each join own_model_version using (component_id)
      group by asked_id
    )
    select coalesce((select json_agg(node) from node), '[]') as nodes,
      coalesce((
        select json_agg(json_build_object('operand', side.operand, 'keyId', key_id, 'truth', truth, 'bucket', bucket, 'bits', bits, 'modelVersionIds', "modelVersionIds"))
        from side left join met using (operand)
      ), '[]') as operands,
      coalesce((
        select json_agg(json_build_object('keyId', asked_id, 'layer', layer, 'bucket', bucket, 'bits', bits, 'modelVersionIds', "modelVersionIds"))
        from package left join listed using (asked_id)
      ), '[]') as packages`.execute(trx.query)
  const { nodes = [], operands = [], packages = [] } = rows[0] ?? {}
  return {
    configurations: toConfigurations(nodes),
    operands: toOperands(operands),
    packages: toPackages(packages),
  }
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
    return [{ operand: first.operand, keyId: first.keyId, met }]
  })
}

function toPackages(rows: readonly PackageRow[]): OperandPackage[] {
  return [...Map.groupBy(rows, ({ keyId }) => keyId).values()].flatMap((group) => {
    const [first] = group
    return first === undefined ? [] : [{ keyId: first.keyId, layer: first.layer, ...placesOf(group) }]
  })
}

/** The version is known to be outside: said before all else, since a package has thousands of versions and a side names one. */
const isOutside = sql`operand.kind = 'interval' and key.version_key is not null and operand.scheme = key.scheme and operand.shape = key.shape
  and (key.version_key < operand.lo or key.version_key >= operand.hi)`
