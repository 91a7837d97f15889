import { Link } from '@tanstack/react-router'
import type { Answer, AnsweredDevice } from '../../src/server/contract.ts'
import { gistOf, modelOf, nameOf } from '../parts/device-section.ts'
import type { WardOfDevices } from '../parts/device-section.ts'
import { PrinterIcon } from '../parts/icons.tsx'
import { Waiting } from '../parts/states.tsx'
import { VerdictLetter } from '../parts/verdict-letter.tsx'
import { saySite, sayWard } from '../parts/wards.ts'
import { toneOf } from '../verdicts.ts'
import { useWords } from '../words/use-words.ts'
import { printNow, toWalk, usePrint } from './print-page.ts'
import './page.css'
import './print-page.css'

/** A list to walk with: a block of paper for each ward, a box to tick for each device, and on every sheet what to leave alone. */
export function PrintPage() {
  const { words } = useWords()
  const { search, query, list, answer, devices, isComplete, wards, answeredAt } = usePrint()
  if (answer === undefined) return <Waiting query={query} />
  if (list.error !== null) return <Waiting query={list} />
  return (
    <article className="page paper">
      <title>{words.print.title(search.q)}</title>
      <header className="paper-head not-printed">
        <h1>{words.answer.print}</h1>
        <Link to="/ask" search={search}>
          {words.print.back}
        </Link>
        <PrintState found={devices.length} wards={wards.length} isComplete={isComplete} />
        <button type="button" className="plain-button is-framed" disabled={!isComplete} onClick={printNow}>
          <PrinterIcon /> {words.print.print}
        </button>
      </header>
      {isComplete
        ? wards.map((ward) => <Sheet key={`${ward.site}\n${ward.ward}`} ward={ward} answer={answer} at={answeredAt} />)
        : null}
    </article>
  )
}

interface PrintStateProps {
  readonly found: number
  readonly wards: number
  readonly isComplete: boolean
}

function PrintState({ found, wards, isComplete }: PrintStateProps) {
  const { words, formats } = useWords()
  return (
    <p role="status" className="soft">
      {isComplete
        ? words.print.ready(words.devices(found), words.print.wards(wards))
        : words.print.loading(formats.count(found))}
    </p>
  )
}

interface SheetProps {
  readonly ward: WardOfDevices
  readonly answer: Answer
  /** When the answer was given. */
  readonly at: string
}

/** The head and foot of the table come again on every sheet that it runs over. */
function Sheet({ ward, answer, at }: SheetProps) {
  const { words } = useWords()
  return (
    <table className="sheet">
      <thead>
        <tr>
          <td colSpan={6}>
            <SheetHead ward={ward} answer={answer} at={at} />
          </td>
        </tr>
        <tr>
          <th scope="col">{words.print.seen}</th>
          <th scope="col">{words.print.class}</th>
          <th scope="col">{words.answer.columns.device}</th>
          <th scope="col">{words.answer.columns.model}</th>
          <th scope="col">{words.answer.columns.room}</th>
          <th scope="col">{words.answer.columns.because}</th>
        </tr>
      </thead>
      <tbody>
        {ward.devices.map((device) => (
          <SheetRow key={device.deviceId} device={device} answer={answer} />
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={6}>{answer.says.safety}</td>
        </tr>
      </tfoot>
    </table>
  )
}

function SheetHead({ ward, answer, at }: SheetProps) {
  const { words, formats } = useWords()
  return (
    <div className="sheet-head">
      <strong>{sayWard(ward, words)}</strong>
      <span>{saySite(ward, words)}</span>
      <span className="soft">{answer.organisation.name}</span>
      <span className="count">{words.devices(ward.devices.length)}</span>
      <span className="sheet-query">{answer.query}</span>
      <time dateTime={at}>{formats.moment(at)}</time>
      {answer.counts === null ? null : <SheetKey answer={answer} />}
      {answer.says.fictional === undefined ? null : <small>{answer.says.fictional}</small>}
    </div>
  )
}

/** What the letters of the sheet mean. */
function SheetKey({ answer }: { readonly answer: Answer }) {
  const { words } = useWords()
  return (
    <small>
      {toWalk.map((verdict) => (
        <span key={verdict} className="sheet-key">
          <VerdictLetter verdict={verdict} letter={words.verdictLetters[toneOf(answer)][verdict]} />{' '}
          {answer.says.verdicts[verdict]}
        </span>
      ))}
    </small>
  )
}

function SheetRow({ device, answer }: { readonly device: AnsweredDevice; readonly answer: Answer }) {
  const { words } = useWords()
  const { verdict } = device
  return (
    <tr>
      <td>
        <span className="tick" />
      </td>
      <td>
        {verdict === null ? null : (
          <>
            <VerdictLetter verdict={verdict} letter={words.verdictLetters[toneOf(answer)][verdict]} />
            <span className="unseen">{answer.says.verdicts[verdict]}</span>
          </>
        )}
      </td>
      <th scope="row">{nameOf(device, words)}</th>
      <td>
        {modelOf(device, words)} {device.softwareVersion}
      </td>
      <td>
        <span className="sheet-line">{device.room}</span>
        <span className="sheet-line">{device.hostName}</span>
      </td>
      <td>{gistOf(device)}</td>
    </tr>
  )
}
