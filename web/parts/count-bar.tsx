import { Link } from '@tanstack/react-router'
import type { Answer, Counts } from '../../src/server/contract.ts'
import { withOpen } from '../address.ts'
import type { AskSearch } from '../address.ts'
import { isFolded } from '../verdicts.ts'
import { useWords } from '../words/use-words.ts'
import { segmentsOf } from './count-bar.ts'
import type { Segment } from './count-bar.ts'
import { VerdictLetter } from './verdict-letter.tsx'
import './count-bar.css'

interface CountBarProps {
  readonly answer: Answer
  readonly counts: Counts
  readonly search: AskSearch
}

/** All devices in scope as one bar of four classes, each a link to its list, with the numbers below it. */
export function CountBar({ answer, counts, search }: CountBarProps) {
  const { words, formats } = useWords()
  const segments = segmentsOf(answer, counts, { words, formats })
  return (
    <figure className="count-bar">
      <figcaption className="unseen">{words.answer.bar(words.inScope(answer.inScope))}</figcaption>
      <ul className="bar">
        {segments
          .filter(({ count }) => count > 0)
          .map((segment) => (
            <li
              key={segment.verdict}
              data-verdict={segment.verdict}
              data-count={segment.count}
              style={{ flexGrow: segment.count }}
            >
              <SegmentLink segment={segment} search={search} />
            </li>
          ))}
      </ul>
      <dl className="legend">
        {segments.map(({ verdict, letter, name, says, share, count }) => (
          <div key={verdict} data-verdict={verdict} data-empty={count === 0}>
            <dt>
              <VerdictLetter verdict={verdict} letter={letter} /> {name}
            </dt>
            <dd>
              <span className="legend-count">{says}</span> <span className="soft">{share}</span>
            </dd>
          </div>
        ))}
      </dl>
    </figure>
  )
}

function SegmentLink({ segment, search }: { readonly segment: Segment; readonly search: AskSearch }) {
  const { verdict, leadsTo, label, letter } = segment
  return (
    <Link
      to="/ask"
      search={isFolded(verdict) ? withOpen(search, verdict, true) : search}
      hash={leadsTo}
      resetScroll={false}
      aria-label={label}
    >
      <span aria-hidden="true">{letter}</span>
    </Link>
  )
}
