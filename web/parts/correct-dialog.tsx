import { useId, useState } from 'react'
import { useWords } from '../words/use-words.ts'
import {
  formOf,
  matchText,
  saidBy,
  saidFacts,
  setsText,
  useCorrect,
  useCorrection,
  useWithdraw,
} from './corrections.ts'
import type { Correcting, Match, Told } from './corrections.ts'
import { Dialog } from './dialog.tsx'
import { AuthorField, SayButton } from './said-form.tsx'
import { toRefusal } from './states.ts'
import { Waiting } from './states.tsx'
import './corrections.css'

/** What a dialog is opened for. */
export type Opened =
  | { readonly is: 'new'; readonly match?: Match; readonly told?: readonly Told[] }
  | { readonly is: 'change' | 'withdraw'; readonly correctionId: number }

interface CorrectDialogProps {
  readonly opened: Opened
  readonly onClose: () => void
}

/** Where a person says what a component really is, says it otherwise, or takes it back. */
export function CorrectDialog({ opened, onClose }: CorrectDialogProps) {
  const { words } = useWords()
  const [shown, setShown] = useState(opened)
  return (
    <Dialog title={words.corrections.titles[shown.is]} onClose={onClose}>
      {(close) =>
        shown.is === 'new' ? (
          <>
            <ToldList told={shown.told ?? []} onChange={setShown} />
            <CorrectForm correcting={shown} close={close} />
          </>
        ) : (
          <Existing opened={shown} close={close} />
        )
      }
    </Dialog>
  )
}

interface ToldListProps {
  readonly told: readonly Told[]
  readonly onChange: (opened: Opened) => void
}

/** What is said of the component already, each with the ways to change it and to take it back. */
function ToldList({ told, onChange }: ToldListProps) {
  const { words, formats } = useWords()
  if (told.length === 0) return null
  return (
    <ul className="told-list">
      {told.map((each) => (
        <li key={each.correctionId}>
          <p>
            {words.corrections.takenAs} <b>{setsText(each.sets, words)}</b>
          </p>
          <p className="soft">{saidBy(each, formats)}</p>
          <CorrectionActions name={setsText(each.sets, words)} correctionId={each.correctionId} onOpen={onChange} />
        </li>
      ))}
    </ul>
  )
}

interface CorrectionActionsProps {
  /** What a screen reader says of it. */
  readonly name: string
  readonly correctionId: number
  readonly onOpen: (opened: Opened) => void
}

export function CorrectionActions({ name, correctionId, onOpen }: CorrectionActionsProps) {
  const { corrections } = useWords().words
  return (
    <p className="correction-actions">
      <button
        type="button"
        className="plain-button is-framed"
        aria-label={corrections.changeOf(name)}
        onClick={() => onOpen({ is: 'change', correctionId })}
      >
        {corrections.change}
      </button>
      <button
        type="button"
        className="plain-button is-framed"
        aria-label={corrections.withdrawOf(name)}
        onClick={() => onOpen({ is: 'withdraw', correctionId })}
      >
        {corrections.withdraw}
      </button>
    </p>
  )
}

interface ExistingProps {
  readonly opened: { readonly is: 'change' | 'withdraw'; readonly correctionId: number }
  readonly close: () => void
}

function Existing({ opened: { is, correctionId }, close }: ExistingProps) {
  const query = useCorrection(correctionId)
  if (query.data === undefined) return <Waiting query={query} />
  const { correction } = query.data
  if (is === 'withdraw') return <WithdrawForm correction={correction} close={close} />
  return <CorrectForm correcting={{ match: correction.match, before: correction }} close={close} />
}

interface FormProps {
  readonly close: () => void
}

function WithdrawForm({ correction, close }: FormProps & { readonly correction: Told & { readonly match: Match } }) {
  const { words, formats } = useWords()
  const { isPending, error, submit } = useWithdraw(correction.correctionId, close)
  return (
    <form className="said-form" onSubmit={submit}>
      <p>{matchText(correction.match, words)}</p>
      <p>
        {words.corrections.takenAs} <b>{setsText(correction.sets, words)}</b>
      </p>
      <p className="soft">{saidBy(correction, formats)}</p>
      <p>{words.corrections.withdrawNote}</p>
      <AuthorField name="by" />
      <SayButton text={words.corrections.withdraw} isPending={isPending} error={error} />
    </form>
  )
}

function CorrectForm({ correcting, close }: FormProps & { readonly correcting: Correcting }) {
  const { words } = useWords()
  const { corrections } = words
  const id = useId()
  const { isPending, error, reach, look, submit } = useCorrect(correcting, close)
  const { match, before } = correcting
  const [isAway, setAway] = useState(before?.sets.notOnDevice === true)
  return (
    <form className="said-form" onSubmit={submit}>
      {match === undefined ? <WrittenFields /> : <Written match={match} isFixed={before !== undefined} />}
      {saidFacts.map((fact) => (
        <p key={fact} className="field">
          <label htmlFor={`${id}-${fact}`}>{corrections.asks[fact]}</label>
          <input
            id={`${id}-${fact}`}
            name={fact}
            maxLength={4000}
            disabled={isAway}
            defaultValue={before?.sets[fact] ?? ''}
            spellCheck={false}
          />
        </p>
      ))}
      <label className="check">
        <input
          type="checkbox"
          name="away"
          checked={isAway}
          onChange={(event) => setAway(event.currentTarget.checked)}
        />
        {corrections.asks.away}
      </label>
      <label htmlFor={`${id}-reason`}>{corrections.asks.reason}</label>
      <textarea id={`${id}-reason`} name="reason" maxLength={2000} rows={2} required />
      <AuthorField name="by" />
      <p className="correction-actions">
        <button type="submit" className="plain-button is-framed" disabled={isPending}>
          {words.said.save}
        </button>
        <button
          type="button"
          className="plain-button"
          disabled={isPending}
          onClick={(event) => look(formOf(event.currentTarget))}
        >
          {corrections.look}
        </button>
      </p>
      <p role="status">{reach === undefined ? '' : corrections.reach(reach.components, reach.sboms, reach.devices)}</p>
      <p role="alert">{error === null ? '' : toRefusal(error, words)}</p>
    </form>
  )
}

interface WrittenProps {
  readonly match: Match
  /** Whom an earlier correction speaks of stays as it is. */
  readonly isFixed: boolean
}

/** What the SBOM writes, and whether all components of the name are meant. */
function Written({ match, isFixed }: WrittenProps) {
  const { words } = useWords()
  const { corrections } = words
  return (
    <>
      <p>
        {corrections.written} <b>{matchText(match, words)}</b>
      </p>
      {isFixed ? null : (
        <fieldset>
          <legend>{corrections.speaksOf}</legend>
          <label>
            <input type="radio" name="reach" value="exact" defaultChecked /> {corrections.exact}
          </label>
          <label>
            <input type="radio" name="reach" value="name" /> {corrections.allOfName}
          </label>
        </fieldset>
      )}
    </>
  )
}

/** For a component that stands in no list on the page. */
function WrittenFields() {
  const { corrections } = useWords().words
  const id = useId()
  return (
    <>
      <label htmlFor={`${id}-name`}>{corrections.asks.writtenName}</label>
      <input id={`${id}-name`} name="writtenName" maxLength={4000} required spellCheck={false} />
      <label htmlFor={`${id}-version`}>{corrections.asks.writtenVersion}</label>
      <input id={`${id}-version`} name="writtenVersion" maxLength={4000} spellCheck={false} />
    </>
  )
}
