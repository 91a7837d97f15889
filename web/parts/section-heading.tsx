import type { Answer, Verdict } from '../../src/server/contract.ts'
import { toneOf } from '../verdicts.ts'
import { useWords } from '../words/use-words.ts'
import { idOf } from './device-section.ts'
import { VerdictLetter } from './verdict-letter.tsx'

interface SectionHeadingProps {
  readonly answer: Answer
  /** Undefined when the question was about devices themselves. */
  readonly verdict: Verdict | undefined
  readonly total: number | undefined
}

/** The heading of a class, where a link of the bar leads: letter, name and count. */
export function SectionHeading({ answer, verdict, total }: SectionHeadingProps) {
  const { words, formats } = useWords()
  return (
    <h2 className="section-heading" id={idOf(verdict)} tabIndex={-1}>
      {verdict === undefined ? (
        words.answer.found
      ) : (
        <>
          <VerdictLetter verdict={verdict} letter={words.verdictLetters[toneOf(answer)][verdict]} />
          {answer.says.verdicts[verdict]}
        </>
      )}
      {total === undefined ? null : <span className="count soft">{formats.count(total)}</span>}
    </h2>
  )
}
