import type { Answer, Verdict, WardCounts } from '../../src/server/contract.ts'
import type { AskSearch } from '../address.ts'
import type { Asked } from '../queries.ts'
import { useWords } from '../words/use-words.ts'
import { emptyText, idOf, totalOf, useDevices } from './device-section.ts'
import type { WardOfDevices } from './device-section.ts'
import { DeviceRow } from './device-row.tsx'
import { More } from './more.tsx'
import { Reasons } from './reasons.tsx'
import { SectionHeading } from './section-heading.tsx'
import { Waiting } from './states.tsx'
import { hasPlace, saySite, sayWard } from './wards.ts'
import './device-section.css'

export interface DeviceListProps {
  readonly answer: Answer
  readonly asked: Asked
  readonly search: AskSearch
  readonly wards: readonly WardCounts[] | undefined
  /** Undefined when the question was about devices themselves. */
  readonly verdict: Verdict | undefined
}

/** A class whose devices somebody has to look at. */
export function DeviceSection(props: DeviceListProps) {
  const { answer, search, verdict } = props
  return (
    <section className="device-section" data-verdict={verdict} aria-labelledby={idOf(verdict)}>
      <SectionHeading answer={answer} verdict={verdict} total={totalOf(props, answer)} />
      {verdict === undefined || hasPlace(search) ? null : <Reasons answer={answer} verdict={verdict} />}
      <DeviceList {...props} />
    </section>
  )
}

/** Every device of a class, ward by ward, a page at a time. */
export function DeviceList(props: DeviceListProps) {
  const { words } = useWords()
  const { query, devices, byWard } = useDevices(props)
  if (devices === undefined) return <Waiting query={query} />
  return (
    <>
      {devices.length === 0 ? <p className="soft">{emptyText(props.verdict, props.search, words)}</p> : null}
      {byWard.map((ward) => (
        <WardOfRows key={`${ward.site}\n${ward.ward}`} ward={ward} />
      ))}
      <More query={query} shown={devices.length} total={totalOf(props, props.answer)} />
    </>
  )
}

function WardOfRows({ ward }: { readonly ward: WardOfDevices }) {
  const { words } = useWords()
  const { columns } = words.answer
  return (
    <section className="ward">
      <h3>
        {sayWard(ward, words)} <span className="soft">{saySite(ward, words)}</span>
        {ward.total === undefined ? null : <span className="count soft">{words.devices(ward.total)}</span>}
      </h3>
      <table role="table" className="device-table" aria-label={`${sayWard(ward, words)}, ${saySite(ward, words)}`}>
        <colgroup>
          <col />
          <col />
          <col />
          <col />
        </colgroup>
        <thead role="rowgroup" className="unseen">
          <tr role="row">
            <th scope="col" role="columnheader">
              {columns.device}
            </th>
            <th scope="col" role="columnheader">
              {columns.model}
            </th>
            <th scope="col" role="columnheader">
              {columns.room}
            </th>
            <th scope="col" role="columnheader">
              {columns.because}
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {ward.devices.map((device) => (
            <DeviceRow key={device.deviceId} device={device} />
          ))}
        </tbody>
      </table>
    </section>
  )
}
