import type { Answer, Verdict } from '../../src/server/contract.ts'
import { useWords } from '../words/use-words.ts'
import { reasonsOf } from './reasons.ts'

interface ReasonsProps {
  readonly answer: Answer
  readonly verdict: Verdict
}

/** Why the devices of a class are in it, with how many for each reason; together they are the class. */
export function Reasons({ answer, verdict }: ReasonsProps) {
  const { words, formats } = useWords()
  const reasons = reasonsOf(answer, verdict)
  if (reasons.length === 0) return null
  return (
    <ul className="reasons" aria-label={words.answer.reasons}>
      {reasons.map(({ reason, devices, says }) => (
        <li key={reason}>
          <span className="count">{formats.count(devices)}</span> {says}
        </li>
      ))}
    </ul>
  )
}
