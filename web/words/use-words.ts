import { createContext, useContext } from 'react'
import { formatsOf } from '../formats.ts'
import type { Formats } from '../formats.ts'
import type { Language } from '../language.ts'
import { en } from './en.ts'
import type { Words } from './en.ts'
import { fr } from './fr.ts'

const spoken: Readonly<Record<Language, { readonly words: Words; readonly formats: Formats }>> = {
  en: { words: en, formats: formatsOf('en') },
  fr: { words: fr, formats: formatsOf('fr') },
}

/** The language of the page; the frame around all pages sets it. */
export const LanguageContext = createContext<Language>('en')

/** The words of the page's language, its numbers and dates, and the language itself for the server. */
export function useWords(): { readonly lang: Language; readonly words: Words; readonly formats: Formats } {
  const lang = useContext(LanguageContext)
  return { lang, ...spoken[lang] }
}
