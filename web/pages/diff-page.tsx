import { Link } from '@tanstack/react-router'
import type { DiffComponent, DiffFlaw, SbomDiff } from '../../src/server/contract.ts'
import { saidBy, setsText } from '../parts/corrections.ts'
import { FlawMarks } from '../parts/flaw-marks.tsx'
import { More } from '../parts/more.tsx'
import { Safety } from '../parts/safety.tsx'
import { Waiting } from '../parts/states.tsx'
import type { Sides } from '../said-queries.ts'
import { useWords } from '../words/use-words.ts'
import {
  changeOf,
  correctionsOf,
  linesOfFlaw,
  nameOfSide,
  totalOfComponents,
  totalOfFlaws,
  useDiff,
  useDiffComponents,
  useDiffFlaws,
  verdictOfTurn,
} from './diff-page.ts'
import './page.css'
import './diff-page.css'

/** What changed from one nomenclature to another: flaws first, then components. */
export function DiffPage() {
  const { words } = useWords()
  const { sides, query } = useDiff()
  return (
    <>
      <title>{words.diff.title}</title>
      {query.data === undefined ? <Waiting query={query} /> : <DiffArticle diff={query.data} sides={sides} />}
    </>
  )
}

interface DiffProps {
  readonly diff: SbomDiff
  readonly sides: Sides
}

function DiffArticle({ diff, sides }: DiffProps) {
  const { words } = useWords()
  return (
    <article className="page diff-page">
      <header className="page-head">
        <h1>{words.diff.heading}</h1>
        <p className="lead">{words.diff.between(nameOfSide(diff.before), nameOfSide(diff.after))}</p>
        <p>{diff.says.components}</p>
        <p>{diff.says.flaws}</p>
      </header>
      <Safety text={diff.says.safety} />
      <Flaws diff={diff} sides={sides} />
      <Components diff={diff} sides={sides} />
    </article>
  )
}

function Flaws({ diff, sides }: DiffProps) {
  const { words } = useWords()
  const { query, flaws } = useDiffFlaws(sides)
  return (
    <section aria-labelledby="flaws">
      <h2 id="flaws">{words.diff.flaws}</h2>
      {flaws === undefined ? <Waiting query={query} /> : null}
      {flaws?.length === 0 ? <p className="soft">{words.diff.noFlaws}</p> : null}
      <ul className="diff-flaws">
        {flaws?.map((flaw) => (
          <FlawLine key={flaw.vulnerability} flaw={flaw} />
        ))}
      </ul>
      {flaws === undefined ? null : <More query={query} shown={flaws.length} total={totalOfFlaws(diff)} />}
    </section>
  )
}

function FlawLine({ flaw }: { readonly flaw: DiffFlaw }) {
  return (
    <li data-verdict={verdictOfTurn[flaw.turn]}>
      <div>
        <strong className="turn">{flaw.turnSays}</strong>{' '}
        <Link to="/vulnerabilities/$id" params={{ id: flaw.vulnerability }}>
          {flaw.vulnerability}
        </Link>
        {linesOfFlaw(flaw).map((line) => (
          <p key={line} className="soft">
            {line}
          </p>
        ))}
      </div>
      <FlawMarks
        cvssBase={flaw.cvssBase}
        exploitedSince={flaw.exploitedSince}
        epssProbability={flaw.epssProbability}
        size="line"
      />
    </li>
  )
}

function Components({ diff, sides }: DiffProps) {
  const { words } = useWords()
  const { query, components } = useDiffComponents(sides)
  return (
    <section aria-labelledby="components">
      <h2 id="components">{words.diff.components}</h2>
      {components === undefined ? <Waiting query={query} /> : null}
      {components?.length === 0 ? <p className="soft">{words.diff.noComponents}</p> : null}
      <ul className="diff-components">
        {components?.map((component, place) => (
          <ComponentLine key={place} component={component} />
        ))}
      </ul>
      {components === undefined ? null : (
        <More query={query} shown={components.length} total={totalOfComponents(diff)} />
      )}
    </section>
  )
}

function ComponentLine({ component }: { readonly component: DiffComponent }) {
  const { words } = useWords()
  const { change, before, after } = component
  return (
    <li>
      <span className="soft">{words.diff.changes[change]}</span>
      <span>{after?.name ?? before?.name}</span>
      <b>{changeOf(component, words)}</b>
      <Corrected component={component} />
    </li>
  )
}

/** What the organisation says of either side instead of what is written, and who says so. */
function Corrected({ component }: { readonly component: DiffComponent }) {
  const { words, formats } = useWords()
  const told = correctionsOf(component)
  if (told.length === 0) return null
  return (
    <ul className="diff-corrected">
      {told.map((each) => (
        <li key={each.correctionId}>
          {words.corrections.takenAs} <b>{setsText(each.sets, words)}</b>{' '}
          <span className="soft">{saidBy(each, formats)}</span>
        </li>
      ))}
    </ul>
  )
}
