import { Skeleton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Answer } from '../../src/server/contract.ts'
import type { AskSearch } from '../address.ts'
import { AnswerAside } from '../parts/answer-aside.tsx'
import { CountBar } from '../parts/count-bar.tsx'
import { DeviceSection } from '../parts/device-section.tsx'
import { DownIcon, PrinterIcon } from '../parts/icons.tsx'
import { FoldedSection } from '../parts/folded-section.tsx'
import { Fictional, Safety } from '../parts/safety.tsx'
import { Waiting } from '../parts/states.tsx'
import { Wards } from '../parts/wards.tsx'
import type { Asked } from '../queries.ts'
import type { WardsQuery } from './ask-page.ts'
import { toneOf } from '../verdicts.ts'
import { useWords } from '../words/use-words.ts'
import { csvAddress, phrasesOf, printSearch, useAsk } from './ask-page.ts'
import './page.css'
import './ask-page.css'

/** One question and its answer for every device. */
export function AskPage() {
  const { words } = useWords()
  const { search, asked, query, answer, wards, announcement } = useAsk()
  return (
    <>
      <title>{words.answer.title(search.q)}</title>
      <p className="unseen" role="status">
        {announcement}
      </p>
      {answer === undefined ? (
        <Waiting query={query} skeleton={<AnswerSkeleton q={search.q} />} />
      ) : (
        <AnswerPage answer={answer} asked={asked} search={search} wards={wards} />
      )}
    </>
  )
}

/** The question, and grey where its answer will stand. */
function AnswerSkeleton({ q }: { readonly q: string }) {
  const { words } = useWords()
  return (
    <div className="page answer" data-state="loading" role="status">
      <header className="answer-head">
        <h1>{q}</h1>
        <span className="unseen">{words.states.loading}</span>
        <Skeleton height="1.75rem" width="70%" />
        <Skeleton height="1rem" width="50%" />
      </header>
      <Skeleton height="3.75rem" radius="md" />
      <Skeleton height="4rem" radius="md" />
      <Skeleton height="18rem" radius="md" />
    </div>
  )
}

interface AnswerProps {
  readonly answer: Answer
  readonly asked: Asked
  readonly search: AskSearch
}

interface AnswerPageProps extends AnswerProps {
  readonly wards: WardsQuery
}

interface ListsProps extends AnswerProps {
  readonly wards: WardsQuery['data']
}

function AnswerPage({ answer, asked, search, wards }: AnswerPageProps) {
  return (
    <article className="page answer">
      <Fictional text={answer.says.fictional} />
      <AnswerHead answer={answer} asked={asked} search={search} />
      {answer.counts === null ? null : <CountBar answer={answer} counts={answer.counts} search={search} />}
      <Safety text={answer.says.safety} />
      <div className="answer-body">
        <Wards query={wards} answer={answer} search={search} />
        <AnswerAside answer={answer} />
      </div>
      <Lists answer={answer} asked={asked} search={search} wards={wards.data} />
    </article>
  )
}

function Lists(props: ListsProps) {
  if (props.answer.counts === null) return <DeviceSection {...props} verdict={undefined} />
  return (
    <>
      <DeviceSection {...props} verdict="affected" />
      <DeviceSection {...props} verdict="unknown" />
      <FoldedSection {...props} verdict="notListed" />
      <FoldedSection {...props} verdict="notAffected" />
    </>
  )
}

function AnswerHead({ answer, asked, search }: AnswerProps) {
  const { words } = useWords()
  const { says, notes, organisation } = answer
  return (
    <header className="answer-head" data-tone={toneOf(answer)}>
      <p className="answer-of soft">{organisation.name}</p>
      <h1>{search.q}</h1>
      {says.asOf === undefined ? null : <p>{says.asOf}</p>}
      <p className="sentence">
        {phrasesOf(says.sentence).map(({ text, isNumber }, place) =>
          isNumber ? <strong key={place}>{text}</strong> : text,
        )}
      </p>
      {says.waits === undefined ? null : <p className="waits">{says.waits}</p>}
      {notes.length === 0 ? null : (
        <ul className="notes" aria-label={words.answer.notes}>
          {notes.map((note) => (
            <li key={note.says}>{note.says}</li>
          ))}
        </ul>
      )}
      <nav className="answer-actions not-printed" aria-label={words.answer.actions}>
        <a className="plain-button is-framed" href={csvAddress(asked)} download aria-label={words.answer.csvLong}>
          <DownIcon /> {words.answer.csv}
        </a>
        <Link className="plain-button is-framed" to="/print" search={printSearch(search)}>
          <PrinterIcon /> {words.answer.print}
        </Link>
      </nav>
    </header>
  )
}
