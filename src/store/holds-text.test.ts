import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { testStore } from '../../test/database.ts'
import { holdsText } from './holds-text.ts'
import { inKnowledge } from './in-transaction.ts'

const store = await testStore(test)

const found: readonly (readonly [held: string, asked: string])[] = [
  ['Orvessa Écholine X', 'écholine'],
  ['Orvessa Écholine X', 'echoline'],
  ['Orvessa Écholine X', 'ÉCHOLINE x'],
  ['Orvessa E\u0301choline X', 'écholine'],
  ['ECHOLINE', 'écholine'],
  ['Ångström', 'angstrom'],
  ['SØRENSEN ÆGIR', 'sørensen ægir'],
  ['Φίλιπς ΑΘΗΝΑ', 'φιλιπς αθηνα'],
  ['ЭХОЛИНИЯ', 'эхолиния'],
  ['ﬁlter 100%', 'FILTER 100%'],
]
const notFound: readonly (readonly [held: string, asked: string])[] = [
  ['Écholine', 'echolime'],
  ['Sørensen', 'sarensen'],
  ['100 per cent', '0%'],
  ['a-b', 'a_b'],
]

test('a text is found in another whatever the accents and the case of either, and LIKE means nothing in it', async () => {
  const pairs = [...found, ...notFound]
  const answers = await inKnowledge(store, async (trx) => {
    const holds = pairs.map(([held, asked]) => holdsText(sql`${held}::text`, asked))
    const { rows } = await sql<{ holds: readonly boolean[] }>`select array[${sql.join(holds)}] as holds`.execute(
      trx.query,
    )
    return rows[0]?.holds ?? []
  })
  assert.deepEqual(
    pairs.filter((_pair, place) => answers[place] === true),
    found,
  )
})
