import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { testStore } from '../../test/database.ts'
import { keysWithSchemes } from './asking.ts'
import { inKnowledge } from './in-transaction.ts'

test('the schemes of a key are those of its live intervals, however many, and natural for what is no interval', async (t) => {
  const store = await testStore(t)
  const found = await inKnowledge(store, async ({ query, client }) => {
    await client.query(`
      insert into package_key (key, name_key, packaged, layer)
      select key, key, false, 'application' from unnest(array['many', 'other', 'past', 'none']) as key`)
    await client.query(`
      insert into affected_range (advisory_id, vulnerability_id, key_id, kind, scheme, shape, lo, hi, tier, range_text, valid_from, valid_to)
      select 1, 1, key_id, kind, scheme, '', '', '\\xff', 1, '', '2030-01-01', valid_to
      from (values
        ('many', 'semver', 'interval', 'infinity'), ('many', 'deb', 'interval', 'infinity'), ('many', 'natural', 'interval', 'infinity'),
        ('many', 'rpm', 'interval', 'infinity'), ('many', 'deb', 'interval', 'infinity'), ('other', 'deb', 'all', 'infinity'),
        ('past', 'deb', 'interval', '2031-01-01')
      ) as said (key, scheme, kind, valid_to_text)
      join package_key using (key)
      cross join lateral (select valid_to_text::timestamptz as valid_to) as ended`)
    const { rows } = await sql<{ key: string; schemes: string[] }>`
      select key, schemes from ${keysWithSchemes} as answering where key in ('many', 'other', 'past', 'none') order by key`.execute(
      query,
    )
    return rows.map(({ key, schemes }) => `${key}: ${schemes.join(' ')}`)
  })
  assert.deepEqual(found, ['many: deb rpm semver natural', 'other: natural'])
})
