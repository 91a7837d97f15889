import { sql } from 'kysely'
import type { PackageKey } from '../model/index.ts'
import type { Transaction } from './transaction.ts'

/** What a typed word can stand for among the components the organisation may see. */
export interface WordMeanings {
  /** The word itself, also with a number behind it (`log4j2`). */
  readonly exact: readonly string[]
  /** Words that begin with it. */
  readonly longer: readonly string[]
  /** Words within two typing errors (one for words of up to four letters), the nearest only. Looked for when there is no other. */
  readonly near: readonly string[]
}

const MOST = 40
/** Fewer letters begin too many words for any of them to be meant. */
const SHORTEST_PREFIX = 3

/** Looks one word up. A prefix range on the sorted words, then trigrams and edit distance. */
export async function meaningsOf(trx: Transaction, word: string): Promise<WordMeanings> {
  const { rows } = await sql<{ word: string }>`
    select word from readable_word as word
    where word >= ${word} and word < ${`${word}\u{10FFFF}`} and (word = ${word} or length(${word}) >= ${SHORTEST_PREFIX})
    order by length(word), word
    limit ${MOST}`.execute(trx.query)
  const found = rows.map((row) => row.word)
  const exact = found.filter((each) => each === word || /^[\d.]+$/.test(each.slice(word.length)))
  const longer = found.filter((each) => !exact.includes(each) && !each.split('-').includes(word))
  return { exact, longer, near: found.length > 0 ? [] : await wordsNear(trx, word) }
}

async function wordsNear(trx: Transaction, word: string): Promise<string[]> {
  if (word.length < 3 || word.length > 60) return []
  const most = word.length <= 4 ? 1 : 2
  await sql`set local pg_trgm.similarity_threshold = 0.2`.execute(trx.query)
  const { rows } = await sql<{ word: string; distance: number }>`
    select word, levenshtein(word, ${word}) as distance
    from readable_word as word
    where word % ${word} and abs(length(word) - length(${word})) <= ${most}
      and levenshtein_less_equal(word, ${word}, ${most}) <= ${most}
    order by distance, similarity(word, ${word}) desc, word
    limit 3`.execute(trx.query)
  return rows.filter((row) => row.distance === rows[0]?.distance).map((row) => row.word)
}

/** Whether any component the organisation may see goes by this name. */
export async function hasName(trx: Transaction, name: PackageKey): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`
    select exists (
      select from package_key join readable_component_key using (key_id) where package_key.name_key = ${name}
    ) as known`.execute(trx.query)
  return rows[0]?.known === true
}
