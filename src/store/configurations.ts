import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Configuration, ConfigurationId, Layer, Operand, OperandPackage, Truth } from '../model/index.ts'
import { sidesOfConditions, truthOfOperand } from './conditions.ts'
import { rowsByKeptPlan } from './kept-plan.ts'
import { placeColumns, placesOf, placesOfListed } from './postings.ts'
import type { PlacesRow } from './postings.ts'
import type { Transaction } from './transaction.ts'

/** Configurations made ready to be settled for a whole fleet. */
export interface Configurations {
  readonly configurations: readonly Configuration[]
  readonly operands: readonly Operand[]
  readonly packages: readonly OperandPackage[]
}

interface NodeRow extends ConfigurationId {
  readonly operator: 'AND' | 'OR'
  readonly negate: boolean
  readonly nodeOperator: 'AND' | 'OR'
  readonly nodeNegate: boolean
  readonly operands: readonly (Operand & { readonly layer: Layer })[]
}

interface ListedRow extends PlacesRow {
  readonly keyId: number
  /** Each the number of an operand, times four, and what is said to it. */
  readonly met: readonly number[]
}

/** Reads configurations, and where components stand that may be meant by their sides: as `listingsOf` does. */
export async function configurationsOf(trx: Transaction, ids: readonly ConfigurationId[]): Promise<Configurations> {
  if (ids.length === 0) return { configurations: [], operands: [], packages: [] }
  const operand = operandsOf(ids)
  const nodes = await rowsByKeptPlan(
    trx,
    sql<NodeRow>`
    with ${operand}
    select advisory_id::integer as "advisoryId", condition::integer, operator::text, negate::boolean,
      node_operator::text as "nodeOperator", node_negate::boolean as "nodeNegate", json_agg(json_build_object('operand', operand, 'keyId', key_id, 'layer', layer) order by operand) as operands
    from operand join condition using (advisory_id, condition)
    group by advisory_id, condition, operator, negate, node, node_operator, node_negate
    order by advisory_id, condition, node`,
  )
  const listed = await rowsByKeptPlan(
    trx,
    sql<ListedRow>`
    with ${operand}, ${whatComponentsSay},
    listed as (${placesOfListed(sql`said`, ['asked_id', 'met'])})
    select asked_id::integer as "keyId", met::integer[], ${placeColumns}
    from listed`,
  )
  const operands = new Map(nodes.flatMap((node) => node.operands.map((each) => [each.operand, each])))
  return {
    configurations: toConfigurations(nodes),
    operands: [...operands.values()],
    packages: toPackages(operands.values(), listed),
  }
}

function operandsOf(ids: readonly ConfigurationId[]): RawBuilder<unknown> {
  const [advisoryIds, conditions] = [ids.map(({ advisoryId }) => advisoryId), ids.map(({ condition }) => condition)]
  return sidesOfConditions(
    sql`(select * from unnest(${advisoryIds}::integer[], ${conditions}::integer[]) as each (advisory_id, condition))`,
  )
}

/** `said`: for each package asked for, the components that may be meant by it, with the sides that each of them meets. */
const whatComponentsSay: RawBuilder<unknown> = sql`
  side as materialized (
    select distinct on (operand) * from operand order by operand
  ),
  package as materialized (
    select distinct key_id as asked_id, layer, device_key, made_key, name_key from side
  ),
  asked_key as materialized (
    select asked_id, asked_id as key_id, layer, false as by_name from package
    union all
    select asked_id, package_key.key_id, package.layer, false from package join package_key on package_key.key in (package.device_key, package.made_key)
    union all
    select asked_id, package_key.key_id, package.layer, true from package join package_key on package_key.key = package.name_key
  ),
  key as materialized (
    select * from keys_asked(array(select key_id from asked_key))
  ),
  own as materialized (
    select component_id, layers
    from layers_of(array(
      select component_id from key where scheme = 'natural' and key_id = any(array(select key_id from asked_key where by_name))
    ))
  ),
  answering as materialized (
    select asked_id, by_name, key.*
    from key join asked_key using (key_id) left join own on by_name and own.component_id = key.component_id
    where not by_name or (key.scheme = 'natural' and (layers is null or layers <@ array[asked_key.layer]))
  ),
  said as materialized (
    select asked_id, component_id, coalesce(array_agg(operand * 4 + truth order by operand) filter (where truth > 0), '{}') as met
    from (
      select asked_id, component_id, operand, max(truth) as truth
      from (
        select key.asked_id, key.component_id, operand.operand,
          least(${truthOfOperand}, case when key.by_name then 1 else 2 end) as truth
        from answering key join side operand on operand.key_id = key.asked_id
        offset 0
      ) as each
      group by asked_id, component_id, operand
    ) as each
    group by asked_id, component_id
  )`

function toConfigurations(rows: readonly NodeRow[]): Configuration[] {
  const groups = Map.groupBy(rows, ({ advisoryId, condition }) => `${advisoryId} ${condition}`)
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    const { advisoryId, condition, operator, negate } = first
    const nodes = group.map((row) => ({
      operator: row.nodeOperator,
      negate: row.nodeNegate,
      operands: row.operands.map(({ operand }) => operand),
    }))
    return [{ advisoryId, condition, operator, negate, nodes }]
  })
}

function toPackages(
  operands: Iterable<Operand & { readonly layer: Layer }>,
  rows: readonly ListedRow[],
): OperandPackage[] {
  const byKey = Map.groupBy(rows, ({ keyId }) => keyId)
  const layers = new Map([...operands].map(({ keyId, layer }) => [keyId, layer]))
  return [...layers].map(([keyId, layer]) => ({
    keyId,
    layer,
    listed: [...Map.groupBy(byKey.get(keyId) ?? [], ({ met }) => met.join(' ')).values()].map((group) => ({
      ...placesOf(group),
      met: (group[0]?.met ?? []).map((each) => ({ operand: each >> 2, truth: (each & 3) as Truth })),
    })),
  }))
}
