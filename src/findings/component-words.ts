import type { Component, Cpe, Purl } from '../model/index.ts'
import { foldWords } from '../model/index.ts'

const maxWords = 64
const maxWordChars = 80

/** The words a component may be searched by: of its name, group, purls, CPE vendors and products, source packages. Versions are not among them. */
export function wordsOf(component: Component, purls: readonly Purl[], cpes: readonly Cpe[]): string[] {
  const texts = [
    component.name,
    component.group ?? '',
    ...component.sourcePackages,
    ...purls.flatMap((purl) => [purl.namespace ?? '', purl.name]),
    ...cpes.flatMap((cpe) => [cpe.vendor, cpe.product].flatMap((value) => (value.is === 'value' ? [value.text] : []))),
  ]
  return [...new Set(texts.flatMap(toWords))].slice(0, maxWords)
}

/** Lower-case words of a text; `log4j-core` gives `log4j`, `core` and `log4j-core`. Accents are folded. */
export function toWords(text: string): string[] {
  const whole = foldWords(text)
  const parts = whole.split('-')
  return [...new Set([...parts, whole])].filter((word) => word.length > 0 && word.length <= maxWordChars)
}
