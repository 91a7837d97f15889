import type { Formats } from '../formats.ts'
import type { Language } from '../language.ts'
import { enKnown } from './en-known.ts'
import { enLists } from './en-lists.ts'
import { en } from './en.ts'
import { frKnown } from './fr-known.ts'
import { frLists } from './fr-lists.ts'
import { fr } from './fr.ts'
import { useWords } from './use-words.ts'

/** By language, for what is no part of a page. */
export const knownWords = { en: { ...en, ...enKnown, ...enLists }, fr: { ...fr, ...frKnown, ...frLists } }

/** What the pages say that bring and list what an organisation keeps, beside what every page says. */
export type KnownWords = (typeof knownWords)['en']

/** The words of these pages, which come only with them. */
export function useKnownWords(): { readonly lang: Language; readonly words: KnownWords; readonly formats: Formats } {
  const { lang, formats } = useWords()
  return { lang, words: knownWords[lang], formats }
}
