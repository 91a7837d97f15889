import type { ComponentChanges, FlawChange, FlawTurn, WhyStatement } from '../model/index.ts'
import type { Language } from './exporter.ts'
import { sayReason } from './say.ts'
import { sayStatement } from './say-statement.ts'
import { diffWords } from './words/diff.ts'
import { wordsOf } from './words/of.ts'

/** How many of each class. */
export interface DiffCounts {
  readonly components: Readonly<Record<keyof ComponentChanges, number>>
  readonly flaws: Readonly<Record<FlawTurn, number>>
}

/** A comparison in two sentences, and the one on care. */
export function sayDiff({ components, flaws }: DiffCounts, language: Language) {
  const words = diffWords[language]
  const numbers = new Intl.NumberFormat(words.locale)
  const inWords = <Name extends string>(counts: Readonly<Record<Name, number>>): Record<Name, string> =>
    Object.fromEntries(Object.entries<number>(counts).map(([name, count]) => [name, numbers.format(count)])) as Record<
      Name,
      string
    >
  return {
    components: words.components(inWords(components)),
    flaws: words.flaws(inWords(flaws)),
    safety: wordsOf(language).safety,
  }
}

/** A flaw that changed, with its class, its reason and what decides it in words. */
export function sayFlawChange<T extends FlawChange>({ statedBefore, statedAfter, ...flaw }: T, language: Language) {
  const words = wordsOf(language)
  const say = (statement: WhyStatement) => ({ ...statement, says: sayStatement(statement, language) })
  return {
    ...flaw,
    turnSays: diffWords[language].turns[flaw.turn],
    reasonSays: sayReason(words, 'flaw', flaw.reason),
    ...(statedBefore && { statedBefore: statedBefore.map(say) }),
    ...(statedAfter && { statedAfter: statedAfter.map(say) }),
  }
}
