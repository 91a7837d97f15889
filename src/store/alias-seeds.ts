import { sql } from 'kysely'
import { keyOfAliasEnd } from '../model/index.ts'
import type { AliasFact } from '../model/index.ts'
import { addAliases, closeAliases } from './aliases.ts'
import { toJson } from './copy.ts'
import type { Transaction } from './transaction.ts'

/** Who added the aliases that come along. */
const SEED = 'auscult'

/** Whether the tables that come along were read already, by their fingerprint. */
export async function isSeeded(trx: Transaction, fingerprint: Uint8Array): Promise<boolean> {
  const { rows } = await sql<{ seeded: boolean }>`
    select exists (select from alias_seed where fingerprint = ${Buffer.from(fingerprint)}) as seeded`.execute(trx.query)
  return rows[0]?.seeded === true
}

/** Adds the aliases that come along and closes those that no longer do; those that a person closed stay closed. */
export async function seedAliases(
  trx: Transaction,
  facts: readonly AliasFact[],
  fingerprint: Uint8Array,
): Promise<void> {
  const rows = facts.map(({ relation, kind, from, to }, place) => ({
    place,
    relation,
    from_name: from,
    from_key: keyOfAliasEnd(kind, from),
    to_key: keyOfAliasEnd(kind, to),
  }))
  const isSame = sql`
    fact.relation = alias.relation and fact.from_name = alias.from_name and fact.from_key = alias.from_key and fact.to_key = alias.to_key`
  const { rows: known } = await sql<{
    place: number | null
    aliasId: number | null
    isLive: boolean
    isRefused: boolean
  }>`
    with fact as materialized (
      select *
      from json_to_recordset(${toJson(rows)}::json) as fact (place integer, relation text, from_name text, from_key text, to_key text)
    )
    select fact.place, alias_id as "aliasId", coalesce(valid_to = 'infinity', false) as "isLive",
      coalesce(closed_by <> ${SEED}, false) as "isRefused"
    from fact full join (select * from alias where added_by = ${SEED}) as alias on ${isSame}`.execute(trx.query)
  const refused = new Set(known.filter(({ isRefused }) => isRefused).map(({ place }) => place))
  const dropped = known.flatMap(({ place, isLive, aliasId }) =>
    place === null && isLive && aliasId !== null ? [aliasId] : [],
  )
  await closeAliases(trx, dropped, { by: SEED })
  await addAliases(
    trx,
    facts.filter((_, place) => !refused.has(place)),
    { by: SEED },
  )
  await sql`delete from alias_seed`.execute(trx.query)
  await sql`
    insert into alias_seed (fingerprint, wrote_as)
    values (${Buffer.from(fingerprint)}, pg_current_xact_id()::xid::text)`.execute(trx.query)
}
