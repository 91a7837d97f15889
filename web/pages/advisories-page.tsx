import { AdvisoryForm, Providers } from '../parts/advisory-form.tsx'
import { Filter } from '../parts/filter.tsx'
import { AdvisoryLine } from '../parts/flaw-advisories.tsx'
import { More } from '../parts/more.tsx'
import { Waiting } from '../parts/states.tsx'
import { useKnownWords } from '../words/use-known-words.ts'
import { useAdvisories } from './advisories-page.ts'
import './page.css'
import './kept-page.css'

/** Every advisory of makers and coordinators, with the devices that it names. */
export function AdvisoriesPage() {
  const { advisoryList: says } = useKnownWords().words
  const { setFilter, query, advisories } = useAdvisories()
  return (
    <article className="page kept-page">
      <title>{says.title}</title>
      <header className="page-head">
        <h1>{says.heading}</h1>
        <p className="lead">{says.lead}</p>
      </header>
      <AdvisoryForm />
      <section aria-labelledby="all-advisories">
        <h2 id="all-advisories">{says.all}</h2>
        <Filter text={says.filter} onNarrow={setFilter} />
        {advisories === undefined ? <Waiting query={query} /> : null}
        {advisories?.length === 0 ? <p className="soft">{says.none}</p> : null}
        <ul className="said-list">
          {advisories?.map((advisory) => (
            <AdvisoryLine key={advisory.key} advisory={advisory} flaw={undefined} />
          ))}
        </ul>
        {advisories === undefined ? null : <More query={query} shown={advisories.length} total={undefined} />}
      </section>
      <Providers />
    </article>
  )
}
