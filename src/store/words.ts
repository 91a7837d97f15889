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

/** Looks one word up: a range of the sorted words, then trigrams and edit distance. */
export async function meaningsOf(trx: Transaction, word: string): Promise<WordMeanings> {
  const found = await wordsBeginning(trx, word, MOST)
  const exact = found.filter((each) => each === word || /^[\d.]+$/.test(each.slice(word.length)))
  const longer = found.filter((each) => !exact.includes(each) && !each.split('-').includes(word))
  return { exact, longer, near: found.length > 0 ? [] : await wordsNear(trx, word) }
}

/** How much longer words may be that are looked at next: the shortest are most likely meant, and a look at all that begin so costs. */
const STRETCHES = [2, 6, 80]

/** Words that begin so and that a readable SBOM lists, the shortest first; a short one only as a whole. */
export async function wordsBeginning(trx: Transaction, word: string, most: number): Promise<string[]> {
  if (word.length < SHORTEST_PREFIX) return wordsBetween(trx, { from: word, to: word, longest: word.length, most })
  const to = `${word}\u{10FFFF}`
  let found: string[] = []
  for (const stretch of STRETCHES) {
    found = await wordsBetween(trx, { from: word, to, longest: word.length + stretch, most })
    if (found.length === most) break
  }
  return found
}

interface WordRange {
  readonly from: string
  readonly to: string
  readonly longest: number
  readonly most: number
}

async function wordsBetween(trx: Transaction, { from, to, longest, most }: WordRange): Promise<string[]> {
  const { rows } = await sql<{ word: string }>`
    select word
    from readable_word
    where word >= ${from} and word <= ${to} and length(word) <= ${longest}
    order by length(word), word
    limit ${most}`.execute(trx.query)
  return rows.map((row) => row.word)
}

/** Words within two typing errors that a readable SBOM lists, the nearest only. */
export async function wordsNear(trx: Transaction, word: string): Promise<string[]> {
  if (word.length < 3 || word.length > 60) return []
  const most = word.length <= 4 ? 1 : 2
  await sql`set local pg_trgm.similarity_threshold = ${sql.lit(leastSimilarity(word.length))}`.execute(trx.query)
  const { rows } = await sql<{ word: string; distance: number }>`
    select word, levenshtein(word, ${word}) as distance
    from readable_word
    where word % ${word} and abs(length(word) - length(${word})) <= ${most}
      and levenshtein_less_equal(word, ${word}, ${most}) <= ${most}
    order by distance, similarity(word, ${word}) desc, word
    limit 3`.execute(trx.query)
  return rows.filter((row) => row.distance === rows[0]?.distance).map((row) => row.word)
}

/**
 * How alike two words are at least that two errors tell apart. A word of n letters has n + 1 trigrams; an error spoils at most three, and adds
 * as many. A fifth is left for words in which a trigram comes twice.
 */
function leastSimilarity(length: number): number {
  const [own, kept] = [length + 1, length + 1 - 6]
  return Math.max(0.2, 0.8 * (kept / (own + own + 2 - kept)))
}

/** Whether any component the organisation may see goes by this name. */
export async function hasName(trx: Transaction, name: PackageKey): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`
    select exists (
      select from package_key join readable_component_key using (key_id) where package_key.name_key = ${name}
    ) as known`.execute(trx.query)
  return rows[0]?.known === true
}
