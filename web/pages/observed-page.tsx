import { useDisclosure } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ObservedDetail } from '../../src/server/contract.ts'
import { AuthorForm } from '../parts/author-form.tsx'
import { Decisions } from '../parts/decisions.tsx'
import { Evidence } from '../parts/evidence.tsx'
import { FindDialog } from '../parts/find-dialog.tsx'
import {
  anchorText,
  knownBy,
  marksOf,
  nameOfCandidate,
  nameOfObserved,
  reasonText,
  seenText,
} from '../parts/observed.ts'
import { toRefusal } from '../parts/states.ts'
import { Waiting } from '../parts/states.tsx'
import { TrafficOfDevice } from '../parts/traffic.tsx'
import { visibleName } from '../visible.ts'
import { useNetworkWords } from '../words/use-network-words.ts'
import {
  conflictText,
  differsFromList,
  joinText,
  observedAuthorId,
  useDecidingObserved,
  useObserved,
} from './observed-page.ts'
import '../parts/observed.css'
import './page.css'
import './kept-page.css'

/** One device on the network: every fact with who told it, why it is one device, what it may be in the inventory, and its traffic. */
export function ObservedPage() {
  const query = useObserved()
  if (query.data === undefined) return <Waiting query={query} />
  return <Observed detail={query.data} />
}

interface DetailProps {
  readonly detail: ObservedDetail
}

function Observed({ detail }: DetailProps) {
  const { network: says, observed } = useNetworkWords().net
  return (
    <article className="page kept-page">
      <Head detail={detail} />
      <Candidates detail={detail} />
      <Conflicts detail={detail} />
      <Versions detail={detail} />
      <section aria-labelledby="known-facts">
        <h2 id="known-facts">{says.facts}</h2>
        <Evidence fields={detail.fields} label={observed.evidence} />
      </section>
      <Why detail={detail} />
      <Members detail={detail} />
      <TrafficOfDevice device={detail.device.observedId} />
    </article>
  )
}

function Head({ detail: { device, anchors } }: DetailProps) {
  const { net, formats } = useNetworkWords()
  const { network: says, observed } = net
  const name = nameOfObserved(device, net, anchors)
  return (
    <header className="page-head">
      <title>{says.titleOf(name)}</title>
      <p className="soft">
        {observed.kinds[device.kind]} · {observed.standings[device.standing]}
      </p>
      <h1>{name}</h1>
      <p className="lead">{knownBy(device).join(' · ')}</p>
      <p className="soft">{seenText(device, net, formats)}</p>
      {marksOf(device, net).map((text) => (
        <p key={text} className="observed-marks">
          {text}
        </p>
      ))}
    </header>
  )
}

interface FoundProps {
  readonly id: string
  readonly heading: string
  /** Nothing is shown of a list without lines. */
  readonly lines: readonly ReactNode[]
  readonly children?: ReactNode
}

function Found({ id, heading, lines, children }: FoundProps) {
  if (lines.length === 0) return null
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{heading}</h2>
      <ul className="kept-list">{lines}</ul>
      {children}
    </section>
  )
}

function Candidates({ detail: { candidates } }: DetailProps) {
  const { words, net } = useNetworkWords()
  const lines = candidates.map((candidate) => (
    <li key={candidate.device.deviceId}>
      <p>
        <Link to="/devices/$deviceId" params={{ deviceId: candidate.device.deviceId }}>
          {nameOfCandidate(candidate.device, words)}
        </Link>
      </p>
      <p>{reasonText(candidate, net)}</p>
    </li>
  ))
  return <Found id="in-inventory" heading={net.network.inInventory} lines={lines} />
}

function Conflicts({ detail: { conflicts } }: DetailProps) {
  const { net } = useNetworkWords()
  const lines = conflicts.map((conflict) => <li key={conflict.field}>{conflictText(conflict, net)}</li>)
  return <Found id="conflicts" heading={net.network.conflicts} lines={lines} />
}

function Versions({ detail }: DetailProps) {
  const { net, formats } = useNetworkWords()
  const { network: says } = net
  const { deviceId } = detail.device
  const lines = detail.versions.map((version) => (
    <li key={version.value}>
      <p>
        <b>{visibleName(version.value)}</b>{' '}
        <span className="soft">
          {says.voices(version.voices)}, {version.protocols.join(', ')}, {seenText(version, net, formats)}
        </span>
      </p>
    </li>
  ))
  return (
    <Found id="versions" heading={says.versions} lines={lines}>
      {deviceId === undefined || !differsFromList(detail) ? null : (
        <p>
          <Link to="/devices/$deviceId" params={{ deviceId }} hash="on-network">
            {says.decideThere}
          </Link>
        </p>
      )}
    </Found>
  )
}

function Members({ detail: { members } }: DetailProps) {
  const { net } = useNetworkWords()
  const lines = members.map((member) => (
    <li key={member.observedId}>
      <Link to="/network/$observedId" params={{ observedId: member.observedId }}>
        {nameOfObserved(member, net)}
      </Link>
    </li>
  ))
  return <Found id="members" heading={net.network.members} lines={lines} />
}

function Why({ detail: { device, anchors, joins, decisions } }: DetailProps) {
  const { words, net, formats } = useNetworkWords()
  const { network: says } = net
  const { isPending, error, isWaiting, decide, submitAuthor } = useDecidingObserved(device.observedId)
  const [isFinding, { open, close }] = useDisclosure(false)
  return (
    <section aria-labelledby="why-one">
      <h2 id="why-one">{says.why}</h2>
      {joins.length === 0 ? <p className="soft">{says.oneAnchor}</p> : null}
      <ul className="kept-list">
        {joins.map((join, place) => (
          <li key={place}>{joinText(join, net, formats)}</li>
        ))}
      </ul>
      <AuthorForm id={observedAuthorId} isWaiting={isWaiting} onSubmit={submitAuthor} />
      <p>
        <button type="button" className="plain-button is-framed" disabled={isPending} onClick={open}>
          {says.joinWith}
        </button>
      </p>
      {isFinding ? (
        <FindDialog
          where="network"
          of={nameOfObserved(device, net)}
          onClose={close}
          onPick={({ id }) => decide({ is: 'join', otherId: id })}
        />
      ) : null}
      <h3>{says.knownBy}</h3>
      <ul className="kept-list">
        {anchors.map((anchor) => (
          <li key={anchor}>
            <p>
              <b>{anchorText(anchor, net)}</b>{' '}
              {anchors.length < 2 ? null : (
                <button
                  type="button"
                  className="plain-button is-framed"
                  disabled={isPending}
                  onClick={() => decide({ is: 'split', anchor })}
                >
                  {says.split} <span className="unseen">{says.splitOf(anchorText(anchor, net))}</span>
                </button>
              )}
            </p>
          </li>
        ))}
      </ul>
      <Decisions
        decisions={decisions}
        isPending={isPending}
        onUndo={(decisionId) => decide({ is: 'undo', decisionId })}
      />
      <p role="alert" className="refused">
        {error === null ? '' : toRefusal(error, words)}
      </p>
    </section>
  )
}
