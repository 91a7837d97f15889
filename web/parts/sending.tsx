import type { ReactNode } from 'react'
import type { Sending } from '../sending.ts'
import { useWords } from '../words/use-words.ts'
import { toRefusal } from './states.ts'
import './said-form.css'
import './sending.css'

interface SendingLineProps {
  /** Undefined while nothing is on its way. */
  readonly sending: Sending | undefined
  readonly error: unknown
  /** What came of it, in words. */
  readonly children?: ReactNode
}

/** How far a file is on its way, by a bar and in words; then what came of it, or why it was refused. */
export function SendingLine({ sending, error, children }: SendingLineProps) {
  const { words } = useWords()
  return (
    <div className="sending">
      <div role="status">{sending === undefined ? children : <p>{words.sending[sending.is]}</p>}</div>
      {sending === undefined ? null : (
        <progress aria-label={words.sending[sending.is]} value={sending.fraction} max={1} />
      )}
      <p role="alert" className="refused">
        {error === null ? '' : toRefusal(error, words)}
      </p>
    </div>
  )
}

interface ProblemsProps {
  readonly problems: readonly { readonly where: string; readonly what: string }[]
  readonly total: number
}

/** What reading a document remarked, folded; nothing where it remarked nothing. */
export function Problems({ problems, total }: ProblemsProps) {
  const { device } = useWords().words
  if (total === 0) return null
  return (
    <details>
      <summary>{device.problems(total)}</summary>
      <ul className="problems">
        {problems.map(({ where, what }, place) => (
          <li key={place}>
            <b>{where}</b> {what}
          </li>
        ))}
      </ul>
    </details>
  )
}
