import { useDisclosure } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import type { Answer, WardCounts } from '../../src/server/contract.ts'
import { withPlace } from '../address.ts'
import type { AskSearch } from '../address.ts'
import { toneOf, verdicts } from '../verdicts.ts'
import { useWords } from '../words/use-words.ts'
import { Waiting } from './states.tsx'
import type { Loading } from './states.tsx'
import { hasPlace, isSamePlace, placeOf, saySite, sayWard, shownWards } from './wards.ts'
import { VerdictLetter } from './verdict-letter.tsx'
import './wards.css'

interface WardsProps {
  readonly query: Loading & { readonly data: readonly WardCounts[] | undefined }
  readonly answer: Answer
  readonly search: AskSearch
}

/** Every ward with its four counts, those with most to do first; one of them narrows the lists below to itself. */
export function Wards({ query, answer, search }: WardsProps) {
  const { words } = useWords()
  const [showsAll, { open }] = useDisclosure(hasPlace(search))
  if (answer.counts === null) return null
  if (query.data === undefined) return <Waiting query={query} />
  const { shown, hidden } = shownWards(query.data, showsAll)
  return (
    <section className="wards" aria-labelledby="wards">
      <div className="section-head">
        <h2 id="wards">{words.answer.wards}</h2>
        {hasPlace(search) ? (
          <Link className="plain-button is-framed" to="/ask" search={withPlace(search)} resetScroll={false}>
            {words.answer.allWards}
          </Link>
        ) : null}
      </div>
      <table>
        <caption className="unseen">{words.answer.wardsCaption}</caption>
        <WardsHead answer={answer} />
        <tbody>
          {shown.map((ward) => (
            <WardRow key={`${ward.site}\n${ward.ward}`} ward={ward} search={search} />
          ))}
        </tbody>
      </table>
      {hidden > 0 ? (
        <button type="button" className="plain-button" onClick={open}>
          {words.answer.moreWards(hidden)}
        </button>
      ) : null}
    </section>
  )
}

function WardsHead({ answer }: { readonly answer: Answer }) {
  const { words } = useWords()
  return (
    <thead>
      <tr>
        <th scope="col">
          <span className="unseen">{words.answer.ward}</span>
        </th>
        {verdicts.map((verdict) => (
          <th key={verdict} scope="col">
            <VerdictLetter verdict={verdict} letter={words.verdictLetters[toneOf(answer)][verdict]} />
            <span className="unseen">{answer.says.verdicts[verdict]}</span>
          </th>
        ))}
      </tr>
    </thead>
  )
}

function WardRow({ ward, search }: { readonly ward: WardCounts; readonly search: AskSearch }) {
  const { words, formats } = useWords()
  const isChosen = hasPlace(search) && isSamePlace(search, ward)
  return (
    <tr data-chosen={isChosen}>
      <th scope="row">
        <Link
          to="/ask"
          search={withPlace(search, placeOf(ward))}
          resetScroll={false}
          activeOptions={{ exact: true }}
          aria-current={isChosen ? 'true' : undefined}
          aria-label={words.answer.onlyWard(`${sayWard(ward, words)}, ${saySite(ward, words)}`)}
        >
          {sayWard(ward, words)}
        </Link>
        <span className="soft">{saySite(ward, words)}</span>
        <MiniBar ward={ward} />
      </th>
      {verdicts.map((verdict) => (
        <td key={verdict} className="count" data-verdict={verdict} data-empty={ward.counts[verdict] === 0}>
          {formats.count(ward.counts[verdict])}
        </td>
      ))}
    </tr>
  )
}

/** The same numbers as in the row, for the eye alone. */
function MiniBar({ ward }: { readonly ward: WardCounts }) {
  return (
    <span className="mini-bar" aria-hidden="true">
      {verdicts.map((verdict) => (
        <span key={verdict} data-verdict={verdict} style={{ flexGrow: ward.counts[verdict] }} />
      ))}
    </span>
  )
}
