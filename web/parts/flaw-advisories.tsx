import { useDisclosure } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import type { Advisory, DeviceOfAdvisory, FlawSummary } from '../../src/server/contract.ts'
import { useWords } from '../words/use-words.ts'
import { verdictOfAdvisory } from './device-advisories.ts'
import { modelOf, nameOf } from './device-section.ts'
import { fleetText, toldOf, useDevicesOfAdvisory, useFlawAdvisories } from './flaw-advisories.ts'
import { FoldIcon } from './icons.tsx'
import { More } from './more.tsx'
import { Waiting } from './states.tsx'
import './flaw-advisories.css'
import './stated.css'

interface FlawAdvisoriesProps {
  readonly flaw: Pick<FlawSummary, 'id' | 'names'>
}

/** The advisories of makers and coordinators on a flaw, with the devices that each names. */
export function FlawAdvisories({ flaw }: FlawAdvisoriesProps) {
  const { words } = useWords()
  const { query, advisories } = useFlawAdvisories(flaw)
  return (
    <section aria-labelledby="advisories">
      <h2 id="advisories">{words.advisories.onFlaw}</h2>
      {advisories === undefined ? <Waiting query={query} /> : null}
      {advisories?.length === 0 ? <p className="soft">{words.advisories.noneOnFlaw}</p> : null}
      <ul className="said-list">
        {advisories?.map((advisory) => (
          <AdvisoryLine key={advisory.key} advisory={advisory} flaw={flaw} />
        ))}
      </ul>
      {advisories === undefined ? null : <More query={query} shown={advisories.length} total={undefined} />}
    </section>
  )
}

interface AdvisoryLineProps {
  readonly advisory: Advisory
  /** What is said of each device is of this flaw; undefined: of the first that it speaks of. */
  readonly flaw: FlawAdvisoriesProps['flaw'] | undefined
}

/** An advisory: whose, what it means for the fleet, and the devices that it names. */
export function AdvisoryLine({ advisory, flaw }: AdvisoryLineProps) {
  const { words, formats } = useWords()
  const [isOpen, { toggle }] = useDisclosure(false)
  const { title, publisher, trackingId, version, releasedAt, fleet } = advisory
  const isNamed = Object.keys(fleet.verdicts).length > 0
  return (
    <li>
      <h3>{title}</h3>
      <p className="soft">
        {publisher}, {trackingId}, {words.advisories.revision(version)}
        {releasedAt === undefined ? null : `, ${formats.day(releasedAt)}`}
      </p>
      <p>{fleetText(advisory, words)}</p>
      {isNamed ? (
        <p>
          <button
            type="button"
            className="plain-button"
            aria-expanded={isOpen}
            aria-label={words.advisories.devicesOf(trackingId)}
            onClick={toggle}
          >
            <FoldIcon /> {words.advisories.devices}
          </button>
        </p>
      ) : null}
      {isOpen ? <Devices advisory={advisory} flaw={flaw} /> : null}
    </li>
  )
}

function Devices({ advisory, flaw }: AdvisoryLineProps) {
  const { query, devices } = useDevicesOfAdvisory(advisory.key)
  if (devices === undefined) return <Waiting query={query} />
  return (
    <>
      <ul className="named-devices">
        {devices.map((named) => (
          <NamedDevice key={named.device.deviceId} named={named} flaw={flaw} />
        ))}
      </ul>
      <More query={query} shown={devices.length} total={undefined} />
    </>
  )
}

interface NamedDeviceProps {
  readonly named: DeviceOfAdvisory
  readonly flaw: AdvisoryLineProps['flaw']
}

function NamedDevice({ named, flaw }: NamedDeviceProps) {
  const { words } = useWords()
  const { device } = named
  const told = toldOf(named, flaw)
  return (
    <li data-verdict={told === undefined ? undefined : verdictOfAdvisory[told.verdict]}>
      <Link to="/devices/$deviceId" params={{ deviceId: device.deviceId }}>
        {nameOf(device, words)}
      </Link>
      <span>
        {modelOf(device, words)} <b>{device.softwareVersion ?? words.answer.versionNotKnown}</b>
      </span>
      <span className="advisory-verdict">{told?.says}</span>
      <span className="soft">{told === undefined ? null : words.advisories.work(told.saysState)}</span>
    </li>
  )
}
