import { Link } from '@tanstack/react-router'
import { useId } from 'react'
import type { DeviceSeen } from '../../src/server/contract.ts'
import { useAuthor } from '../author.ts'
import { visibleName } from '../visible.ts'
import { useNetworkWords } from '../words/use-network-words.ts'
import { AuthorForm } from './author-form.tsx'
import { Decisions } from './decisions.tsx'
import {
  differsText,
  undoAuthorId,
  useDecideVersion,
  useDeviceSeen,
  useUndoing,
  versionsToChoose,
} from './device-network.ts'
import type { VersionSeen } from './device-network.ts'
import { knownBy, nameOfObserved, seenText } from './observed.ts'
import { AuthorField, SayButton } from './said-form.tsx'
import { toRefusal } from './states.ts'
import { Waiting } from './states.tsx'
import { TrafficOfDevice } from './traffic.tsx'
import './stated.css'

/** What the network tells of a device of the inventory, which version counts, and whom it talks to. */
export function DeviceNetwork({ deviceId }: { readonly deviceId: string }) {
  const { net, formats } = useNetworkWords()
  const query = useDeviceSeen(deviceId)
  return (
    <>
      <section className="stated" aria-labelledby="on-network">
        <h2 id="on-network">{net.network.onDevice}</h2>
        {query.data === undefined ? <Waiting query={query} /> : null}
        {query.data?.observed.length === 0 ? <p className="soft">{net.network.nothingIs}</p> : null}
        <ul className="said-list">
          {query.data?.observed.map(({ device }) => (
            <li key={device.observedId}>
              <p className="said-what">
                <Link to="/network/$observedId" params={{ observedId: device.observedId }}>
                  {nameOfObserved(device, net)}
                </Link>
              </p>
              <p>{knownBy(device).join(' · ')}</p>
              <p className="soft">{seenText(device, net, formats)}</p>
              {device.state === 'notSeen' ? <p className="said-nothing">{net.observed.notSeen}</p> : null}
            </li>
          ))}
        </ul>
        {query.data === undefined || query.data.versions.length === 0 ? null : (
          <Versions deviceId={deviceId} versions={query.data.versions} />
        )}
        {query.data === undefined || query.data.decisions.length === 0 ? null : (
          <Decided decisions={query.data.decisions} />
        )}
      </section>
      {query.data === undefined || query.data.observed.length === 0 ? null : <TrafficOfDevice device={deviceId} />}
    </>
  )
}

/** What people said of its version; the name of who takes it back is asked once. */
function Decided({ decisions }: { readonly decisions: DeviceSeen['decisions'] }) {
  const { words } = useNetworkWords()
  const { isPending, error, isWaiting, decide, submitAuthor } = useUndoing()
  return (
    <>
      <AuthorForm id={undoAuthorId} isWaiting={isWaiting} onSubmit={submitAuthor} />
      <Decisions decisions={decisions} isPending={isPending} onUndo={decide} />
      <p role="alert" className="refused">
        {error === null ? '' : toRefusal(error, words)}
      </p>
    </>
  )
}

interface VersionsProps {
  readonly deviceId: string
  readonly versions: readonly VersionSeen[]
}

function Versions({ deviceId, versions }: VersionsProps) {
  const { words, net } = useNetworkWords()
  const id = useId()
  const author = useAuthor()
  const { isPending, error, submit } = useDecideVersion(deviceId)
  return (
    <>
      {versions.map((version) => (
        <p key={version.version} className="said-nothing">
          {differsText(version, net)}
        </p>
      ))}
      <form className="said-form" onSubmit={submit}>
        <fieldset>
          <legend>{words.device.version}</legend>
          {versionsToChoose(versions).map((version) => (
            <label key={version}>
              <input type="radio" name="version" value={version} required /> {net.network.runs(visibleName(version))}
            </label>
          ))}
        </fieldset>
        <label htmlFor={`${id}-reason`}>{net.network.reason}</label>
        <textarea id={`${id}-reason`} name="reason" maxLength={4000} rows={2} />
        <AuthorField name="author" defaultValue={author} />
        <SayButton text={words.said.save} isPending={isPending} error={error} />
      </form>
    </>
  )
}
