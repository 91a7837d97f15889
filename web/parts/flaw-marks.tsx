import { useWords } from '../words/use-words.ts'
import './flaw-marks.css'

interface FlawMarksProps {
  readonly cvssBase: number | undefined
  readonly exploitedSince: string | undefined
  readonly epssProbability: number | undefined
  /** A line of a list has room for figures, a page for what they mean. */
  readonly size: 'line' | 'page'
}

/** How bad a flaw is, whether it is exploited, and how likely it will be. */
export function FlawMarks({ cvssBase, exploitedSince, epssProbability, size }: FlawMarksProps) {
  const { words, formats } = useWords()
  const { marks } = words
  return (
    <ul className="flaw-marks" data-size={size}>
      {exploitedSince === undefined ? null : (
        <li className="is-exploited">{marks.exploited[size](formats.day(exploitedSince))}</li>
      )}
      <li>{marks.cvss(cvssBase === undefined ? undefined : formats.score(cvssBase))}</li>
      {epssProbability === undefined ? null : <li>{marks.epss[size](formats.percent(epssProbability))}</li>}
    </ul>
  )
}
