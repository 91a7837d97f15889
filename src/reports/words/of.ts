import type { Language } from '../exporter.ts'
import { en } from './en.ts'
import { fr } from './fr.ts'
import type { Words } from './words.ts'

const words: Readonly<Record<Language, Words>> = { en, fr }

/** The words of a language. */
export function wordsOf(language: Language): Words {
  return words[language]
}
