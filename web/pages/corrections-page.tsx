import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { CorrectionListed } from '../../src/server/contract.ts'
import { CorrectDialog, CorrectionActions } from '../parts/correct-dialog.tsx'
import type { Opened } from '../parts/correct-dialog.tsx'
import { matchText, saidBy, setsText } from '../parts/corrections.ts'
import { More } from '../parts/more.tsx'
import { Waiting } from '../parts/states.tsx'
import { useWords } from '../words/use-words.ts'
import { KeptPage } from './kept-page.tsx'
import { correctionsShown, useCorrectionsPage } from './corrections-page.ts'

/** What the organisation says of components instead of what SBOMs write, and which of it meets nothing now. */
export function CorrectionsPage() {
  const { words } = useWords()
  const { corrections: says } = words
  const { shown, query, corrections } = useCorrectionsPage()
  const [opened, setOpened] = useState<Opened>()
  return (
    <KeptPage
      says={says}
      head={
        <p>
          <button type="button" className="plain-button is-framed" onClick={() => setOpened({ is: 'new' })}>
            {says.add}
          </button>
        </p>
      }
    >
      <nav className="kept-shown" aria-label={says.shown}>
        {correctionsShown.map((each) => (
          <Link
            key={each}
            className="plain-button"
            to="/corrections"
            search={each === 'acting' ? {} : { show: each }}
            activeOptions={{ exact: true }}
            aria-current={each === shown ? 'page' : undefined}
          >
            {says.choices[each]}
          </Link>
        ))}
      </nav>
      {corrections === undefined ? <Waiting query={query} /> : null}
      {corrections?.length === 0 ? <p className="soft">{says.none[shown]}</p> : null}
      <ul className="kept-list">
        {corrections?.map((correction) => (
          <Row key={correction.correctionId} correction={correction} onOpen={setOpened} />
        ))}
      </ul>
      {corrections === undefined ? null : <More query={query} shown={corrections.length} total={undefined} />}
      {opened === undefined ? null : <CorrectDialog opened={opened} onClose={() => setOpened(undefined)} />}
    </KeptPage>
  )
}

interface RowProps {
  readonly correction: CorrectionListed
  readonly onOpen: (opened: Opened) => void
}

function Row({ correction, onOpen }: RowProps) {
  const { words, formats } = useWords()
  const { corrections: says } = words
  const { correctionId, match, sets, isOwn, meets, closedAt, closedBy } = correction
  return (
    <li data-closed={closedAt !== null}>
      <p className="kept-what">
        {matchText(match, words)} <span className="soft">→</span> <b>{setsText(sets, words)}</b>
      </p>
      <p>{saidBy(correction, formats)}</p>
      {isOwn ? null : <p className="soft">{says.notOwn}</p>}
      {meets || closedAt !== null ? null : <p className="kept-warning">{says.misses}</p>}
      {closedAt === null ? null : <p className="soft">{says.withdrawn(closedBy ?? '', formats.day(closedAt))}</p>}
      {isOwn && closedAt === null ? (
        <CorrectionActions name={matchText(match, words)} correctionId={correctionId} onOpen={onOpen} />
      ) : null}
    </li>
  )
}
