import type { Language } from '../language.ts'
import { networkEn } from './network-en.ts'
import type { NetworkWords } from './network-en.ts'
import { networkFr } from './network-fr.ts'
import { useWords } from './use-words.ts'

const spoken: Readonly<Record<Language, NetworkWords>> = { en: networkEn, fr: networkFr }

/** The words of the pages on the network beside those of every page: `net` comes only with these pages. */
export function useNetworkWords() {
  const { lang, words, formats } = useWords()
  return { lang, words, formats, net: spoken[lang] }
}
