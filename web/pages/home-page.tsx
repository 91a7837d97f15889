import { Link } from '@tanstack/react-router'
import { isSignedOut } from '../client.ts'
import { SearchBox } from '../parts/search-box.tsx'
import { Waiting } from '../parts/states.tsx'
import { useWords } from '../words/use-words.ts'
import { useHome } from './home-page.ts'
import type { Example } from './home-page.ts'
import './home-page.css'

/** The home page is the search. */
export function HomePage() {
  const { words } = useWords()
  const { query, examples, hasNoDevices, hasNoFeeds } = useHome()
  if (isSignedOut(query.error)) return <Waiting query={query} />
  return (
    <div className="home">
      <title>Auscult</title>
      <h1>{words.claim}</h1>
      <p className="home-detail">{words.claimDetail}</p>
      <SearchBox asked="" size="hero" />
      {query.error === null ? null : <Waiting query={query} />}
      {hasNoDevices ? <NoDevices /> : null}
      {hasNoFeeds ? <NoFeeds /> : null}
      <Examples examples={examples} />
    </div>
  )
}

function Examples({ examples }: { readonly examples: readonly Example[] }) {
  const { words } = useWords()
  return (
    <section className="examples" aria-labelledby="examples">
      <h2 id="examples">{words.search.examples}</h2>
      <ul>
        {examples.map(({ q, note }) => (
          <li key={q}>
            <Link to="/ask" search={{ q }}>
              <span className="example-question">{q}</span>
              <span className="example-note">{note}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

function NoDevices() {
  const { words } = useWords()
  return (
    <section className="home-empty">
      <h2>{words.states.noDevices}</h2>
      <p>{words.states.noDevicesDetail}</p>
      <p className="commands">
        <code>auscult assets import devices.csv</code>
      </p>
    </section>
  )
}

function NoFeeds() {
  const { words } = useWords()
  return (
    <section className="home-empty">
      <h2>{words.states.noFeeds}</h2>
      <p>{words.states.noFeedsDetail}</p>
      <p className="commands">
        <code>auscult feed pull</code>
        <code>auscult feed import FOLDER</code>
      </p>
    </section>
  )
}
