import { useDisclosure } from '@mantine/hooks'
import { useId } from 'react'
import type { TriageToConfirm } from '../../src/server/contract.ts'
import { useWords } from '../words/use-words.ts'
import { FoldIcon } from './icons.tsx'
import { AuthorField, SayButton } from './said-form.tsx'
import { nameOfModelVersion, verdictOfStatus } from './stated.ts'
import { Waiting } from './states.tsx'
import { useConfirm, useToConfirm, useToConfirmOn } from './to-confirm.ts'
import './stated.css'

/** Decisions on other versions of a model that count for nothing here until a person says so. */
export function ToConfirm({ modelVersionId }: { readonly modelVersionId: number }) {
  const { words } = useWords()
  const query = useToConfirm(modelVersionId)
  if (query.data === undefined) return <Waiting query={query} />
  if (query.data.length === 0) return null
  return (
    <>
      <h3>{words.said.toConfirm}</h3>
      <ul className="said-list to-confirm">
        {query.data.map((triage) => (
          <Proposal key={triage.triageId} triage={triage} />
        ))}
      </ul>
    </>
  )
}

interface OnFlawProps {
  readonly modelVersionId: number
  readonly flaws: readonly string[]
}

/** The same beside the reasons of one device: only those on its flaw. */
export function ToConfirmHere({ modelVersionId, flaws }: OnFlawProps) {
  const { words } = useWords()
  const decisions = useToConfirmOn(modelVersionId, flaws)
  if (decisions.length === 0) return null
  return (
    <section className="to-confirm-here" aria-label={words.said.toConfirm}>
      <p className="said-what">{words.said.toConfirm}</p>
      <ul className="said-list to-confirm">
        {decisions.map((triage) => (
          <Proposal key={triage.triageId} triage={triage} />
        ))}
      </ul>
    </section>
  )
}

/** That a decision waits, where the reasons are still folded. */
export function ToConfirmMark({ modelVersionId, flaws }: OnFlawProps) {
  const { words } = useWords()
  return useToConfirmOn(modelVersionId, flaws).length === 0 ? null : (
    <p className="to-confirm-mark">{words.said.waits}</p>
  )
}

function Proposal({ triage }: { readonly triage: TriageToConfirm }) {
  const { words } = useWords()
  const [isOpen, { toggle }] = useDisclosure(false)
  return (
    <li data-verdict={verdictOfStatus[triage.status]}>
      <p className="said-what">
        {triage.vulnerability} {triage.says}
      </p>
      <p>{triage.reason}</p>
      <p className="said-nothing">{words.said.decidedFor(nameOfModelVersion(triage))}</p>
      <p>
        <button
          type="button"
          className="plain-button is-framed"
          aria-expanded={isOpen}
          aria-label={words.said.confirmOf(triage.vulnerability)}
          onClick={toggle}
        >
          <FoldIcon /> {words.said.confirm}
        </button>
      </p>
      {isOpen ? <ConfirmForm triage={triage} /> : null}
    </li>
  )
}

function ConfirmForm({ triage }: { readonly triage: TriageToConfirm }) {
  const { words } = useWords()
  const id = useId()
  const { isPending, error, submit } = useConfirm(triage)
  return (
    <form className="said-form" onSubmit={submit}>
      <label htmlFor={`${id}-reason`}>{words.said.lookedAt}</label>
      <textarea id={`${id}-reason`} name="reason" maxLength={4000} rows={2} />
      <AuthorField name="author" />
      <SayButton text={words.said.save} isPending={isPending} error={error} />
    </form>
  )
}
