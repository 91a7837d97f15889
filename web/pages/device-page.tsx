import { useDisclosure } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import type { Device, DeviceDetail, DeviceFinding } from '../../src/server/contract.ts'
import { DeviceAdvisories } from '../parts/device-advisories.tsx'
import { DeviceNetwork } from '../parts/device-network.tsx'
import { DeviceSupport } from '../parts/device-support.tsx'
import { FlawMarks } from '../parts/flaw-marks.tsx'
import { modelOf, nameOf } from '../parts/device-section.ts'
import { FoldIcon } from '../parts/icons.tsx'
import { More } from '../parts/more.tsx'
import { Fictional, Safety } from '../parts/safety.tsx'
import { SbomLine } from '../parts/sbom-line.tsx'
import { SoftwareTree } from '../parts/software-tree.tsx'
import { StatedOnDevice } from '../parts/stated.tsx'
import { Waiting } from '../parts/states.tsx'
import { ToConfirm, ToConfirmHere, ToConfirmMark } from '../parts/to-confirm.tsx'
import { VerdictLetter } from '../parts/verdict-letter.tsx'
import { WhyList } from '../parts/why-list.tsx'
import { useWords } from '../words/use-words.ts'
import { factsOf, toAdd, totalOf, useDevice, useFindings } from './device-page.ts'
import './page.css'
import './device-page.css'

/** One device: what is known of it, its SBOMs, the software they list, and the flaws in it. */
export function DevicePage() {
  const { query } = useDevice()
  if (query.data === undefined) return <Waiting query={query} />
  return <DeviceArticle detail={query.data} />
}

function DeviceArticle({ detail }: { readonly detail: DeviceDetail }) {
  const { words } = useWords()
  const { device, sboms, findings, says } = detail
  return (
    <article className="page device-page">
      <title>{words.device.title(nameOf(device, words))}</title>
      <Fictional text={says.fictional} />
      <header className="page-head">
        <p className="soft">{words.device.scopes[device.scope]}</p>
        <h1>{nameOf(device, words)}</h1>
        <p className="lead">
          {modelOf(device, words)} <strong>{device.softwareVersion ?? words.answer.versionNotKnown}</strong>
        </p>
      </header>
      <div className="device-columns">
        <Facts detail={detail} />
        <Sboms detail={detail} />
      </div>
      <Safety text={says.safety} />
      <Findings device={device} counts={findings} />
      {sboms.length === 0 ? null : <DeviceSupport deviceId={device.deviceId} />}
      <DeviceAdvisories deviceId={device.deviceId} />
      <Stated deviceId={device.deviceId} modelVersionId={device.modelVersionId} />
      <DeviceNetwork deviceId={device.deviceId} />
      {sboms.length === 0 ? null : <SoftwareTree deviceId={device.deviceId} />}
    </article>
  )
}

function Facts({ detail: { device } }: { readonly detail: DeviceDetail }) {
  const { words, formats } = useWords()
  return (
    <section className="facts" aria-labelledby="facts">
      <h2 id="facts">{words.device.facts}</h2>
      <dl>
        {factsOf(device, words, formats).map(({ name, value, readIn }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {value}
              {readIn === undefined ? null : <small className="soft">{readIn}</small>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Sboms({ detail: { sboms, device } }: { readonly detail: DeviceDetail }) {
  const { words } = useWords()
  return (
    <section className="sboms" aria-labelledby="sboms">
      <h2 id="sboms">{words.device.sboms}</h2>
      {sboms.length === 0 ? <p>{words.device.noSbom}</p> : null}
      <ul>
        {sboms.map((sbom) => (
          <SbomLine key={sbom.sbomId} sbom={sbom} modelVersionId={device.modelVersionId} />
        ))}
      </ul>
      <p>
        <Link className="plain-button is-framed" to="/add" search={toAdd(device)}>
          {words.places.add}
        </Link>
      </p>
    </section>
  )
}

interface StatedProps {
  readonly deviceId: string
  readonly modelVersionId: number
}

/** What others state of it, what was decided here, and what waits for a person; of a model that nobody knows nothing is stated. */
function Stated({ deviceId, modelVersionId }: StatedProps) {
  const { words } = useWords()
  return (
    <section className="stated" aria-labelledby="stated">
      <h2 id="stated">{words.said.onDevice}</h2>
      {modelVersionId === 0 ? null : <ToConfirm modelVersionId={modelVersionId} />}
      <StatedOnDevice deviceId={deviceId} modelVersionId={modelVersionId} />
    </section>
  )
}

interface FindingsProps {
  readonly device: Pick<Device, 'deviceId' | 'modelVersionId'>
  readonly counts: DeviceDetail['findings']
}

function Findings({ device: { deviceId, modelVersionId }, counts }: FindingsProps) {
  const { words, formats } = useWords()
  const { query, findings } = useFindings(deviceId)
  const total = totalOf(counts)
  return (
    <section className="findings" aria-labelledby="findings">
      <h2 id="findings">{words.device.findings}</h2>
      <p className="soft">
        {total === 0
          ? words.device.noFindings
          : words.device.findingsCount(formats.count(counts.affected), formats.count(counts.unknown))}
      </p>
      {findings === undefined ? <Waiting query={query} /> : null}
      <ul>
        {findings?.map((finding) => (
          <Finding key={finding.vulnerability} finding={finding} modelVersionId={modelVersionId} />
        ))}
      </ul>
      {findings === undefined ? null : <More query={query} shown={findings.length} total={total} />}
    </section>
  )
}

interface FindingProps {
  readonly finding: DeviceFinding
  readonly modelVersionId: number
}

function Finding({ finding, modelVersionId }: FindingProps) {
  const { words } = useWords()
  const [isOpen, { toggle }] = useDisclosure(false)
  return (
    <li data-verdict={finding.verdict}>
      <VerdictLetter verdict={finding.verdict} letter={words.verdictLetters.flaw[finding.verdict]} />
      <div className="finding-name">
        <span className="unseen">{finding.says}</span>
        <Link to="/vulnerabilities/$id" params={{ id: finding.vulnerability }}>
          {finding.vulnerability}
        </Link>
        <p>{finding.summary}</p>
        <ToConfirmMark modelVersionId={modelVersionId} flaws={finding.names} />
      </div>
      <FlawMarks
        cvssBase={finding.cvssBase}
        exploitedSince={finding.exploitedSince}
        epssProbability={finding.epssProbability}
        size="line"
      />
      <button
        type="button"
        className="plain-button"
        aria-expanded={isOpen}
        aria-label={words.answer.whyOf(finding.vulnerability)}
        onClick={toggle}
      >
        <FoldIcon /> {words.answer.why}
      </button>
      {isOpen ? (
        <WhyList why={finding.why} whyTotal={finding.why.length} reasonSays={finding.says}>
          <ToConfirmHere modelVersionId={modelVersionId} flaws={finding.names} />
        </WhyList>
      ) : null}
    </li>
  )
}
