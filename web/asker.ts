import { getRouteApi } from '@tanstack/react-router'
import type { Language } from './language.ts'
import { useWords } from './words/use-words.ts'

const everyPage = getRouteApi('__root__')

/** For whom the server is asked: in which language, and of whose fleet; undefined where the address leaves that to the server. */
export interface Asker {
  readonly lang: Language
  readonly organisation: string | undefined
}

export function useAsker(): Asker {
  const { lang } = useWords()
  const { organisation } = everyPage.useSearch()
  return { lang, organisation }
}
