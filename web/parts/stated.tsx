import { Link } from '@tanstack/react-router'
import type { Statement, Triage } from '../../src/server/contract.ts'
import { vexAddress } from '../api.ts'
import { useAsker } from '../asker.ts'
import { useWords } from '../words/use-words.ts'
import { More } from './more.tsx'
import { SignatureMark } from './signature-mark.tsx'
import { Waiting } from './states.tsx'
import type { Loading } from './states.tsx'
import {
  conflictsIn,
  nothingHere,
  subjectOf,
  subjectOfTriage,
  textsOf,
  useStatedOfModel,
  useStatedOnFlaw,
  useTriage,
  verdictOfStatus,
  vexFormats,
} from './stated.ts'
import './stated.css'

/** What makers, coordinators and suppliers state of a flaw, and what the hospital decided: all sides. */
export function StatedOnFlaw({ vulnerability }: { readonly vulnerability: string }) {
  const { words } = useWords()
  const { query, statements } = useStatedOnFlaw(vulnerability)
  const triage = useTriage({ vulnerability })
  return (
    <section className="stated" aria-labelledby="stated">
      <h2 id="stated">{words.said.onFlaw}</h2>
      <Statements query={query} statements={statements} />
      <Decided query={triage} />
    </section>
  )
}

interface StatedOnDeviceProps {
  readonly deviceId: string
  readonly modelVersionId: number
}

/** The same of a device: what is stated of its model version by name, and what was decided of either. */
export function StatedOnDevice({ deviceId, modelVersionId }: StatedOnDeviceProps) {
  const triage = useTriage({ deviceId })
  return (
    <>
      {modelVersionId === 0 ? null : <StatedOfModel modelVersionId={modelVersionId} />}
      <Decided query={triage} />
      {modelVersionId === 0 ? null : <VexExports modelVersionId={modelVersionId} />}
    </>
  )
}

/** What all of it comes to, in a form that others read. */
function VexExports({ modelVersionId }: { readonly modelVersionId: number }) {
  const { said } = useWords().words
  const asker = useAsker()
  return (
    <p className="said-source">
      {said.export}
      {vexFormats.map(([format, name]) => (
        <a key={format} href={vexAddress(modelVersionId, format, asker)} download>
          {name}
        </a>
      ))}
    </p>
  )
}

function StatedOfModel({ modelVersionId }: { readonly modelVersionId: number }) {
  const { query, statements } = useStatedOfModel(modelVersionId)
  return <Statements query={query} statements={statements} />
}

type StatedQuery = ReturnType<typeof useStatedOnFlaw>

/** Statements, with what they contradict each other on. */
export function Statements({ query, statements }: StatedQuery) {
  const { words } = useWords()
  if (statements === undefined) return <Waiting query={query} />
  return (
    <>
      {statements.length === 0 ? <p className="soft">{words.said.nothing}</p> : null}
      {conflictsIn(statements).map((subject) => (
        <p key={subject} className="conflict">
          {words.said.conflict(subject)}
        </p>
      ))}
      <ul className="said-list">
        {statements.map((statement) => (
          <StatementLine key={statement.statementId} statement={statement} />
        ))}
      </ul>
      <More query={query} shown={statements.length} total={undefined} />
    </>
  )
}

function StatementLine({ statement }: { readonly statement: Statement }) {
  const { words, formats } = useWords()
  const { status, says, vulnerability, source, at } = statement
  const nothing = nothingHere(statement, words)
  return (
    <li data-verdict={verdictOfStatus[status]}>
      <p className="said-what">
        <Link to="/vulnerabilities/$id" params={{ id: vulnerability }}>
          {vulnerability}
        </Link>{' '}
        {says}
      </p>
      <p>{subjectOf(statement, words)}</p>
      {statement.clearsNothing === true ? <p className="said-nothing">{words.said.clearsNothing}</p> : null}
      {nothing === undefined ? null : <p className="said-nothing">{nothing}</p>}
      {textsOf(statement).map((text) => (
        <p key={text}>{text}</p>
      ))}
      <p className="soft said-source">
        <SignatureMark is={source.signature.is} says={source.signature.says} />
        {source.laterSignature === undefined ? null : (
          <SignatureMark is={source.laterSignature.is} says={source.laterSignature.says} />
        )}
        <span>
          {source.format} {source.id}
          {source.revision === undefined ? null : `, ${words.advisories.revision(source.revision)}`}
        </span>
        {at === undefined ? null : <span>{formats.day(at)}</span>}
      </p>
    </li>
  )
}

function Decided({ query }: { readonly query: Loading & { readonly data?: readonly Triage[] | undefined } }) {
  const { words, formats } = useWords()
  if (query.data === undefined) return <Waiting query={query} />
  if (query.data.length === 0) return null
  return (
    <>
      <h3>{words.said.decided}</h3>
      <ul className="said-list">
        {query.data.map((triage) => (
          <li key={triage.triageId} data-verdict={verdictOfStatus[triage.status]}>
            <p className="said-what">
              <Link to="/vulnerabilities/$id" params={{ id: triage.vulnerability }}>
                {triage.vulnerability}
              </Link>{' '}
              {triage.says}
            </p>
            <p>{subjectOfTriage(triage, words)}</p>
            <p>{triage.reason}</p>
            <p className="soft">{formats.day(triage.at)}</p>
          </li>
        ))}
      </ul>
    </>
  )
}
