import { visible } from '../model/index.ts'
import type { CorrectedAs } from '../model/index.ts'
import type { Language } from './exporter.ts'
import { sayNames } from './say.ts'
import { wordsOf } from './words/of.ts'

interface CorrectedWords {
  readonly instead: (name: string) => string
  readonly away: string
  readonly by: (author: string, reason: string) => string
}

const words: Readonly<Record<Language, CorrectedWords>> = {
  en: {
    instead: (name) => `corrected, judged as ${name}`,
    away: 'corrected, not on the device',
    by: (author, reason) => `${author}: ${reason}`,
  },
  fr: {
    instead: (name) => `corrigé, jugé comme ${name}`,
    away: 'corrigé, absent de l’appareil',
    by: (author, reason) => `${author} : ${reason}`,
  },
}

/** `corrected, judged as openssl 1.1.1k (Ann: strings of the image)`: what stands beside a component as it is written. */
export function sayCorrectedAs({ instead, corrections }: CorrectedAs, language: Language): string {
  const { instead: as, away, by } = words[language]
  const what =
    instead === undefined ? away : as(sayNames(instead.name, instead.version ?? wordsOf(language).versionNotKnown))
  return `${what} (${corrections.map((each) => by(visible(each.by), visible(each.reason))).join('; ')})`
}
