import { Link } from '@tanstack/react-router'
import { CaptureForm } from '../parts/capture-form.tsx'
import { Filter } from '../parts/filter.tsx'
import { More } from '../parts/more.tsx'
import { knownBy, marksOf, nameOfObserved, seenText } from '../parts/observed.ts'
import { Waiting } from '../parts/states.tsx'
import { useNetworkWords } from '../words/use-network-words.ts'
import { KeptPage } from './kept-page.tsx'
import { shows, standings, useNetwork, withChoice } from './network-page.ts'
import '../parts/observed.css'

/** Every device that was seen on the network, found by text, by how it stands to the inventory, and by what is to be looked at. */
export function NetworkPage() {
  const { net, formats } = useNetworkWords()
  const { network: says, observed } = net
  const { search, query, narrow, devices } = useNetwork()
  return (
    <KeptPage
      says={says}
      head={
        <p className="kept-shown">
          <Link to="/reconcile">{says.toReconcile}</Link>
          <Link to="/traffic">{says.toTraffic}</Link>
        </p>
      }
    >
      <CaptureForm />
      <div className="kept-narrow">
        <nav className="kept-shown" aria-label={says.standing}>
          {[undefined, ...standings].map((each) => (
            <Link
              key={each ?? ''}
              className="plain-button"
              to="/network"
              search={withChoice(search, 'standing', each)}
              activeOptions={{ exact: true }}
              aria-current={each === search.standing ? 'page' : undefined}
            >
              {each === undefined ? says.all : observed.standings[each]}
            </Link>
          ))}
        </nav>
        <nav className="kept-shown" aria-label={says.show}>
          {[undefined, ...shows].map((each) => (
            <Link
              key={each ?? ''}
              className="plain-button"
              to="/network"
              search={withChoice(search, 'show', each)}
              activeOptions={{ exact: true }}
              aria-current={each === search.show ? 'page' : undefined}
            >
              {each === undefined ? says.all : says.shown[each]}
            </Link>
          ))}
        </nav>
        <Filter text={net.reconcile.filter} defaultValue={search.q ?? ''} onNarrow={narrow} />
      </div>
      {devices === undefined ? <Waiting query={query} /> : null}
      {devices?.length === 0 ? <p className="soft">{says.none}</p> : null}
      <ul className="kept-list">
        {devices?.map((device) => (
          <li key={device.observedId}>
            <p className="kept-what">
              <Link to="/network/$observedId" params={{ observedId: device.observedId }}>
                {nameOfObserved(device, net)}
              </Link>{' '}
              <span className="soft">{observed.standings[device.standing]}</span>
            </p>
            <p>{knownBy(device).join(' · ')}</p>
            <p className="soft">{seenText(device, net, formats)}</p>
            {marksOf(device, net).map((text) => (
              <p key={text} className="observed-marks">
                {text}
              </p>
            ))}
          </li>
        ))}
      </ul>
      {devices === undefined ? null : <More query={query} shown={devices.length} total={undefined} />}
    </KeptPage>
  )
}
