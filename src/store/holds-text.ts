import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { likeText } from './fleet.ts'

/** Accents, as Unicode writes them apart from their letter. */
const accents = /[\u0300-\u036f]/g

/** A text for comparison: without accents, in lower case. */
function folded(text: string): string {
  return text.normalize('NFKD').replace(accents, '').toLowerCase()
}

/** The letters outside ASCII that have a small form, and those forms: `lower` of PostgreSQL leaves them as they are where the locale is C. */
const [capitals, smalls] = lettersOf()

function lettersOf(): readonly [string, string] {
  const letters = Array.from({ length: 0x590 - 0x80 }, (_, place) => String.fromCodePoint(0x80 + place)).filter(
    (letter) => folded(letter).length === 1 && letter.normalize('NFKD') === letter && folded(letter) !== letter,
  )
  return [letters.join(''), letters.map(folded).join('')]
}

/** The text of a column, or of several joined, holds this one, whatever the accents and the case of either. */
export function holdsText(column: RawBuilder<unknown>, text: string): RawBuilder<unknown> {
  const plain = sql`lower(text)`
  const accented = sql`translate(lower(regexp_replace(normalize(text, nfkd), '[\u0300-\u036f]', '', 'g')), ${capitals}, ${smalls})`
  return sql`(
    select case when octet_length(text) = char_length(text) then ${plain} else ${accented} end like ${`%${likeText(folded(text))}%`}
    from (select ${column} as text) as held
  )`
}
