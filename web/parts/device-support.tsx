import { Link } from '@tanstack/react-router'
import { useWords } from '../words/use-words.ts'
import { countsText, partsText, useSupport, verdictOfStanding } from './device-support.ts'
import type { SupportLine } from './device-support.ts'
import { More } from './more.tsx'
import { Waiting } from './states.tsx'
import './stated.css'

/** Which parts of a device nobody repairs any more, or not for long, by line of releases: the worst first. */
export function DeviceSupport({ deviceId }: { readonly deviceId: string }) {
  const { words, formats } = useWords()
  const { query, support, lines } = useSupport(deviceId)
  return (
    <section className="support" aria-labelledby="support">
      <div className="section-head">
        <h2 id="support">{words.support.heading}</h2>
        <Link to="/ask" search={{ q: 'eol' }}>
          {words.support.askAll}
        </Link>
      </div>
      {support === undefined ? (
        <Waiting query={query} />
      ) : (
        <>
          {countsText(support, words).map((text) => (
            <p key={text}>{text}</p>
          ))}
          <p className="soft">{words.support.asOf(formats.day(support.day))}</p>
          <ul className="said-list">
            {lines.map((line, place) => (
              <Line key={place} line={line} />
            ))}
          </ul>
          <More query={query} shown={lines.length} total={undefined} />
        </>
      )}
    </section>
  )
}

function Line({ line }: { readonly line: SupportLine }) {
  const { words } = useWords()
  return (
    <li data-verdict={verdictOfStanding[line.standing]}>
      <p className="said-what">{line.says}</p>
      {line.endsSoon ? <p className="said-nothing">{words.support.endsSoon}</p> : null}
      <p>{partsText(line, words)}</p>
      {line.others.map((other) => (
        <p key={other.says} className="soft">
          {words.support.others} {other.says}
        </p>
      ))}
    </li>
  )
}
