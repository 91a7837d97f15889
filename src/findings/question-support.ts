import type { Subject } from './question.ts'

/** How people ask for what is supported no longer. Source: the words of makers' notices, in English and French. */
const openings: readonly (readonly string[])[] = [
  ['eol'],
  ['end-of-life'],
  ['end-of-support'],
  ['end', 'of', 'life'],
  ['end', 'of', 'support'],
  ['fin-de-vie'],
  ['fin-de-support'],
  ['fin', 'de', 'vie'],
  ['fin', 'de', 'support'],
]
const beforeForm = /^(?:before|avant):(.*)$/i

/** `eol`, `eol openssl`, `end of life before:2027-01-01`, `fin de support windows`. Undefined where the words ask for something else. */
export function readSupport(words: readonly string[]): Subject | { readonly message: string } | undefined {
  const opening = openings.find((each) => each.every((word, index) => word === words[index]?.toLowerCase()))
  if (opening === undefined) return undefined
  const rest = words.slice(opening.length)
  const days = rest.flatMap((word) => beforeForm.exec(word)?.[1] ?? [])
  const named = rest.filter((word) => !beforeForm.test(word)).map((word) => word.toLowerCase())
  const [before, ...others] = days
  if (before === undefined) return { is: 'support', words: named }
  if (others.length > 0 || !isDay(before))
    return { message: `before: takes one date, for example eol before:2027-01-01.` }
  return { is: 'support', words: named, before }
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}
