import type { Verdict } from '../../src/server/contract.ts'
import './verdict-letter.css'

interface VerdictLetterProps {
  readonly verdict: Verdict
  readonly letter: string
}

/** A class by colour, pattern and letter; its name always stands beside it. */
export function VerdictLetter({ verdict, letter }: VerdictLetterProps) {
  return (
    <span className="verdict-letter" data-verdict={verdict} aria-hidden="true">
      {letter}
    </span>
  )
}
