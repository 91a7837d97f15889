import { Link } from '@tanstack/react-router'
import { AuthorForm } from '../parts/author-form.tsx'
import { Filter } from '../parts/filter.tsx'
import { FindDialog } from '../parts/find-dialog.tsx'
import { FoldIcon } from '../parts/icons.tsx'
import { More } from '../parts/more.tsx'
import type { Row } from '../parts/queue-row.ts'
import { QueueRow } from '../parts/queue-row.tsx'
import { Waiting } from '../parts/states.tsx'
import { useNetworkWords } from '../words/use-network-words.ts'
import { authorId, countOf, tabs, useListAddress, useQueue, useQueueFilter, useReconcile } from './reconcile-page.ts'
import './page.css'
import './kept-page.css'
import './reconcile-page.css'

/** What was seen on the network beside what the equipment list says, settled one after the other by single keys. */
export function ReconcilePage() {
  const { reconcile: says } = useNetworkWords().net
  const { tab, search, standings, query, rows } = useQueue()
  const filter = useQueueFilter(search)
  const listAddress = useListAddress()
  const queue = useReconcile(rows ?? [])
  return (
    <article className="page kept-page reconcile-page">
      <title>{says.title}</title>
      <header className="page-head">
        <h1>{says.heading}</h1>
        <p className="lead">{says.lead}</p>
        <p className="kept-shown">
          {says.takeAlong}
          {(['csv', 'xlsx'] as const).map((as) => (
            <a key={as} href={listAddress(as)} download>
              {says.takeAs[as]}
            </a>
          ))}
        </p>
      </header>
      <Tabs tab={tab} standings={standings} q={search.q} />
      <div className="reconcile-tools">
        <Filter text={says.filter} defaultValue={search.q ?? ''} onNarrow={filter} />
        <AuthorForm id={authorId} isWaiting={queue.waiting !== undefined} onSubmit={queue.submitAuthor} />
      </div>
      <Keys isOpen={queue.isHelpOpen} onToggle={queue.toggleHelp} />
      <p className="unseen" role="status">
        {queue.announced}
      </p>
      {rows === undefined ? <Waiting query={query} /> : null}
      {rows?.length === 0 ? <p className="soft">{says.none[tab]}</p> : null}
      <ul className="kept-list queue">
        {rows?.map((row) => (
          <QueueRow
            key={row.key}
            row={row}
            mark={queue.marks.get(row.key)}
            onAct={(action) => queue.act(row, action)}
            onKey={queue.press(row)}
          />
        ))}
      </ul>
      {rows === undefined ? null : (
        <More query={query} shown={rows.length} total={standings && countOf(tab, standings)} />
      )}
      {queue.finding === undefined ? null : (
        <Finding row={queue.finding} onClose={queue.endFinding} onPick={queue.pick} />
      )}
    </article>
  )
}

type TabsProps = Pick<ReturnType<typeof useQueue>, 'tab' | 'standings'> & { readonly q: string | undefined }

function Tabs({ tab, standings, q }: TabsProps) {
  const { net, formats } = useNetworkWords()
  return (
    <nav className="kept-shown" aria-label={net.reconcile.tabsLabel}>
      {tabs.map((each) => (
        <Link
          key={each}
          className="plain-button"
          to="/reconcile"
          search={{ ...(each === 'probable' ? {} : { tab: each }), ...(q === undefined ? {} : { q }) }}
          activeOptions={{ exact: true }}
          aria-current={each === tab ? 'page' : undefined}
        >
          {net.reconcile.tabs[each]}
          {standings === undefined ? null : (
            <span className="count soft"> {formats.count(countOf(each, standings))}</span>
          )}
        </Link>
      ))}
    </nav>
  )
}

interface KeysProps {
  readonly isOpen: boolean
  readonly onToggle: () => void
}

function Keys({ isOpen, onToggle }: KeysProps) {
  const { reconcile: says } = useNetworkWords().net
  return (
    <section className="keys" aria-label={says.keysHeading}>
      <p>
        <button type="button" className="plain-button is-framed" aria-expanded={isOpen} onClick={onToggle}>
          <FoldIcon /> {says.keysHeading}
        </button>
      </p>
      {isOpen ? (
        <>
          <dl>
            {says.keys.map(([key, does]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
          <p className="soft">{says.keysNote}</p>
        </>
      ) : null}
    </section>
  )
}

interface FindingProps {
  readonly row: Row
  readonly onClose: () => void
  readonly onPick: ReturnType<typeof useReconcile>['pick']
}

function Finding({ row, onClose, onPick }: FindingProps) {
  return (
    <FindDialog
      where={row.is === 'observed' ? 'inventory' : 'network'}
      of={row.name}
      onClose={onClose}
      onPick={(found) => onPick(row, found)}
    />
  )
}
