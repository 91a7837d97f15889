import { Link } from '@tanstack/react-router'
import { Statements } from '../parts/stated.tsx'
import { StatementForm } from '../parts/statement-form.tsx'
import { useKnownWords } from '../words/use-known-words.ts'
import { statementsShown, useStatements } from './statements-page.ts'
import './page.css'
import './kept-page.css'

/** All that makers, coordinators and suppliers state, also what speaks of nothing here. */
export function StatementsPage() {
  const { statements: says } = useKnownWords().words
  const { shown, query, statements } = useStatements()
  return (
    <article className="page kept-page">
      <title>{says.title}</title>
      <header className="page-head">
        <h1>{says.heading}</h1>
        <p className="lead">{says.lead}</p>
      </header>
      <StatementForm />
      <nav className="kept-shown" aria-label={says.shown}>
        {statementsShown.map((each) => (
          <Link
            key={each}
            className="plain-button"
            to="/statements"
            search={each === 'all' ? {} : { show: each }}
            activeOptions={{ exact: true }}
            aria-current={each === shown ? 'page' : undefined}
          >
            {says.choices[each]}
          </Link>
        ))}
      </nav>
      <Statements query={query} statements={statements} />
    </article>
  )
}
