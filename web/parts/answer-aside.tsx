import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Answer, FlawSummary } from '../../src/server/contract.ts'
import { useWords } from '../words/use-words.ts'
import { BlindSpot } from './blind-spot.tsx'
import { FlawMarks } from './flaw-marks.tsx'
import { bySize } from './answer-aside.ts'
import './answer-aside.css'

/** What stands beside the lists: the flaw, what would settle the unknowns, and how old the sources are. */
export function AnswerAside({ answer }: { readonly answer: Answer }) {
  const { words } = useWords()
  const { flaw, feeds, says } = answer
  return (
    <aside className="answer-aside">
      {flaw === undefined ? null : <Flaw flaw={flaw} />}
      <Settles answer={answer} />
      <Note title={words.answer.feeds}>
        {feeds.length === 0 ? <p>{words.answer.noFeeds}</p> : null}
        <ul className="aside-list">
          {feeds.map((feed) => (
            <li key={feed.feed}>{feed.says}</li>
          ))}
        </ul>
        <p>{says.outOfScope}</p>
      </Note>
    </aside>
  )
}

function Note({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <h2>{title}</h2>
      {children}
    </section>
  )
}

function Flaw({ flaw }: { readonly flaw: FlawSummary }) {
  const { words } = useWords()
  const otherNames = flaw.names.filter((name) => name !== flaw.id)
  return (
    <Note title={words.answer.flaw}>
      <FlawMarks
        cvssBase={flaw.cvss?.base}
        exploitedSince={flaw.exploitedSince}
        epssProbability={flaw.epssProbability}
        size="page"
      />
      <BlindSpot flaw={flaw} />
      <p>{flaw.summary}</p>
      {otherNames.length === 0 ? null : (
        <p className="soft">
          {words.answer.alsoNamed} {otherNames.join(', ')}
        </p>
      )}
      <p>
        <Link to="/vulnerabilities/$id" params={{ id: flaw.id }}>
          {words.answer.record}
        </Link>
      </p>
    </Note>
  )
}

function Settles({ answer: { settles } }: { readonly answer: Answer }) {
  const { words } = useWords()
  const { first, later } = bySize(settles)
  if (first.length === 0) return null
  return (
    <Note title={words.answer.settles}>
      <ol className="aside-list">
        {first.map(({ says }) => (
          <li key={says}>{says}</li>
        ))}
      </ol>
      {later.length > 0 ? (
        <details>
          <summary>{words.more}</summary>
          <ol className="aside-list">
            {later.map(({ says }) => (
              <li key={says}>{says}</li>
            ))}
          </ol>
        </details>
      ) : null}
    </Note>
  )
}
