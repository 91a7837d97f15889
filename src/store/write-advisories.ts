import { sql } from 'kysely'
import type { PackageKey } from '../model/index.ts'
import {
  advisoryColumns,
  affectedColumns,
  aliasColumns,
  conditionColumns,
  operandColumns,
  toAdvisoryRow,
  toAliasRows,
  toConditionRows,
  toOperandRows,
  toRangeRows,
} from './advisory-rows.ts'
import type { FreshAdvisory, Revision } from './advisory-rows.ts'
import { refreshClusters } from './clusters.ts'
import { copyRows } from './copy.ts'
import { LAST_COVERING_TIER, refreshScopes } from './scopes.ts'
import type { TouchedKey } from './scopes.ts'
import type { Transaction } from './transaction.ts'
import { addVulnerabilities, closing } from './vulnerabilities.ts'

/** One load of advisories as it goes on: what it has changed so far. */
export interface AdvisoryLoad {
  readonly feed: string
  changed: number
  /** The first revision that it opened; all of them have higher ids than what was there before. */
  firstId: number | undefined
  /** Packages whose ranges came or went, by id. */
  readonly touchedKeys: Map<number, TouchedKey>
  /** Flaws that an advisory began or ceased to call the same as another. */
  readonly regrouped: Set<number>
}

/** Begins a load; until its transaction ends other loads wait, of whatever feed. */
export async function beginLoad(trx: Transaction, feed: string): Promise<AdvisoryLoad> {
  await sql`select pg_advisory_xact_lock(hashtextextended('feed load', 0))`.execute(trx.query)
  return { feed, changed: 0, firstId: undefined, touchedKeys: new Map(), regrouped: new Set() }
}

/** The package keys that advisories speak of. */
export function keysOfAdvisories(advisories: readonly FreshAdvisory[]): ReadonlySet<PackageKey> {
  const keys = new Set<PackageKey>()
  for (const { advisory } of advisories) {
    for (const { key } of advisory.ranges) keys.add(key)
    for (const { nodes } of advisory.conditions)
      for (const { operands } of nodes) for (const { key } of operands) keys.add(key)
  }
  return keys
}

/**
 * Puts those of a batch that differ in the place of what is stored: old revisions are closed, new ones opened, and their flaws marked for the
 * next rematch. Of two that are the same advisory the one modified later counts, then the later one, be it stored, of an earlier batch or of
 * this one: an old file loaded after a new one must not undo what was since learned. `keys` has the ids of all keys.
 */
export async function writeAdvisories(
  trx: Transaction,
  load: AdvisoryLoad,
  { batch, keys }: { readonly batch: readonly FreshAdvisory[]; readonly keys: ReadonlyMap<PackageKey, number> },
): Promise<void> {
  const latest = latestOfEach(batch)
  const standing = await standingOf(trx, load.feed, [...latest.keys()])
  const changed = [...latest.values()].filter((fresh) => differs(fresh, standing.get(fresh.advisory.key)))
  if (changed.length === 0) return
  const replaced = changed.flatMap(({ advisory }) => standing.get(advisory.key) ?? [])
  if (replaced.length > 0) await closeRevisions(trx, load, replaced)
  const opened = await toRevisions(trx, load.feed, { changed, keys })
  await openRevisions(trx, opened)
  load.firstId ??= opened[0]?.advisoryId
  noteOpened(load, opened)
  const flaws = new Set([...replaced.map(({ flaw }) => flaw), ...opened.map(({ flaw }) => flaw)])
  await sql`insert into stale_vulnerability select unnest(${[...flaws]}::integer[])`.execute(trx.query)
  load.changed += changed.length
}

/** Closes the advisories of documents that their present revision no longer has: `keys` are those that it has, each below the key of its document. */
export async function closeUnstated(
  trx: Transaction,
  load: AdvisoryLoad,
  { documents, keys }: { readonly documents: ReadonlySet<string>; readonly keys: readonly string[] },
): Promise<void> {
  if (documents.size === 0) return
  const { rows } = await sql<{ key: string }>`
    select key from advisory
    where feed = ${load.feed} and valid_to = 'infinity' and key <> all(${keys}::text[])
      and exists (select from unnest(${[...documents]}::text[]) as document (key) where starts_with(advisory.key, document.key || '/'))`.execute(
    trx.query,
  )
  const gone = await standingOf(
    trx,
    load.feed,
    rows.map(({ key }) => key),
  )
  if (gone.size === 0) return
  await closeRevisions(trx, load, [...gone.values()])
  const flaws = new Set([...gone.values()].map(({ flaw }) => flaw))
  await sql`insert into stale_vulnerability select unnest(${[...flaws]}::integer[])`.execute(trx.query)
  load.changed += gone.size
}

/** Brings up to date what follows from all advisories together: which identifiers are one flaw, and which packages the feeds speak for. */
export async function endLoad(trx: Transaction, { regrouped, touchedKeys, firstId }: AdvisoryLoad): Promise<void> {
  if (regrouped.size > 0) await refreshClusters(trx, regrouped)
  if (touchedKeys.size > 0) await refreshScopes(trx, touchedKeys, firstId ?? 0)
}

/** A live revision as it is stored. */
interface Standing {
  readonly key: string
  readonly fingerprint: string
  readonly advisoryId: number
  readonly flaw: number
  readonly modifiedMs: number | null
  /** As `TouchedKey` has it. */
  readonly newestAt: string | null
  /** Opened by this very load. */
  readonly isOwn: boolean
}

function latestOfEach(batch: readonly FreshAdvisory[]): Map<string, FreshAdvisory> {
  const latest = new Map<string, FreshAdvisory>()
  for (const fresh of batch) {
    const { key, modifiedAt = '' } = fresh.advisory
    const known = latest.get(key)?.advisory.modifiedAt ?? ''
    if (modifiedAt >= known) latest.set(key, fresh)
  }
  return latest
}

async function standingOf(trx: Transaction, feed: string, keys: readonly string[]): Promise<Map<string, Standing>> {
  const { rows } = await sql<Standing>`
    select key, encode(fingerprint, 'hex') as fingerprint, advisory_id as "advisoryId", vulnerability_id as flaw,
      (extract(epoch from modified_at) * 1000)::bigint as "modifiedMs", valid_from = now() as "isOwn",
      to_char(coalesce(published_at, modified_at), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "newestAt"
    from advisory
    where feed = ${feed} and key = any(${keys}) and valid_to = 'infinity'`.execute(trx.query)
  return new Map(rows.map((row) => [row.key, row]))
}

function differs({ advisory, fingerprint }: FreshAdvisory, standing: Standing | undefined): boolean {
  if (standing === undefined) return true
  if (standing.fingerprint === fingerprint) return false
  if (standing.modifiedMs === null) return true
  return advisory.modifiedAt === undefined ? !standing.isOwn : Date.parse(advisory.modifiedAt) >= standing.modifiedMs
}

interface ClosedKey {
  readonly advisoryId: number
  readonly keyId: number
}

interface ClosedAlias {
  readonly one: number
  readonly other: number
}

async function closeRevisions(trx: Transaction, load: AdvisoryLoad, replaced: readonly Standing[]): Promise<void> {
  const close = (table: string) => sql`
    update ${sql.table(table)} old set valid_to = ${closing('old')}
    from closed
    where old.vulnerability_id = closed.vulnerability_id and old.advisory_id = closed.advisory_id and old.valid_to = 'infinity'`
  const { rows } = await sql<{ ranges: readonly ClosedKey[]; aliases: readonly ClosedAlias[] }>`
    with closed as materialized (
      select * from unnest(${replaced.map(({ advisoryId }) => advisoryId)}::integer[], ${replaced.map(({ flaw }) => flaw)}::integer[])
        as closed (advisory_id, vulnerability_id)
    ),
    advisory_gone as (${close('advisory')}),
    range_gone as (${close('affected_range')} returning old.advisory_id as "advisoryId", old.key_id as "keyId", old.tier),
    alias_gone as (${close('advisory_alias')} returning old.vulnerability_id as one, old.other_id as other, old.kind)
    select (select coalesce(json_agg(gone), '[]') from (select distinct "advisoryId", "keyId" from range_gone where tier <= ${LAST_COVERING_TIER}) as gone) as ranges,
      (select coalesce(json_agg(gone), '[]') from alias_gone as gone where kind = 'alias') as aliases`.execute(
    trx.query,
  )
  const { ranges, aliases } = rows[0] ?? { ranges: [], aliases: [] }
  const standing = new Map(replaced.map((each) => [each.advisoryId, each]))
  for (const { advisoryId, keyId } of ranges) {
    const key = touchedKey(load, keyId)
    const { isOwn = false, newestAt } = standing.get(advisoryId) ?? {}
    if (isOwn) key.isUncertain = true
    else key.isClosed = true
    key.closedAt = laterOf(key.closedAt, newestAt)
  }
  for (const { one, other } of aliases) load.regrouped.add(one).add(other)
}

async function toRevisions(
  trx: Transaction,
  feed: string,
  { changed, keys }: { readonly changed: readonly FreshAdvisory[]; readonly keys: ReadonlyMap<PackageKey, number> },
): Promise<Revision[]> {
  const names = changed.flatMap(({ advisory: { id, aliases, upstream } }) => [id, ...aliases, ...upstream])
  const flaws = await addVulnerabilities(trx, new Set(names))
  const { rows } = await sql<{ id: number; at: string }>`
    select nextval(pg_get_serial_sequence('advisory', 'advisory_id'))::integer as id, now() as at
    from generate_series(1, ${changed.length}::integer)
    order by id`.execute(trx.query)
  return rows.flatMap(({ id, at }, index) => {
    const fresh = changed[index]
    const flaw = flaws.get(fresh?.advisory.id ?? '')
    return fresh === undefined || flaw === undefined ? [] : { ...fresh, feed, advisoryId: id, flaw, at, flaws, keys }
  })
}

async function openRevisions(trx: Transaction, opened: readonly Revision[]): Promise<void> {
  await copyRows(trx, 'advisory', advisoryColumns, opened.map(toAdvisoryRow))
  for (const [table, columns, toRows] of [
    ['affected_range', affectedColumns, toRangeRows],
    ['condition', conditionColumns, toConditionRows],
    ['condition_operand', operandColumns, toOperandRows],
    ['advisory_alias', aliasColumns, toAliasRows],
  ] as const) {
    await copyRows(trx, table, columns, flatMap(opened, toRows))
  }
}

function* flatMap<From, To>(all: readonly From[], toMany: (each: From) => Iterable<To>): Generator<To> {
  for (const each of all) yield* toMany(each)
}

function noteOpened(load: AdvisoryLoad, opened: readonly Revision[]): void {
  for (const { advisory, flaws, keys } of opened) {
    if (advisory.withdrawn) continue
    const newestAt = advisory.publishedAt ?? advisory.modifiedAt
    for (const { key: name, tier } of advisory.ranges) {
      if (tier > LAST_COVERING_TIER) continue
      const key = touchedKey(load, keys.get(name) ?? 0)
      key.openedAt = laterOf(key.openedAt, newestAt)
    }
    for (const name of advisory.aliases)
      for (const each of [advisory.id, name]) load.regrouped.add(flaws.get(each) ?? 0)
  }
}

function touchedKey({ touchedKeys }: AdvisoryLoad, keyId: number): TouchedKey {
  const known = touchedKeys.get(keyId)
  if (known !== undefined) return known
  const key: TouchedKey = { isClosed: false, isUncertain: false, closedAt: undefined, openedAt: undefined }
  touchedKeys.set(keyId, key)
  return key
}

function laterOf(one: string | undefined, other: string | null | undefined): string | undefined {
  if (other === null || other === undefined) return one
  return one === undefined || other > one ? other : one
}
