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
/** No word is longer. */
const LONGEST = 80
/** Fewer letters begin too many words for any of them to be meant. */
const SHORTEST_PREFIX = 3

/** Looks one word up: a range of the sorted words, then edit distance. */
export async function meaningsOf(trx: Transaction, word: string): Promise<WordMeanings> {
  const found = await wordsBeginning(trx, word, MOST)
  const exact = found.filter((each) => each === word || /^[\d.]+$/.test(each.slice(word.length)))
  const longer = found.filter((each) => !exact.includes(each) && !each.split('-').includes(word))
  return { exact, longer, near: found.length > 0 ? [] : await wordsNear(trx, word) }
}

/** From so many letters on, few words begin so: all are looked at. Of three letters, first those that are hardly longer. */
const FEW_BEGIN_SO = 4

/** Words that begin so and that a readable SBOM lists, the shortest first; a short one only as a whole. */
export async function wordsBeginning(trx: Transaction, word: string, most: number): Promise<string[]> {
  if (word.length < SHORTEST_PREFIX) return wordsBetween(trx, { from: word, to: word, longest: word.length, most })
  const range = { from: word, to: `${word}\u{10FFFF}`, most }
  const short = word.length < FEW_BEGIN_SO ? await wordsBetween(trx, { ...range, longest: word.length + 2 }) : []
  return short.length === most ? short : wordsBetween(trx, { ...range, longest: LONGEST })
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

/** Under it, two words of the same length have hardly a letter in common. */
const LEAST_SIMILARITY = 0.2

/**
 * Words within two typing errors that a readable SBOM lists, the nearest only. Every word of about this length is held against it: 46,000 of
 * 150,000 words take 16 ms on a busy machine, where trigrams took from 5 to 300 (`-firmware` is the end of 8,000 words).
 */
export async function wordsNear(trx: Transaction, word: string): Promise<string[]> {
  if (word.length < 3 || word.length > 60) return []
  const most = word.length <= 4 ? 1 : 2
  const { rows } = await sql<{ word: string; distance: number }>`
    select word, levenshtein(word, ${word}) as distance
    from readable_word
    where length(word) between ${word.length - most} and ${word.length + most}
      and levenshtein_less_equal(word, ${word}, ${most}) <= ${most}
      and similarity(word, ${word}) >= ${LEAST_SIMILARITY}
    order by distance, similarity(word, ${word}) desc, word
    limit 3`.execute(trx.query)
  return rows.filter((row) => row.distance === rows[0]?.distance).map((row) => row.word)
}

/** Which of these words a readable SBOM lists. */
export async function wordsAmong(trx: Transaction, words: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ word: string }>`
    select word
    from readable_word
    where word = any(${words.slice(0, MOST)}::text[])
    order by word`.execute(trx.query)
  return rows.map((row) => row.word)
}

/** Whether any component the organisation may see goes by this name. */
export async function hasName(trx: Transaction, name: PackageKey): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`
    select exists (
      select from package_key join readable_component_key using (key_id) where package_key.name_key = ${name}
    ) as known`.execute(trx.query)
  return rows[0]?.known === true
}
