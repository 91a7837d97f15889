/** The languages that the pages speak. */
export type Language = 'en' | 'fr'

const keptAs = 'auscult-language'

/** The language of a visit: what the address names, else what was chosen before, else the first that the browser prefers; English when it prefers others. */
export function pickLanguage(asked: Language | undefined, kept: string | null, preferred: readonly string[]): Language {
  if (asked !== undefined) return asked
  if (kept === 'en' || kept === 'fr') return kept
  const known = preferred.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === 'en' || tag === 'fr')
  return known === 'fr' ? 'fr' : 'en'
}

export function keptLanguage(): string | null {
  return localStorage.getItem(keptAs)
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(keptAs, language)
}
