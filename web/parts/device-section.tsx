import type { Answer, Verdict, WardCounts } from '../../src/server/contract.ts'
import type { AskSearch } from '../address.ts'
import type { Asked } from '../queries.ts'
import { toneOf } from '../verdicts.ts'
import { useWords } from '../words/use-words.ts'
import { emptyText, idOf, totalOf, useDevices } from './device-section.ts'
import type { WardOfDevices } from './device-section.ts'
import { DeviceRow } from './device-row.tsx'
import { More } from './more.tsx'
import { Reasons } from './reasons.tsx'
import { Waiting } from './states.tsx'
import { VerdictLetter } from './verdict-letter.tsx'
import { hasPlace, saySite, sayWard } from './wards.ts'
import './device-section.css'

interface DeviceSectionProps {
  readonly answer: Answer
  readonly asked: Asked
  readonly search: AskSearch
  readonly wards: readonly WardCounts[] | undefined
  /** Undefined when the question was about devices themselves. */
  readonly verdict: Verdict | undefined
}

/** A class whose devices somebody has to look at: every one of them, ward by ward, a page at a time. */
export function DeviceSection({ answer, asked, search, wards, verdict }: DeviceSectionProps) {
  const { words } = useWords()
  const { query, devices, byWard } = useDevices({ asked, verdict, search, wards })
  const total = totalOf({ verdict, search, wards }, answer)
  return (
    <section className="device-section" data-verdict={verdict} aria-labelledby={idOf(verdict)}>
      <SectionHeading answer={answer} verdict={verdict} total={total} />
      {verdict === undefined || hasPlace(search) ? null : <Reasons answer={answer} verdict={verdict} />}
      {devices === undefined ? <Waiting query={query} /> : null}
      {devices?.length === 0 ? <p className="soft">{emptyText(verdict, search, words)}</p> : null}
      {byWard.map((ward) => (
        <WardOfRows key={`${ward.site}\n${ward.ward}`} ward={ward} />
      ))}
      {devices === undefined ? null : <More query={query} shown={devices.length} total={total} />}
    </section>
  )
}

interface SectionHeadingProps {
  readonly answer: Answer
  readonly verdict: Verdict | undefined
  readonly total: number | undefined
}

function SectionHeading({ answer, verdict, total }: SectionHeadingProps) {
  const { words, formats } = useWords()
  if (verdict === undefined)
    return (
      <h2 id={idOf(verdict)} tabIndex={-1}>
        {words.answer.found}
        {total === undefined ? null : <span className="count soft">{formats.count(total)}</span>}
      </h2>
    )
  return (
    <h2 id={idOf(verdict)} tabIndex={-1}>
      <VerdictLetter verdict={verdict} letter={words.verdictLetters[toneOf(answer)][verdict]} />
      {answer.says.verdicts[verdict]}
      {total === undefined ? null : <span className="count soft">{formats.count(total)}</span>}
    </h2>
  )
}

function WardOfRows({ ward }: { readonly ward: WardOfDevices }) {
  const { words } = useWords()
  const { columns } = words.answer
  return (
    <section className="ward" aria-label={`${sayWard(ward, words)}, ${saySite(ward, words)}`}>
      <h3>
        {sayWard(ward, words)} <span className="soft">{saySite(ward, words)}</span>
        {ward.total === undefined ? null : <span className="count soft">{words.devices(ward.total)}</span>}
      </h3>
      <table role="table" className="device-table">
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
