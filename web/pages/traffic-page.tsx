import { Link } from '@tanstack/react-router'
import { More } from '../parts/more.tsx'
import { Scrolls } from '../parts/scrolls.tsx'
import { Waiting } from '../parts/states.tsx'
import { amountText, barOf, pictureOf } from '../parts/traffic.ts'
import { ExposureLines, TrafficLines } from '../parts/traffic.tsx'
import { Zones } from '../parts/zones.tsx'
import { useNetworkWords } from '../words/use-network-words.ts'
import { exposureRules } from '../address.ts'
import type { TrafficSearch } from '../address.ts'
import type { TrafficLine } from '../../src/server/contract.ts'
import { KeptPage } from './kept-page.tsx'
import { isNarrowed, neededNote, neededText, ruleCount, useNeeded, useTrafficPage, withRule } from './traffic-page.ts'

/** Who talks to whom: what deserves a look, zones as a picture, every connection, and what a model needs. */
export function TrafficPage() {
  const { net } = useNetworkWords()
  const { traffic: says } = net
  const { search, narrow, traffic, picture, exposures, all, isNone } = useTrafficPage()
  const { maker, model } = search
  return (
    <KeptPage says={says}>
      <Narrow search={search} onSubmit={narrow} />
      {maker === undefined || model === undefined ? null : <Needed maker={maker} model={model} />}
      {isNone ? <p className="soft">{says.noFlows}</p> : null}
      {!isNone && traffic.lines === undefined ? <Waiting query={traffic.query} /> : null}
      {isNone || traffic.lines === undefined ? null : (
        <>
          {traffic.first?.isCut === true ? <p className="kept-warning">{says.isCut}</p> : null}
          <section aria-labelledby="exposures">
            <h2 id="exposures">{says.exposures}</h2>
            <nav className="kept-shown" aria-label={says.rule}>
              {[undefined, ...exposureRules].map((rule) => (
                <Link
                  key={rule ?? ''}
                  className="plain-button"
                  to="/traffic"
                  search={withRule(search, rule)}
                  activeOptions={{ exact: true }}
                  aria-current={rule === search.rule ? 'page' : undefined}
                >
                  {rule === undefined ? says.all : says.rules[rule]}
                  {rule === undefined ? null : <small className="soft">{ruleCount(all, rule, net)}</small>}
                </Link>
              ))}
            </nav>
            {exposures.exposures === undefined ? <Waiting query={exposures.query} /> : null}
            {exposures.exposures?.length === 0 ? <p className="soft">{says.noExposures}</p> : null}
            {exposures.exposures === undefined ? null : (
              <>
                <ExposureLines exposures={exposures.exposures} />
                <More query={exposures.query} shown={exposures.exposures.length} total={exposures.first?.total} />
              </>
            )}
          </section>
          <Picture lines={picture ?? []} />
          <section aria-labelledby="flows">
            <h2 id="flows">{says.flows}</h2>
            <TrafficLines lines={traffic.lines} label={says.heading} />
            <More query={traffic.query} shown={traffic.lines.length} total={traffic.first?.total} />
          </section>
        </>
      )}
    </KeptPage>
  )
}

interface NarrowProps {
  readonly search: TrafficSearch
  readonly onSubmit: ReturnType<typeof useTrafficPage>['narrow']
}

function Narrow({ search, onSubmit }: NarrowProps) {
  const { traffic: says } = useNetworkWords().net
  const { zone = '', maker = '', model = '' } = search
  return (
    <form className="traffic-narrow" key={`${zone}|${maker}|${model}`} onSubmit={onSubmit}>
      <label>
        {says.narrow.zone}
        <input name="zone" maxLength={200} defaultValue={zone} />
      </label>
      <label>
        {says.narrow.maker}
        <input name="maker" maxLength={200} defaultValue={maker} />
      </label>
      <label>
        {says.narrow.model}
        <input name="model" maxLength={200} defaultValue={model} />
      </label>
      <button type="submit" className="plain-button is-framed">
        {says.narrow.submit}
      </button>
      {isNarrowed(search) ? (
        <Link className="plain-button" to="/traffic" activeOptions={{ exact: true }}>
          {says.narrow.clear}
        </Link>
      ) : null}
      <p className="soft">{says.neededLead}</p>
    </form>
  )
}

/** Zones as rows and columns: a table that reads aloud, with bars for the eye. */
function Picture({ lines }: { readonly lines: readonly TrafficLine[] }) {
  const { net, lang } = useNetworkWords()
  const { traffic: says } = net
  const { from, to, bytes, most } = pictureOf(lines, net)
  return (
    <section aria-labelledby="picture">
      <h2 id="picture">{says.picture}</h2>
      <Scrolls label={says.pictureLead}>
        <table className="zone-picture">
          <caption>{says.pictureLead}</caption>
          <thead>
            <tr>
              <th scope="col">{says.from}</th>
              {to.map((zone) => (
                <th key={zone} scope="col">
                  {zone}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {from.map((zone, row) => (
              <tr key={zone}>
                <th scope="row">{zone}</th>
                {to.map((other, column) => (
                  <Amount key={other} bytes={bytes[row]?.[column] ?? 0} most={most} lang={lang} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolls>
      <Zones />
    </section>
  )
}

interface AmountProps {
  readonly bytes: number
  readonly most: number
  readonly lang: 'en' | 'fr'
}

function Amount({ bytes, most, lang }: AmountProps) {
  return bytes === 0 ? (
    <td className="soft">–</td>
  ) : (
    <td>
      <span className="count">{amountText(bytes, lang)}</span>
      <span className="zone-bar" style={{ width: `${barOf(bytes, most)}%` }} aria-hidden="true" />
    </td>
  )
}

interface NeededProps {
  readonly maker: string
  readonly model: string
}

function Needed({ maker, model }: NeededProps) {
  const { net } = useNetworkWords()
  const { traffic: says } = net
  const { query, isNone, csv, nftables } = useNeeded(maker, model)
  return (
    <section aria-labelledby="needed">
      <h2 id="needed">{says.needed}</h2>
      {isNone ? <p className="soft">{says.noFlows}</p> : null}
      {!isNone && query.data === undefined ? <Waiting query={query} /> : null}
      {query.data === undefined ? null : (
        <>
          <p>{says.neededOf(query.data.maker, query.data.model, query.data.devices)}</p>
          {query.data.caution.map((text) => (
            <p key={text} className="kept-warning">
              {text}
            </p>
          ))}
          <p className="kept-shown">
            <a className="plain-button is-framed" href={csv} download>
              {says.csv} <span className="unseen">{says.csvLong}</span>
            </a>
            <a className="plain-button is-framed" href={nftables} download>
              {says.nftables} <span className="unseen">{says.nftablesLong}</span>
            </a>
          </p>
          <ul className="kept-list">
            {query.data.flows.map((flow, place) => (
              <li key={place}>
                <p>{neededText(flow, net)}</p>
                <p className="soft">{neededNote(flow, net)}</p>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
