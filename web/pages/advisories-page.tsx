import { AdvisoryForm, Providers } from '../parts/advisory-form.tsx'
import { Filter } from '../parts/filter.tsx'
import { AdvisoryLine } from '../parts/flaw-advisories.tsx'
import { More } from '../parts/more.tsx'
import { Waiting } from '../parts/states.tsx'
import { useKnownWords } from '../words/use-known-words.ts'
import { KeptPage } from './kept-page.tsx'
import { useAdvisories } from './advisories-page.ts'

/** Every advisory of makers and coordinators, with the devices that it names. */
export function AdvisoriesPage() {
  const { advisoryList: says } = useKnownWords().words
  const { setFilter, query, advisories } = useAdvisories()
  return (
    <KeptPage says={says}>
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
    </KeptPage>
  )
}
