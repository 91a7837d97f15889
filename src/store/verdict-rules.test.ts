import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { testStore } from '../../test/database.ts'
import { judge, truthTable } from '../findings/index.ts'
import type { Facts } from '../findings/index.ts'
import { inKnowledge } from './in-transaction.ts'
import { firstRule, ruleTable } from './verdict-rules.ts'

test('for every combination of facts SQL picks the rule that the truth table gives', async (t) => {
  const store = await testStore(t)
  const rows = await inKnowledge(store, async (trx) => {
    const judged = await sql<Facts & { verdict: string; reason: string }>`
      with rule as ${ruleTable(truthTable)},
      fact as (
        select *
        from unnest(array['flaw', 'part', 'words', 'hash']) as question,
          unnest(array['judged', 'noRange', 'withdrawn', 'notInFeeds']) as known,
          unnest(array['noModel', 'noVersion', 'noSbom', 'described']) as state,
          unnest(array['affected', 'unknown', 'notAffected', 'absent']) as listed,
          unnest(array[true, false]) as layer,
          unnest(array[true, false]) as complete
      )
      select fact.question, fact.known, fact.state as target, fact.listed, fact.layer, fact.complete, rule.verdict, rule.reason
      from fact left join lateral ${firstRule} as rule on true`.execute(trx.query)
    return judged.rows
  })
  assert.equal(rows.length, 4 * 4 * 4 * 4 * 2 * 2)
  for (const { verdict, reason, ...facts } of rows) {
    const rule = judge(facts)
    assert.deepEqual([verdict, reason], [rule.verdict, rule.reason], JSON.stringify(facts))
  }
})
