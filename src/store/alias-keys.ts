import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { rowsByKeptPlan } from './kept-plan.ts'
import type { Transaction } from './transaction.ts'

/** One more key for all that have a key: by which aliases, and what a match through it leaves open. */
interface Bridge {
  readonly keyId: number
  readonly target: string
  readonly reachId: number
  readonly doubt: string | null
  readonly nameKey: string
  readonly layer: string
}

/** Intakes hold it together, whoever changes public aliases alone: else a component that comes meanwhile would miss the rows of an alias. */
const LOCK = sql`hashtextextended('alias', 0)`

/** Until the end of the transaction no public alias changes. */
export async function holdAliases(trx: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${LOCK})`.execute(trx.query)
}

/** Until the end of the transaction no component is added. */
export async function holdComponents(trx: Transaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(${LOCK})`.execute(trx.query)
}

/** What components are looked up by in SQL: rows like those of `component_key`, in this table. */
export interface KeyRows {
  readonly table: 'component_key' | 'scanned_key'
  /** Of these components alone; absent: of all. */
  readonly componentIds?: readonly number[]
}

/** Gives components the keys that the live aliases bring. `component_key` and `scanned_key` are filled in the same way. */
export async function addAliasedKeys(trx: Transaction, rows: KeyRows & { readonly componentIds: readonly number[] }) {
  const own = sql`(
    select distinct key_id
    from ${sql.table(rows.table)} as key
    where component_id = any(${rows.componentIds}::integer[]) and reach_id is null
  )`
  const bridges = bridgesFrom(own, sql`reach.valid_to = 'infinity'`)
  await copyKeys(trx, rows, await rowsByKeptPlan(trx, bridges))
}

/** Gives all components the keys of some reaches that are new. Returns the components. */
export async function addKeysOfReaches(trx: Transaction, reachIds: readonly number[]): Promise<number[]> {
  if (reachIds.length === 0) return []
  const isMeant = sql`reach.reach_id = any(${reachIds}::integer[])`
  const own = sql`(
    select own.key_id
    from (
      select own.key_id from alias_reach reach join package_key own on own.key = reach.from_key where reach.kind = 'product' and ${isMeant}
      union
      select own.key_id from alias_reach reach join package_key own on own.maker_key = reach.from_key where reach.kind = 'maker' and ${isMeant}
    ) as own
    where exists (select from component_key key where key.key_id = own.key_id and key.reach_id is null)
  )`
  const { rows } = await bridgesFrom(own, isMeant).execute(trx.query)
  return copyKeys(trx, { table: 'component_key' }, rows)
}

/** Takes the keys of some reaches back. Returns the components. */
export async function dropKeysOfReaches(trx: Transaction, reachIds: readonly number[]): Promise<number[]> {
  if (reachIds.length === 0) return []
  const { rows } = await sql<{ id: number }>`
    with gone as (
      delete from component_key where reach_id = any(${reachIds}::integer[]) returning component_id
    )
    select distinct component_id as id from gone`.execute(trx.query)
  return rows.map(({ id }) => id)
}

/** A maker's alias acts on each key of that maker: what a CPE names, and the devices themselves. */
function bridgesFrom(own: RawBuilder<unknown>, isMeant: RawBuilder<unknown>): RawBuilder<Bridge> {
  return sql<Bridge>`
    with own as materialized (
      select package_key.* from ${own} as asked join package_key using (key_id)
    )
    select own.key_id::integer as "keyId", reach.to_key::text as target, reach.reach_id::integer as "reachId", reach.doubt::text, own.name_key::text as "nameKey",
      own.layer::text
    from own join alias_reach reach on reach.kind = 'product' and reach.from_key = own.key
    where ${isMeant}
    union all
    select own.key_id, target, reach.reach_id, reach.doubt::text, case when starts_with(target, 'device/') then own.name_key else target end, own.layer
    from own
    join alias_reach reach on reach.kind = 'maker' and reach.from_key = own.maker_key
    cross join lateral (
      select case
        when starts_with(own.key, 'device/') then 'device/' || split_part(reach.to_key, '/', 2) || '/' || split_part(own.key, '/', 3)
        else 'made/' || split_part(own.key, '/', 2) || '/' || split_part(reach.to_key, '/', 2) || '/' || split_part(own.key, '/', 4)
      end as target
    ) as each
    where ${isMeant} and target <> own.key
    order by "keyId", target, "reachId"`
}

/**
 * A family leaves no version to compare, since each member counts its own, and counts unless the registry or release of the component speaks
 * for it. A doubt of an alias stands whatever the feeds cover.
 */
async function copyKeys(
  trx: Transaction,
  { table, componentIds }: KeyRows,
  bridges: readonly Bridge[],
): Promise<number[]> {
  if (bridges.length === 0) return []
  await addTargets(trx, bridges)
  const isOf = componentIds === undefined ? sql`true` : sql`key.component_id = any(${componentIds}::integer[])`
  const { rows } = await sql<{ id: number }>`
    with bridge as materialized (
      select bridge.key_id, target.key_id as target_id, reach_id, doubt
      from unnest(${bridges.map(({ keyId }) => keyId)}::integer[], ${bridges.map(({ target }) => target)}::text[],
        ${bridges.map(({ reachId }) => reachId)}::integer[], ${bridges.map(({ doubt }) => doubt)}::doubt[]) as bridge (key_id, target, reach_id, doubt)
      join package_key target on target.key = bridge.target
    ),
    copied as (
      insert into ${sql.table(table)} (component_id, key_id, scheme, shape, version_key, tier, attributes, doubt, guard, guard_effect, reach_id)
      select distinct key.component_id, target_id, key.scheme, key.shape, key.version_key, key.tier, key.attributes, coalesce(bridge.doubt, key.doubt),
        key.guard, case when bridge.doubt is null or key.guard_effect = 'silences' then key.guard_effect end, bridge.reach_id
      from bridge join ${sql.table(table)} as key using (key_id)
      where key.reach_id is null and ${isOf} and bridge.doubt is distinct from 'familyOnly'
      union all
      select distinct key.component_id, target_id, 'natural', '', null::bytea, 5::smallint, null::text[], bridge.doubt,
        coalesce(kept.guard, '{}'), case when kept.guard is not null then 'silences' end, bridge.reach_id
      from bridge
      join ${sql.table(table)} as key using (key_id)
      cross join lateral (
        select array_agg(scope order by scope) as guard from unnest(key.guard) as scope where not starts_with(scope, 'cpe/')
      ) as kept
      where key.reach_id is null and ${isOf} and bridge.doubt = 'familyOnly' and key.doubt is distinct from 'ancestorOnly'
      returning component_id
    )
    select distinct component_id as id from copied`.execute(trx.query)
  return rows.map(({ id }) => id)
}

async function addTargets(trx: Transaction, bridges: readonly Bridge[]): Promise<void> {
  await sql`
    insert into package_key (key, name_key, device_key, scope, packaged, layer)
    select distinct on (key) key, name_key, null, null, false, layer
    from unnest(${bridges.map(({ target }) => target)}::text[], ${bridges.map(({ nameKey }) => nameKey)}::text[],
      ${bridges.map(({ layer }) => layer)}::text[]) as target (key, name_key, layer)
    order by key, layer
    on conflict (key) do nothing`.execute(trx.query)
}
