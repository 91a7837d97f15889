import { sql } from 'kysely'
import type { ComponentKey, IndexedComponent, PackageKey } from '../model/index.ts'
import { addAliasedKeys, holdAliases } from './alias-keys.ts'
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

/** An identity is a SHA-256. */
const IDENTITY_BYTES = 32

/** So many new components are indexed and written together: others wait some 30 ms for it. */
const BATCH = 400
/** What so many batches were indexed to is kept; of more it is derived twice, so that memory stays bounded. */
const KEPT_BATCHES = 50

/** Makes sure that each component is stored, once for all SBOMs. Returns the id of each, by the hex of its identity. New ones await the next rematch. */
export async function addComponents(
  trx: Transaction,
  components: readonly IndexedComponent[],
): Promise<Map<string, number>> {
  return ensureComponents(
    trx,
    components.map((each) => each.identity),
    (place) => components[place],
  )
}

/**
 * The same for components of which only the identities are known, each in hex: most are stored already, and only the others are indexed.
 * Components, keys and words are each there for all before the next are begun, so that nobody who adds at the same time waits in a circle.
 */
export async function ensureComponents(
  trx: Transaction,
  identities: readonly string[],
  indexedAt: (place: number) => IndexedComponent | undefined,
): Promise<Map<string, number>> {
  const places = new Map(identities.map((hex, place) => [hex, place]))
  const distinct = [...places.keys()].sort() // in the order of the index they are found in four fifths of the time
  const ids = await idsOf(trx, distinct)
  const missing = distinct.filter((hex) => !ids.has(hex))
  if (missing.length === 0) return ids
  await holdAliases(trx)
  const batches = inBatches(missing, (hex) => indexedAt(places.get(hex) ?? 0))
  const fresh = new Map<string, number>()
  const [keys, words] = [new Set<PackageKey>(), new Set<string>()]
  for (const batch of batches()) {
    for (const [hex, id] of await insertComponents(trx, batch)) fresh.set(hex, id)
    for (const each of batch) {
      for (const { key } of each.keys) keys.add(key)
      for (const word of each.words) words.add(word)
    }
  }
  const keyIds = await addPackageKeys(trx, keys)
  await sql`insert into word (word) select unnest(${[...words].sort()}::text[]) on conflict do nothing`.execute(
    trx.query,
  )
  for (const batch of batches()) await copyKeysAndWords(trx, toStored(batch, fresh), keyIds)
  await addAliasedKeys(trx, { table: 'component_key', componentIds: [...fresh.values()] })
  await sql`insert into stale_component (component_id, is_new) select unnest(${[...fresh.values()]}::integer[]), true`.execute(
    trx.query,
  )
  const late = missing.filter((hex) => !fresh.has(hex)) // added by others meanwhile
  const theirs = late.length === 0 ? [] : await idsOf(trx, late)
  return new Map([...ids, ...fresh, ...theirs])
}

/** Components by batches, which can be gone through several times. */
type Batches = () => Iterable<readonly IndexedComponent[]>

function inBatches(identities: readonly string[], index: (hex: string) => IndexedComponent | undefined): Batches {
  const kept: IndexedComponent[][] = []
  return function* each() {
    for (let from = 0; from < identities.length; from += BATCH) {
      const place = from / BATCH
      const batch = kept[place] ?? identities.slice(from, from + BATCH).flatMap((hex) => index(hex) ?? [])
      if (place < KEPT_BATCHES) kept[place] = batch
      yield batch
    }
  }
}

/** Ids of the components that are stored, by the hex of their identity. All go over as bytes in one piece, and so do the ids: they are thousands. */
async function idsOf(trx: Transaction, identities: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ ids: Buffer | null }>`
    select string_agg(int4send(coalesce(component_id, 0)), '' order by place) as ids
    from (
      select place, (
          select component_id
          from component
          where identity = substr(${Buffer.from(identities.join(''), 'hex')}::bytea, place * ${IDENTITY_BYTES} + 1, ${IDENTITY_BYTES})
        ) as component_id
      from generate_series(0, ${identities.length}::integer - 1) as place
    ) as asked`.execute(trx.query)
  const ids = rows[0]?.ids ?? Buffer.alloc(0)
  const found = new Map<string, number>()
  for (const [place, hex] of identities.entries()) {
    const id = ids.readInt32BE(4 * place)
    if (id !== 0) found.set(hex, id)
  }
  return found
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
    identity: String.raw`\x${indexed.identity}`,
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

async function copyKeysAndWords(
  trx: Transaction,
  components: readonly Stored[],
  keyIds: ReadonlyMap<PackageKey, number>,
): Promise<void> {
  await copyRows(trx, 'component_key', ['component_id', 'key_id', ...keyColumns], toKeyRows(components, keyIds))
  await copyRows(trx, 'component_order', ['component_id', ...orderColumns], toOrderRows(components))
  await copyRows(trx, 'component_word', ['word', 'component_id'], toWordRows(components))
}

/** The components that were stored just now, with their ids. */
function toStored(components: readonly IndexedComponent[], ids: ReadonlyMap<string, number>): Stored[] {
  return components.flatMap((each) => {
    const id = ids.get(each.identity)
    return id === undefined ? [] : [{ ...each, id }]
  })
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

function* toOrderRows(components: readonly Stored[]): Generator<CopyValue[]> {
  for (const each of components) if (each.nameOrders.length > 0) yield [each.id, ...toOrderColumns(each)]
}

function* toWordRows(components: readonly Stored[]): Generator<CopyValue[]> {
  for (const { id, words } of components) {
    for (const word of words) yield [word, id]
  }
}
