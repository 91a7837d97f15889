import type { PartSupport, SupportEnd } from '../model/index.ts'
import type { Language } from './exporter.ts'
import { supportWords } from './words/support.ts'

/** How far a part is supported, in a sentence, without the name of the part: `OpenSSL 1.1.1: end of life …, repaired until 2023-09-11 (endoflife.date)`. */
export function saySupport(support: PartSupport, language: Language): string {
  const { standing, doubt, title, cycles, source } = support
  const words = supportWords[language]
  const what = [title, cycles.join(', ')].filter((each) => each !== undefined && each !== '').join(' ')
  const said = [
    words.standings[standing],
    ...(doubt === undefined ? [] : [words.doubts[doubt]]),
    ...endsOf(support, language),
  ].join(', ')
  const colon = language === 'fr' ? ' : ' : ': '
  return `${what === '' ? '' : `${what}${colon}`}${said} (${source === 'sbom' ? words.stated : source})`
}

function endsOf({ activeSupport, securitySupport, extendedSupport }: PartSupport, language: Language): string[] {
  const { ends } = supportWords[language]
  const dated = (end: SupportEnd | undefined, say: (day: string) => string): string[] =>
    end?.is === 'on' ? [say(end.day)] : []
  return [
    ...dated(activeSupport, ends.improvedUntil),
    ...dated(securitySupport, ends.until),
    ...dated(extendedSupport, ends.paidUntil),
  ]
}
