import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { KeyboardEvent } from 'react'
import type { ObservedListed } from '../../src/server/contract.ts'
import { useAsker } from '../asker.ts'
import { observedDetailQuery } from '../network-queries.ts'
import { useNetworkWords } from '../words/use-network-words.ts'
import { Evidence } from './evidence.tsx'
import { FoldIcon } from './icons.tsx'
import {
  factsOfCandidate,
  knownBy,
  marksOf,
  nameOfCandidate,
  nameOfObserved,
  reasonText,
  seenText,
} from './observed.ts'
import type { Candidate } from './observed.ts'
import { keyOf, rowId } from './queue-row.ts'
import type { Action, Row } from './queue-row.ts'
import type { Mark } from './settling.ts'
import { toRefusal } from './states.ts'
import { Waiting } from './states.tsx'
import './observed.css'
import './queue-row.css'

interface RowProps {
  readonly row: Row
  readonly mark: Mark | undefined
  readonly onAct: (action: Action) => void
  readonly onKey: (event: KeyboardEvent) => void
}

/** One of the queue: what the network shows beside what the list says, and what a person can say of it. */
export function QueueRow({ row, mark, onAct, onKey }: RowProps) {
  const { words, net } = useNetworkWords()
  const [isOpen, { toggle }] = useDisclosure(false)
  const isSaid = mark?.is === 'said'
  return (
    <li data-said={isSaid}>
      <div className="queue-sides">
        <div className="queue-side">
          <button
            type="button"
            id={rowId(row.key)}
            className="plain-button queue-name"
            aria-expanded={row.is === 'observed' ? isOpen : undefined}
            onClick={row.is === 'observed' ? toggle : undefined}
            onKeyDown={onKey}
          >
            {row.is === 'observed' ? <FoldIcon /> : null} <b>{row.name}</b>
          </button>
          {row.is === 'observed' ? <Seen observed={row.observed} /> : <Listed device={row.device} name={row.name} />}
        </div>
        <div className="queue-side">
          {row.is === 'observed' ? (
            <Candidates row={row} candidates={row.observed.candidates} isSaid={isSaid} onAct={onAct} />
          ) : (
            <p className="soft">{net.reconcile.noneSeen}</p>
          )}
          <Answers row={row} mark={mark} onAct={onAct} />
        </div>
      </div>
      {row.is === 'observed' && isOpen ? <RowEvidence observedId={row.key} name={row.name} /> : null}
      <p role="alert" className="refused">
        {mark?.is === 'failed' ? toRefusal(mark.error, words) : ''}
      </p>
    </li>
  )
}

function Seen({ observed }: { readonly observed: ObservedListed }) {
  const { net, formats } = useNetworkWords()
  return (
    <>
      <p>{knownBy(observed).join(' · ')}</p>
      <p>
        <Link to="/network/$observedId" params={{ observedId: observed.observedId }}>
          {net.observed.toPage} <span className="unseen">{net.observed.toPageOf(nameOfObserved(observed, net))}</span>
        </Link>
      </p>
      <p className="soft">{seenText(observed, net, formats)}</p>
      {marksOf(observed, net).map((text) => (
        <p key={text} className="observed-marks">
          {text}
        </p>
      ))}
    </>
  )
}

function Listed({ device, name }: { readonly device: Candidate['device']; readonly name: string }) {
  const { net } = useNetworkWords()
  return (
    <>
      <p>{factsOfCandidate(device).join(' · ')}</p>
      <p>
        <Link to="/devices/$deviceId" params={{ deviceId: device.deviceId }}>
          {net.observed.toPage} <span className="unseen">{net.observed.toPageOf(name)}</span>
        </Link>
      </p>
    </>
  )
}

interface CandidatesProps {
  readonly row: Row
  readonly candidates: readonly Candidate[]
  readonly isSaid: boolean
  readonly onAct: (action: Action) => void
}

function Candidates({ row, candidates, isSaid, onAct }: CandidatesProps) {
  const { words, net } = useNetworkWords()
  const { reconcile: says } = net
  return (
    <>
      {candidates.length === 0 ? <p className="soft">{says.noCandidate}</p> : null}
      <ol className="candidates">
        {candidates.map((candidate, place) => (
          <li key={candidate.device.deviceId}>
            <p>
              <Link to="/devices/$deviceId" params={{ deviceId: candidate.device.deviceId }}>
                {nameOfCandidate(candidate.device, words)}
              </Link>{' '}
              <span className="soft">{factsOfCandidate(candidate.device).join(' · ')}</span>
            </p>
            <p>{reasonText(candidate, net)}</p>
            {isSaid ? null : (
              <p>
                <button type="button" className="plain-button is-framed" onClick={() => onAct({ is: 'choose', place })}>
                  {says.isThis} <Key place={place} />
                  <span className="unseen">{says.isThisOf(row.name, nameOfCandidate(candidate.device, words))}</span>
                </button>
              </p>
            )}
          </li>
        ))}
      </ol>
    </>
  )
}

function Key({ place }: { readonly place: number }) {
  return place > 8 ? null : <kbd>{keyOf(place)}</kbd>
}

interface AnswersProps {
  readonly row: Row
  readonly mark: Mark | undefined
  readonly onAct: (action: Action) => void
}

function Answers({ row, mark, onAct }: AnswersProps) {
  const { reconcile: says } = useNetworkWords().net
  if (mark?.is === 'said') {
    return (
      <p className="queue-said">
        <b>{mark.said.text}</b> {mark.isKept ? null : <span className="soft">{says.sending}</span>}
        <button type="button" className="plain-button is-framed" onClick={() => onAct({ is: 'undo' })}>
          {says.undo} <kbd>u</kbd> <span className="unseen">{says.undoOf(row.name)}</span>
        </button>
      </p>
    )
  }
  return (
    <p className="queue-answers">
      {row.is === 'observed' && row.observed.candidates.length > 0 ? (
        <button type="button" className="plain-button is-framed" onClick={() => onAct({ is: 'none' })}>
          {says.isNone} <kbd>n</kbd> <span className="unseen">{says.isNoneOf(row.name)}</span>
        </button>
      ) : null}
      <button type="button" className="plain-button is-framed" onClick={() => onAct({ is: 'find' })}>
        {says.find} <kbd>f</kbd> <span className="unseen">{says.findOf(row.name)}</span>
      </button>
    </p>
  )
}

function RowEvidence({ observedId, name }: { readonly observedId: string; readonly name: string }) {
  const { net } = useNetworkWords()
  const query = useQuery(observedDetailQuery(observedId, useAsker()))
  if (query.data === undefined) return <Waiting query={query} />
  return <Evidence fields={query.data.fields} label={net.observed.evidenceOf(name)} />
}
