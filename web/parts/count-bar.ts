import type { Answer, Counts, Verdict } from '../../src/server/contract.ts'
import type { Formats } from '../formats.ts'
import { sectionId, toneOf, verdicts } from '../verdicts.ts'
import type { Words } from '../words/en.ts'

/** One class in the bar of all devices. */
export interface Segment {
  readonly verdict: Verdict
  readonly letter: string
  readonly name: string
  readonly count: number
  readonly says: string
  readonly share: string
  /** What a screen reader says of it. */
  readonly label: string
  readonly leadsTo: string
}

/** The four classes in their order; together they are all devices in scope. */
export function segmentsOf(
  { says, inScope, question }: Pick<Answer, 'says' | 'inScope' | 'question'>,
  counts: Counts,
  { words, formats }: { readonly words: Words; readonly formats: Formats },
): readonly Segment[] {
  const letters = words.verdictLetters[toneOf({ question })]
  return verdicts.map((verdict) => {
    const count = counts[verdict]
    const share = formats.percent(inScope === 0 ? 0 : count / inScope)
    const name = says.verdicts[verdict]
    return {
      verdict,
      name,
      count,
      share,
      letter: letters[verdict],
      says: formats.count(count),
      label: words.answer.segment(name, formats.count(count), formats.count(inScope), share),
      leadsTo: sectionId[verdict],
    }
  })
}
