import { Link } from '@tanstack/react-router'
import { Statements } from '../parts/stated.tsx'
import { StatementForm } from '../parts/statement-form.tsx'
import { useKnownWords } from '../words/use-known-words.ts'
import { KeptPage } from './kept-page.tsx'
import { statementsShown, useStatements } from './statements-page.ts'

/** All that makers, coordinators and suppliers state, also what speaks of nothing here. */
export function StatementsPage() {
  const { statements: says } = useKnownWords().words
  const { shown, query, statements } = useStatements()
  return (
    <KeptPage says={says}>
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
    </KeptPage>
  )
}
