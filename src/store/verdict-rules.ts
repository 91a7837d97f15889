import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Verdict } from '../model/index.ts'

/** One row of the truth table as SQL joins it; null means "whatever it is". The facts are described where the table is held. */
export interface VerdictRule {
  readonly when: {
    readonly question: string | null
    readonly known: string | null
    readonly target: string | null
    readonly listed: string | null
    readonly layer: boolean | null
    readonly complete: boolean | null
  }
  readonly verdict: Verdict
  readonly reason: string
}

/** The rules in order, as the relation `rule (position, question, known, target, listed, layer, complete, verdict, reason)`. */
export function ruleTable(rules: readonly VerdictRule[]): RawBuilder<unknown> {
  const rows = rules.map(({ when, verdict, reason }, position) => ({ position, ...when, verdict, reason }))
  return sql`(
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as rule (position integer, question text, known text, target text, listed text, layer boolean, complete boolean, verdict text, reason text)
  )`
}

/** The first of `rule` that holds for a row `fact (question, known, state, listed, layer, complete)`, for a lateral join. */
export const firstRule = sql`(
  select *
  from rule
  where coalesce(rule.question = fact.question, true)
    and coalesce(rule.known = fact.known, true)
    and coalesce(rule.target = fact.state, true)
    and coalesce(rule.listed = fact.listed, true)
    and coalesce(rule.layer = fact.layer, true)
    and coalesce(rule.complete = fact.complete, true)
  order by position
  limit 1
)`
