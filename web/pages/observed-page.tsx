import { useDisclosure } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
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

function Observed({ detail }: { readonly detail: ObservedDetail }) {
  const { words, net, formats } = useNetworkWords()
  const { network: says, observed } = net
  const { device, fields, conflicts, versions, members, candidates } = detail
  const name = nameOfObserved(device, net, detail.anchors)
  return (
    <article className="page kept-page">
      <title>{says.titleOf(name)}</title>
      <header className="page-head">
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
      {candidates.length === 0 ? null : (
        <section aria-labelledby="in-inventory">
          <h2 id="in-inventory">{says.inInventory}</h2>
          <ul className="kept-list">
            {candidates.map((candidate) => (
              <li key={candidate.device.deviceId}>
                <p>
                  <Link to="/devices/$deviceId" params={{ deviceId: candidate.device.deviceId }}>
                    {nameOfCandidate(candidate.device, words)}
                  </Link>
                </p>
                <p>{reasonText(candidate, net)}</p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {conflicts.length === 0 ? null : (
        <section aria-labelledby="conflicts">
          <h2 id="conflicts">{says.conflicts}</h2>
          <ul className="kept-list">
            {conflicts.map((conflict) => (
              <li key={conflict.field}>{conflictText(conflict, net)}</li>
            ))}
          </ul>
        </section>
      )}
      {versions.length === 0 ? null : (
        <section aria-labelledby="versions">
          <h2 id="versions">{says.versions}</h2>
          <ul className="kept-list">
            {versions.map((version) => (
              <li key={version.value}>
                <p>
                  <b>{visibleName(version.value)}</b>{' '}
                  <span className="soft">
                    {says.voices(version.voices)}, {version.protocols.join(', ')}, {seenText(version, net, formats)}
                  </span>
                </p>
              </li>
            ))}
          </ul>
          {device.deviceId === undefined || !differsFromList(detail) ? null : (
            <p>
              <Link to="/devices/$deviceId" params={{ deviceId: device.deviceId }} hash="on-network">
                {says.decideThere}
              </Link>
            </p>
          )}
        </section>
      )}
      <section aria-labelledby="known-facts">
        <h2 id="known-facts">{says.facts}</h2>
        <Evidence fields={fields} label={observed.evidence} />
      </section>
      <Why detail={detail} />
      {members.length === 0 ? null : (
        <section aria-labelledby="members">
          <h2 id="members">{says.members}</h2>
          <ul className="kept-list">
            {members.map((member) => (
              <li key={member.observedId}>
                <Link to="/network/$observedId" params={{ observedId: member.observedId }}>
                  {nameOfObserved(member, net)}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      <TrafficOfDevice device={device.observedId} />
    </article>
  )
}

function Why({ detail: { device, anchors, joins, decisions } }: { readonly detail: ObservedDetail }) {
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
