import { sql } from 'kysely'
import type { ComponentKey, IndexedComponent, PackageKey } from '../model/index.ts'
import { arrayOfBytes, copyRows, toJson } from './copy.ts'
import type { CopyValue } from './copy.ts'
import { addPackageKeys } from './package-keys.ts'
import { toAttributes } from './ranges.ts'
import type { Transaction } from './transaction.ts'

/** Columns of a component's key after those that say whose it is and which. */
export const keyColumns = [
  'scheme',
  'shape',
  'version_key',
  'tier',
  'attributes',
  'doubt',
  'guard',
  'guard_effect',
] as const

/** Columns of `component_order` after the component: see `toOrderColumns`. */
export const orderColumns = ['schemes', 'natural_shape', 'version_keys'] as const

/** Makes sure that each component is stored, once for all SBOMs. Returns the id of each, by the hex of its identity. New ones await the next rematch. */
export async function addComponents(
  trx: Transaction,
  components: readonly IndexedComponent[],
): Promise<Map<string, number>> {
  const unique = new Map(components.map((each) => [hexOf(each), each]))
  const ids = await idsOf(trx, unique.keys())
  const missing = [...unique].filter(([hex]) => !ids.has(hex)).map(([, each]) => each)
  const fresh = await insertComponents(trx, missing)
  await addKeysAndWords(trx, missing, fresh)
  const late = missing.map(hexOf).filter((hex) => !fresh.has(hex)) // added by others meanwhile
  const theirs = late.length === 0 ? [] : await idsOf(trx, late)
  return new Map([...ids, ...fresh, ...theirs])
}

/** The identity of a component as text, for maps. */
export function hexOf(component: IndexedComponent): string {
  return Buffer.from(component.identity).toString('hex')
}

/** Ids of the components that are stored, by the hex of their identity. */
async function idsOf(trx: Transaction, identities: Iterable<string>): Promise<Map<string, number>> {
  const { rows } = await sql<{ component_id: number; identity: string }>`
    select component_id, encode(identity, 'hex') as identity
    from unnest(${[...identities]}::text[]) as asked (hex)
    join component on component.identity = decode(hex, 'hex')`.execute(trx.query)
  return new Map(rows.map((row) => [row.identity, row.component_id]))
}

/** Inserts those that are not there yet, in one order for all, so that nobody waits in a circle. */
async function insertComponents(
  trx: Transaction,
  components: readonly IndexedComponent[],
): Promise<Map<string, number>> {
  if (components.length === 0) return new Map()
  const { rows } = await sql<{ component_id: number; identity: string }>`
    insert into component (identity, type, group_name, name, version, supplier, purls, cpes, swids, hashes, source_packages, scheme, shape, version_key)
    select identity, type, group_name, name, version, supplier, purls, cpes, swids, hashes, source_packages, scheme, shape, version_key
    from json_to_recordset(${toJson(components.map(toComponentRow))}::json) as component (
      identity bytea, type text, group_name text, name text, version text, supplier text, purls text[], cpes text[], swids text[],
      hashes text[], source_packages text[], scheme text, shape text, version_key bytea
    )
    order by identity
    on conflict (identity) do nothing
    returning component_id, encode(identity, 'hex') as identity`.execute(trx.query)
  return new Map(rows.map((row) => [row.identity, row.component_id]))
}

function toComponentRow(indexed: IndexedComponent) {
  const { component } = indexed
  return {
    identity: toHexLiteral(indexed.identity),
    type: component.type,
    group_name: component.group,
    name: component.name,
    version: component.version,
    supplier: component.supplier,
    purls: component.purls,
    cpes: component.cpes,
    swids: component.swids,
    hashes: component.hashes.map(({ algorithm, hex }) => `${algorithm}:${hex}`),
    source_packages: component.sourcePackages,
    scheme: indexed.scheme,
    shape: indexed.shape,
    version_key: indexed.versionKey === undefined ? undefined : toHexLiteral(indexed.versionKey),
  }
}

function toHexLiteral(bytes: Uint8Array): string {
  return String.raw`\x${Buffer.from(bytes).toString('hex')}`
}

async function addKeysAndWords(
  trx: Transaction,
  components: readonly IndexedComponent[],
  ids: ReadonlyMap<string, number>,
): Promise<void> {
  if (ids.size === 0) return
  const fresh = components.flatMap((each) => {
    const id = ids.get(hexOf(each))
    return id === undefined ? [] : [{ ...each, id }]
  })
  const keyIds = await addPackageKeys(trx, new Set(fresh.flatMap((each) => each.keys.map((key) => key.key))))
  await copyRows(trx, 'component_key', ['component_id', 'key_id', ...keyColumns], toKeyRows(fresh, keyIds))
  const named = fresh.filter((each) => each.nameOrders.length > 0)
  await copyRows(
    trx,
    'component_order',
    ['component_id', ...orderColumns],
    named.map((each) => [each.id, ...toOrderColumns(each)]),
  )
  const words = [...new Set(fresh.flatMap((each) => each.words))].sort()
  await sql`insert into word (word) select unnest(${words}::text[]) on conflict do nothing`.execute(trx.query)
  await copyRows(trx, 'component_word', ['word', 'component_id'], toWordRows(fresh))
  await sql`insert into stale_component (component_id, is_new) select unnest(${[...ids.values()]}::integer[]), true`.execute(
    trx.query,
  )
}

interface Stored extends IndexedComponent {
  readonly id: number
}

function* toKeyRows(components: readonly Stored[], keyIds: ReadonlyMap<PackageKey, number>): Generator<CopyValue[]> {
  for (const { id, keys } of components) {
    for (const key of keys) yield [id, keyIds.get(key.key), ...toKeyColumns(key)]
  }
}

/** What a component's key says, in the order of `keyColumns`. */
export function toKeyColumns(key: ComponentKey): CopyValue[] {
  const { scheme, shape, versionKey, tier, cpe, doubt, guard, guardEffect } = key
  return [scheme, shape, versionKey, tier, toAttributes(cpe), doubt, guard, guardEffect]
}

/** The orders of a component's names, in the order of `orderColumns`. Only `natural` has shapes. */
export function toOrderColumns({ nameOrders }: IndexedComponent): CopyValue[] {
  const before = written.get(nameOrders)
  if (before !== undefined) return before
  const columns = [
    nameOrders.map((order) => order.scheme),
    nameOrders.find((order) => order.scheme === 'natural')?.shape ?? '',
    arrayOfBytes(nameOrders.map((order) => order.versionKey)),
  ]
  written.set(nameOrders, columns)
  return columns
}

/** Components of one version share the list of its orders. */
const written = new WeakMap<IndexedComponent['nameOrders'], CopyValue[]>()

function* toWordRows(components: readonly Stored[]): Generator<CopyValue[]> {
  for (const { id, words } of components) {
    for (const word of words) yield [word, id]
  }
}
