import { sql } from 'kysely'
import type { IndexedComponent } from '../model/index.ts'
import { copyRows } from './copy.ts'
import type { CopyValue } from './copy.ts'
import { addPackageKeys } from './package-keys.ts'
import { toAttributes } from './ranges.ts'
import type { Transaction } from './transaction.ts'

const keyColumns = [
  'identity',
  'package_key',
  'scheme',
  'shape',
  'version_key',
  'tier',
  'attributes',
  'doubt',
  'guard',
  'guard_effect',
]
const componentColumns = [
  'identity',
  'type',
  'group_name',
  'name',
  'version',
  'supplier',
  'purls',
  'cpes',
  'swids',
  'hashes',
  'source_packages',
  'scheme',
  'shape',
  'version_key',
]

/** Makes sure that each component is stored, once for all SBOMs. Returns the id of each, by the hex of its identity. New ones await the next rematch. */
export async function addComponents(
  trx: Transaction,
  components: readonly IndexedComponent[],
): Promise<Map<string, number>> {
  const unique = new Map(components.map((each) => [hexOf(each), each]))
  await stageKeyTable(trx, 'staged_component_key')
  await sql`create temporary table if not exists staged_component (like component excluding identity) on commit drop`.execute(
    trx.query,
  )
  await sql`alter table staged_component alter column component_id drop not null`.execute(trx.query)
  await sql`create temporary table if not exists staged_word (identity bytea, word text) on commit drop`.execute(
    trx.query,
  )
  await sql`truncate staged_component, staged_word`.execute(trx.query)
  await copyRows(trx, 'staged_component', componentColumns, map(unique.values(), toComponentRow))
  const added = await sql<{ component_id: number; identity: Buffer }>`
    insert into component (${columnList(componentColumns)})
    select ${columnList(componentColumns)} from staged_component order by identity
    on conflict (identity) do nothing
    returning component_id, identity`.execute(trx.query)
  const fresh = added.rows.map((row) => unique.get(row.identity.toString('hex'))).filter((each) => each !== undefined)
  await addKeysAndWords(trx, fresh)
  const { rows } = await sql<{ component_id: number; identity: Buffer }>`
    select component.component_id, component.identity from component join staged_component using (identity)`.execute(
    trx.query,
  )
  return new Map(rows.map((row) => [row.identity.toString('hex'), row.component_id]))
}

/** The identity of a component as text, for maps. */
export function hexOf(component: IndexedComponent): string {
  return Buffer.from(component.identity).toString('hex')
}

async function addKeysAndWords(trx: Transaction, fresh: readonly IndexedComponent[]): Promise<void> {
  if (fresh.length === 0) return
  await stageComponentKeys(trx, 'staged_component_key', fresh)
  await copyRows(trx, 'staged_word', ['identity', 'word'], flatMap(fresh, toWordRows))
  await sql`
    insert into component_key (component_id, key_id, scheme, shape, version_key, tier, attributes, doubt, guard, guard_effect)
    select component.component_id, key_id, key.scheme, key.shape, key.version_key, tier, attributes, key.doubt, guard, guard_effect
    from staged_component_key key join component using (identity) join package_key on package_key.key = key.package_key`.execute(
    trx.query,
  )
  await sql`insert into word (word) select distinct word from staged_word order by word on conflict do nothing`.execute(
    trx.query,
  )
  await sql`
    insert into component_word (word, component_id)
    select word, component_id from staged_word join component using (identity)
    on conflict do nothing`.execute(trx.query)
  await sql`
    insert into stale_component (component_id, is_new)
    select component_id, true from component where identity = any(${fresh.map((each) => Buffer.from(each.identity))})`.execute(
    trx.query,
  )
}

/** An empty staging table for component keys, by identity. */
export async function stageKeyTable(trx: Transaction, table: string): Promise<void> {
  await sql`
    create temporary table if not exists ${sql.table(table)} (
      identity bytea, package_key text, scheme text, shape text, version_key bytea, tier smallint, attributes text[], doubt doubt,
      guard text[], guard_effect text
    ) on commit drop`.execute(trx.query)
  await sql`truncate ${sql.table(table)}`.execute(trx.query)
}

/** Copies the keys of components into a staging table made for them, and makes sure that every key has a row. */
export async function stageComponentKeys(
  trx: Transaction,
  table: string,
  components: readonly IndexedComponent[],
): Promise<void> {
  await addPackageKeys(trx, new Set(components.flatMap((each) => each.keys.map((key) => key.key))))
  await copyRows(trx, table, keyColumns, flatMap(components, toKeyRows))
}

function toComponentRow(indexed: IndexedComponent): CopyValue[] {
  const { component } = indexed
  return [
    indexed.identity,
    component.type,
    component.group,
    component.name,
    component.version,
    component.supplier,
    component.purls,
    component.cpes,
    component.swids,
    component.hashes.map(({ algorithm, hex }) => `${algorithm}:${hex}`),
    component.sourcePackages,
    indexed.scheme,
    indexed.shape,
    indexed.versionKey,
  ]
}

function* toKeyRows({ identity, keys }: IndexedComponent): Generator<CopyValue[]> {
  for (const { key, scheme, shape, versionKey, tier, cpe, doubt, guard, guardEffect } of keys) {
    yield [identity, key, scheme, shape, versionKey, tier, toAttributes(cpe), doubt, guard, guardEffect]
  }
}

function* toWordRows({ identity, words }: IndexedComponent): Generator<CopyValue[]> {
  for (const word of words) yield [identity, word]
}

function* map<From, To>(all: Iterable<From>, to: (each: From) => To): Generator<To> {
  for (const each of all) yield to(each)
}

function* flatMap<From, To>(all: Iterable<From>, toMany: (each: From) => Iterable<To>): Generator<To> {
  for (const each of all) yield* toMany(each)
}

function columnList(columns: readonly string[]) {
  return sql.join(columns.map((column) => sql.ref(column)))
}
