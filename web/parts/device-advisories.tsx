import { useDisclosure } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { useId } from 'react'
import type { AdvisoryOfDevice } from '../../src/server/contract.ts'
import { useWords } from '../words/use-words.ts'
import {
  asksForWork,
  metText,
  notesOf,
  remedyText,
  useAdvisories,
  useWork,
  verdictOfAdvisory,
  workStates,
} from './device-advisories.ts'
import type { FlawOfAdvisory, WorkOn } from './device-advisories.ts'
import { FoldIcon } from './icons.tsx'
import { More } from './more.tsx'
import { AuthorField, SayButton } from './said-form.tsx'
import { Waiting } from './states.tsx'
import './device-advisories.css'
import './stated.css'

/** The advisories of makers and coordinators that name a device or may, and how far the work on each is. */
export function DeviceAdvisories({ deviceId }: { readonly deviceId: string }) {
  const { words } = useWords()
  const { query, advisories } = useAdvisories(deviceId)
  return (
    <section className="advisories" aria-labelledby="advisories">
      <h2 id="advisories">{words.advisories.ofDevice}</h2>
      {advisories === undefined ? <Waiting query={query} /> : null}
      {advisories?.length === 0 ? <p className="soft">{words.advisories.noneOfDevice}</p> : null}
      <ul className="said-list">
        {advisories?.map((advisory) => (
          <AdvisoryLine key={advisory.key} advisory={advisory} deviceId={deviceId} />
        ))}
      </ul>
      {advisories === undefined ? null : <More query={query} shown={advisories.length} total={undefined} />}
    </section>
  )
}

interface AdvisoryLineProps {
  readonly advisory: AdvisoryOfDevice
  readonly deviceId: string
}

function AdvisoryLine({ advisory, deviceId }: AdvisoryLineProps) {
  const { words, formats } = useWords()
  const { key, title, trackingId, publisher, version, releasedAt, met, flaws } = advisory
  return (
    <li>
      <h3>{title}</h3>
      <p className="soft">
        {publisher}, {trackingId}, {words.advisories.revision(version)}
        {releasedAt === undefined ? null : `, ${formats.day(releasedAt)}`}
      </p>
      {met.map((each, place) => (
        <p key={place} className="met">
          {metText(each, words)}
        </p>
      ))}
      <ul className="works">
        {flaws.map((flaw) => (
          <FlawLine key={flaw.id} flaw={flaw} work={{ advisory: key, deviceId, flaw: flaw.id }} />
        ))}
      </ul>
    </li>
  )
}

interface FlawLineProps {
  readonly flaw: FlawOfAdvisory
  readonly work: WorkOn
}

function FlawLine({ flaw, work }: FlawLineProps) {
  const { words, formats } = useWords()
  const [isOpen, { toggle, close }] = useDisclosure(false)
  const isAsked = asksForWork(flaw)
  return (
    <li data-verdict={verdictOfAdvisory[flaw.verdict]}>
      <p>
        <Link to="/vulnerabilities/$id" params={{ id: flaw.id }}>
          {flaw.id}
        </Link>{' '}
        <strong className="advisory-verdict">{flaw.says}</strong>
      </p>
      {flaw.remedies.map((remedy) => (
        <p key={remedy} className="remedy">
          {remedyText(remedy, words)}
        </p>
      ))}
      {flaw.raisedAgain === undefined ? null : (
        <p className="said-nothing">{words.advisories.raisedAgain(words.advisories.states[flaw.raisedAgain.was])}</p>
      )}
      {isAsked ? (
        <div className="work">
          <span className="work-state" data-state={flaw.state}>
            {words.advisories.work(flaw.saysState)}
          </span>
          <span className="soft">{notesOf(flaw, formats.day).join(' · ')}</span>
          <button
            type="button"
            className="plain-button is-framed not-printed"
            aria-expanded={isOpen}
            aria-label={words.advisories.changeOf(flaw.id)}
            onClick={toggle}
          >
            <FoldIcon /> {words.advisories.change}
          </button>
        </div>
      ) : null}
      {isOpen ? <WorkForm flaw={flaw} work={work} onSaved={close} /> : null}
    </li>
  )
}

function WorkForm({ flaw, work, onSaved }: FlawLineProps & { readonly onSaved: () => void }) {
  const { words } = useWords()
  const id = useId()
  const { isPending, error, submit } = useWork(work, onSaved)
  return (
    <form className="said-form" onSubmit={submit}>
      <fieldset>
        <legend>{words.advisories.state}</legend>
        {workStates.map((state) => (
          <label key={state}>
            <input type="radio" name="state" value={state} defaultChecked={state === flaw.state} />
            {words.advisories.states[state]}
          </label>
        ))}
      </fieldset>
      <label htmlFor={`${id}-note`}>{words.advisories.note}</label>
      <textarea id={`${id}-note`} name="note" maxLength={4000} rows={2} defaultValue={flaw.note} />
      <AuthorField name="author" />
      <SayButton text={words.said.save} isPending={isPending} error={error} />
    </form>
  )
}
