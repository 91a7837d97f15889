import { Link } from '@tanstack/react-router'
import type { Exposure, TrafficLine } from '../../src/server/contract.ts'
import { useNetworkWords } from '../words/use-network-words.ts'
import { More } from './more.tsx'
import { Scrolls } from './scrolls.tsx'
import { Waiting } from './states.tsx'
import {
  amountText,
  exposureNote,
  isUnknown,
  serviceText,
  timesText,
  useExposures,
  useTraffic,
  zoneText,
} from './traffic.ts'
import type { TrafficEnd, Zone } from './traffic.ts'
import './stated.css'
import './traffic.css'

interface TrafficOfDeviceProps {
  /** Its id in the inventory, or on the network. */
  readonly device: string
}

/** What of the traffic of one device deserves a look, and all that it talks to. */
export function TrafficOfDevice({ device }: TrafficOfDeviceProps) {
  const { net } = useNetworkWords()
  const { query, first, lines } = useTraffic({ device })
  const isNone = isUnknown(query.error) || lines?.length === 0
  return (
    <section className="traffic-of" aria-labelledby="traffic">
      <h2 id="traffic">{net.traffic.heading}</h2>
      {isNone ? <p className="soft">{net.traffic.noFlows}</p> : null}
      {!isNone && lines === undefined ? <Waiting query={query} /> : null}
      {isNone || lines === undefined ? null : (
        <>
          <ExposuresOfDevice device={device} />
          <TrafficLines lines={lines} label={net.traffic.flows} />
          <More query={query} shown={lines.length} total={first?.total} />
        </>
      )}
    </section>
  )
}

function ExposuresOfDevice({ device }: TrafficOfDeviceProps) {
  const { exposures } = useExposures({ device })
  return exposures === undefined ? null : <ExposureLines exposures={exposures} />
}

/** What was seen that deserves a look: of whom, by which rule, with whom, and below it where, by which service and when. */
export function ExposureLines({ exposures }: { readonly exposures: readonly Exposure[] }) {
  const { net, formats } = useNetworkWords()
  const { traffic } = net
  return (
    <ul className="said-list">
      {exposures.map((exposure, place) => (
        <li key={place} data-verdict="unknown">
          <p className="said-what">
            <End end={exposure.device} /> <b>{traffic.rules[exposure.rule]}</b> <End end={exposure.peer} />
          </p>
          <p className="soft">{exposureNote(exposure, net, formats)}</p>
        </li>
      ))}
    </ul>
  )
}

interface LinesProps {
  readonly lines: readonly TrafficLine[]
  readonly label: string
}

/** Who talked to whom by which service. */
export function TrafficLines({ lines, label }: LinesProps) {
  const { net, formats, lang } = useNetworkWords()
  const { columns } = net.traffic
  return (
    <Scrolls label={label}>
      <table className="evidence">
        <thead>
          <tr>
            <th scope="col">{columns.client}</th>
            <th scope="col">{columns.server}</th>
            <th scope="col">{columns.service}</th>
            <th scope="col">{columns.seen}</th>
            <th scope="col">{columns.bytes}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, place) => (
            <tr key={place}>
              <th scope="row">
                <End end={line.client} zone={line.clientZone} />
              </th>
              <td>
                <End end={line.server} zone={line.serverZone} />
              </td>
              <td>{serviceText(line, net)}</td>
              <td>{timesText(line, net, formats)}</td>
              <td className="count">{amountText(line.bytes, lang)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolls>
  )
}

function End({ end, zone }: { readonly end: TrafficEnd; readonly zone?: Zone }) {
  const { net } = useNetworkWords()
  return (
    <>
      {end.observedId === undefined ? (
        end.says
      ) : (
        <Link to="/network/$observedId" params={{ observedId: end.observedId }}>
          {end.says}
        </Link>
      )}
      {zone === undefined ? null : <small className="soft">{zoneText(zone, net)}</small>}
    </>
  )
}
