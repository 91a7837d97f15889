import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { keyOfAliasEnd } from '../model/index.ts'
import type { AliasFact, AliasKind, AliasRelation, OrganisationId, PackageKey } from '../model/index.ts'
import { addKeysOfReaches, dropKeysOfReaches } from './alias-keys.ts'
import { toIsoTime } from './column-types.ts'
import { toJson } from './copy.ts'
import { holdsText } from './holds-text.ts'
import { rowsByKeptPlan } from './kept-plan.ts'
import { addPackageKeys } from './package-keys.ts'
import type { Transaction } from './transaction.ts'
import { closing } from './vulnerabilities.ts'

/** An alias as it is kept. */
export interface Alias extends AliasFact {
  readonly aliasId: number
  /** Everybody's knowledge, or the organisation's own. */
  readonly isPublic: boolean
  readonly addedBy: string
  /** ISO 8601. */
  readonly addedAt: string
  readonly closedBy: string | null
  readonly closedAt: string | null
  /** As who closed it said; null where nobody did. */
  readonly closedBecause: string | null
}

/** Whose an alias is; absent: public knowledge. */
export interface AliasOwner {
  readonly owner?: OrganisationId
  /** A person, a program or a file. */
  readonly by: string
}

const NOBODY = '00000000-0000-0000-0000-000000000000'

/** Adds aliases that are not there yet. Returns the ids of those added. */
export async function addAliases(
  trx: Transaction,
  facts: readonly AliasFact[],
  { owner, by }: AliasOwner,
): Promise<number[]> {
  const rows = facts.map(({ relation, kind, from, to, source }) => ({
    relation,
    kind,
    from_name: from,
    to_name: to,
    from_key: keyOfAliasEnd(kind, from),
    to_key: keyOfAliasEnd(kind, to),
    source,
  }))
  const { rows: added } = await sql<{ id: number }>`
    insert into alias (owner, audience, relation, kind, from_name, to_name, from_key, to_key, source, added_by)
    select ${owner ?? NOBODY}::uuid, ${owner === undefined ? [NOBODY] : []}::uuid[], relation, kind, from_name, to_name, from_key, to_key, source, ${by}
    from json_to_recordset(${toJson(rows)}::json)
      as fresh (relation text, kind text, from_name text, to_name text, from_key text, to_key text, source text)
    on conflict do nothing
    returning alias_id as id`.execute(trx.query)
  return added.map(({ id }) => id)
}

/** Closes live aliases of this owner. Returns the ids of those closed. */
export async function closeAliases(
  trx: Transaction,
  aliasIds: readonly number[],
  { owner, by, because }: AliasOwner & { readonly because?: string },
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    update alias set valid_to = ${closing('alias')}, closed_by = ${by}, closed_because = ${because ?? null}
    where alias_id = any(${aliasIds}::integer[]) and owner = ${owner ?? NOBODY} and valid_to = 'infinity'
    returning alias_id as id`.execute(trx.query)
  return rows.map(({ id }) => id)
}

export interface AliasesAsked {
  /** Part of one of the names, whatever its accents and its case. */
  readonly text: string
  /** Id of the last one of the page before. */
  readonly after: number
  readonly limit: number
  /** Those that no longer act, too. */
  readonly closed: boolean
}

/** The aliases that the organisation of the transaction may read, in the order in which they were added. */
export async function sliceOfAliases(trx: Transaction, { text, after, limit, closed }: AliasesAsked): Promise<Alias[]> {
  const { rows } = await sql<Alias>`
    select ${aliasFields}
    from alias
    where alias_id > ${after} and ${holdsText(sql`from_name || ' ' || to_name`, text.trim())} and ${closed ? sql`true` : sql`valid_to = 'infinity'`}
    order by alias_id
    limit ${limit}`.execute(trx.query)
  return rows.map(toAlias)
}

/** An alias that may be read, live or closed. */
export async function findAlias(trx: Transaction, aliasId: number): Promise<Alias | undefined> {
  const { rows } = await sql<Alias>`select ${aliasFields} from alias where alias_id = ${aliasId}`.execute(trx.query)
  return rows.map(toAlias)[0]
}

const aliasFields = sql`
  alias_id as "aliasId", relation, kind, from_name as "from", to_name as "to", source, audience @> array[${NOBODY}]::uuid[] as "isPublic",
  added_by as "addedBy", valid_from::text as "addedAt", closed_by as "closedBy",
  closed_because as "closedBecause",
  case when valid_to <> 'infinity' then valid_to::text end as "closedAt"`

function toAlias(row: Alias): Alias {
  return { ...row, addedAt: toIsoTime(row.addedAt), closedAt: row.closedAt === null ? null : toIsoTime(row.closedAt) }
}

/** An alias as the graph needs it. */
export interface LiveAlias {
  readonly aliasId: number
  readonly relation: AliasRelation
  readonly kind: AliasKind
  readonly from: string
  readonly to: string
  readonly fromKey: string
  readonly toKey: string
  readonly isPublic: boolean
}

/** Whether the organisation of the transaction has aliases of its own. */
export async function hasOwnAliases(trx: Transaction): Promise<boolean> {
  const rows = await rowsByKeptPlan(
    trx,
    sql<{ has: boolean }>`
    select exists (select from alias where owner <> '00000000-0000-0000-0000-000000000000' and valid_to = 'infinity') as has`,
  )
  return rows[0]?.has === true
}

/** Every live alias that is public knowledge, and those of the organisation of the transaction. */
export async function liveAliases(trx: Transaction): Promise<LiveAlias[]> {
  const { rows } = await sql<LiveAlias>`
    select alias_id as "aliasId", relation, kind, from_name as "from", to_name as "to", from_key as "fromKey", to_key as "toKey",
      owner = ${NOBODY} as "isPublic"
    from alias
    where valid_to = 'infinity'
    order by alias_id`.execute(trx.query)
  return rows
}

/** One line of what aliases add up to: see the table `alias_reach`. */
export interface ReachRow {
  readonly kind: AliasKind
  readonly fromKey: string
  readonly toKey: string
  readonly doubt?: string
  readonly aliases: readonly number[]
}

/**
 * Puts what public aliases add up to in the place of what they did. Components get the keys that are new and lose those that are gone, and
 * wait for the next rematch. Returns how many components that touches. Hold the components before (`holdComponents`).
 */
export async function writeReach(trx: Transaction, reach: readonly ReachRow[]): Promise<number> {
  const { gone, fresh } = await replaceReach(trx, reach)
  const targets = reach.filter(({ kind }) => kind === 'product').map(({ toKey }) => toKey as PackageKey)
  await addPackageKeys(trx, new Set(targets))
  const touched = new Set([...(await dropKeysOfReaches(trx, gone)), ...(await addKeysOfReaches(trx, fresh))])
  if (touched.size > 0)
    await sql`insert into stale_component (component_id) select unnest(${[...touched]}::integer[])`.execute(trx.query)
  return touched.size
}

/** What aliases add up to, as a relation like `alias_reach`. */
export function reachRows(reach: readonly ReachRow[]): RawBuilder<unknown> {
  const rows = reach.map(({ kind, fromKey, toKey, doubt, aliases }) => ({
    kind,
    from_key: fromKey,
    to_key: toKey,
    doubt: doubt ?? null,
    aliases,
  }))
  return sql`(
    select kind, from_key, to_key, doubt::doubt as doubt, aliases
    from json_to_recordset(${toJson(rows)}::json) as each (kind text, from_key text, to_key text, doubt text, aliases integer[])
  )`
}

interface ReachChange {
  readonly gone: readonly number[]
  readonly fresh: readonly number[]
}

async function replaceReach(trx: Transaction, reach: readonly ReachRow[]): Promise<ReachChange> {
  const fresh = reachRows(reach)
  const isSame = sql`
    fresh.from_key = live.from_key and fresh.to_key = live.to_key and fresh.doubt is not distinct from live.doubt and fresh.aliases = live.aliases`
  const { rows: gone } = await sql<{ id: number }>`
    with fresh as materialized (select * from ${fresh} as each)
    update alias_reach as live set valid_to = ${closing('live')}
    where valid_to = 'infinity' and not exists (select from fresh where ${isSame})
    returning reach_id as id`.execute(trx.query)
  const { rows: opened } = await sql<{ id: number }>`
    insert into alias_reach (kind, from_key, to_key, doubt, aliases)
    select kind, from_key, to_key, doubt, aliases
    from ${fresh} as fresh
    where not exists (select from alias_reach live where live.valid_to = 'infinity' and live.from_key = fresh.from_key and live.to_key = fresh.to_key)
    returning reach_id as id`.execute(trx.query)
  return { gone: gone.map(({ id }) => id), fresh: opened.map(({ id }) => id) }
}
