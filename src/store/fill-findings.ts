import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Transaction } from './transaction.ts'
import type { RematchResult } from './write-findings.ts'

/** Whether there is any finding, live or of the past. */
export async function hasFindings(trx: Transaction): Promise<boolean> {
  const { rows } = await sql<{ some: boolean }>`select exists (select from finding) as some`.execute(trx.query)
  return rows[0]?.some === true
}

/**
 * Writes the first findings of all in a table of its own that then takes the place of the empty one: so several processes of the server match,
 * each index is built in one go, and whoever reads goes on meanwhile. Expects `matching_due_flaw` and `matching_due_component`.
 */
export async function fillFindings(
  trx: Transaction,
  matches: RawBuilder<unknown>,
  onWritten: () => void,
): Promise<RematchResult> {
  const filling = sql`
    create table finding_filled as
    select vulnerability_id, component_id, range_id, tier, doubt, conditional,
      case
        when vulnerability_id in (select vulnerability_id from matching_due_flaw)
          or component_id in (select component_id from matching_due_component where is_new) then known_at
        else now()
      end as valid_from,
      'infinity'::timestamptz as valid_to
    from (${matches}) as match`.compile(trx.query)
  const { rowCount } = await trx.client.query(filling.sql)
  onWritten()
  await sql`select take_form_of('finding', 'finding_filled')`.execute(trx.query)
  await sql`select take_place_of('finding', 'finding_filled')`.execute(trx.query)
  return { opened: rowCount ?? 0, closed: 0 }
}
