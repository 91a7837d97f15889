import { Tree } from '@mantine/core'
import type { RenderTreeNodePayload } from '@mantine/core'
import { useContext, useState } from 'react'
import type { ReactNode } from 'react'
import type { SoftwareLine } from '../../src/server/contract.ts'
import { useWords } from '../words/use-words.ts'
import { CorrectDialog } from './correct-dialog.tsx'
import type { Opened } from './correct-dialog.tsx'
import { CorrectLineContext, pressOnEnter } from './correct-line.ts'
import { matchOf, saidBy, setsText } from './corrections.ts'
import { sayComponent } from './device-section.ts'
import { FoldIcon } from './icons.tsx'
import { More } from './more.tsx'
import { Waiting } from './states.tsx'
import { visibleName } from '../visible.ts'
import { detailsOf, flawsOf, isUnsupported, openedAt, useOpenNodes, useSoftware } from './software-tree.ts'
import type { SoftwareNode } from './software-tree.ts'
import './software-tree.css'

/** All software that a device's SBOMs list, each line in the one that contains it. */
export function SoftwareTree({ deviceId }: { readonly deviceId: string }) {
  const { words } = useWords()
  const { query, lines, filter, setFilter, nodes, isFiltered, found, shown, more } = useSoftware(deviceId)
  const [opened, setOpened] = useState<Opened>()
  return (
    <section className="software" aria-labelledby="software">
      <div className="section-head">
        <h2 id="software">{words.device.software}</h2>
        <input
          type="search"
          className="filter"
          aria-label={words.device.filter}
          placeholder={words.device.filter}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
      </div>
      {lines === undefined ? (
        <Waiting query={query} />
      ) : (
        <CorrectLineContext
          value={(line) => setOpened({ is: 'new', match: matchOf(line), told: line.corrections ?? [] })}
        >
          <OpenTree nodes={nodes} isFiltered={isFiltered}>
            {isFiltered ? <Found count={found} isComplete={!query.hasNextPage} /> : null}
          </OpenTree>
          <More query={more} shown={shown} total={undefined} />
        </CorrectLineContext>
      )}
      {opened === undefined ? null : <CorrectDialog opened={opened} onClose={() => setOpened(undefined)} />}
    </section>
  )
}

function Found({ count, isComplete }: { readonly count: number; readonly isComplete: boolean }) {
  const { words } = useWords()
  return isComplete ? words.device.found(count) : words.states.loading
}

interface OpenTreeProps {
  readonly nodes: SoftwareNode[]
  readonly isFiltered: boolean
  /** How many lines the filter leaves. */
  readonly children: ReactNode
}

function OpenTree({ nodes, isFiltered, children }: OpenTreeProps) {
  const { words } = useWords()
  const tree = useOpenNodes(nodes, isFiltered)
  return (
    <>
      <div className="software-tools">
        <p role="status" className="soft">
          {children}
        </p>
        <button type="button" className="plain-button" onClick={tree.expandAllNodes}>
          {words.device.openAll}
        </button>
        <button type="button" className="plain-button" onClick={tree.collapseAllNodes}>
          {words.device.foldAll}
        </button>
        <span className="soft not-printed">{words.corrections.enter}</span>
      </div>
      <Tree
        aria-label={words.device.software}
        data={nodes}
        tree={tree}
        levelOffset="1.5rem"
        selectOnClick={false}
        renderNode={SoftwareTreeNode}
        onKeyDown={pressOnEnter}
      />
    </>
  )
}

function SoftwareTreeNode({ node, expanded, hasChildren, elementProps }: RenderTreeNodePayload) {
  const software = node as SoftwareNode
  return (
    <div
      {...elementProps}
      data-deployed={software.line.deployed}
      data-unsupported={isUnsupported(software.line, openedAt)}
    >
      <span className="fold" data-open={expanded}>
        {hasChildren ? <FoldIcon /> : null}
      </span>
      <NodeText node={software} isOpen={expanded} />
    </div>
  )
}

function NodeText({ node, isOpen }: { readonly node: SoftwareNode; readonly isOpen: boolean }) {
  const { words, formats } = useWords()
  const { component, affected } = node.line
  const flaws = flawsOf(node, isOpen, words)
  return (
    <>
      <span className="software-name">
        {component.group === undefined ? null : <span className="soft">{visibleName(component.group)}/</span>}
        <bdi>{visibleName(component.name)}</bdi>{' '}
        {component.version === undefined ? (
          <span className="soft">{words.answer.versionNotKnown}</span>
        ) : (
          <b>{visibleName(component.version)}</b>
        )}
      </span>
      <span className="software-details soft">{detailsOf(node.line, { words, formats }, openedAt)}</span>
      {flaws === '' ? null : (
        <span
          className="software-flaws"
          data-verdict={affected > 0 || node.inside.affected > 0 ? 'affected' : 'unknown'}
        >
          {flaws}
        </span>
      )}
      <CorrectButton line={node.line} />
      <Corrected line={node.line} />
    </>
  )
}

/** For whoever points at a line; on a keyboard Enter does the same. */
function CorrectButton({ line }: { readonly line: SoftwareLine }) {
  const { corrections } = useWords().words
  const open = useContext(CorrectLineContext)
  return (
    <button
      type="button"
      className="plain-button software-correct"
      aria-label={corrections.correctOf(sayComponent(line) ?? '')}
      tabIndex={-1}
      onClick={() => open(line)}
    >
      {corrections.correct}
    </button>
  )
}

/** What is taken in the place of what is written, who says so, how that is known, and since when. */
function Corrected({ line }: { readonly line: SoftwareLine }) {
  const { words, formats } = useWords()
  if (line.corrections === undefined) return null
  return (
    <ul className="software-corrected">
      {line.corrections.map((each) => (
        <li key={each.correctionId}>
          {words.corrections.takenAs} <b>{setsText(each.sets, words)}</b>{' '}
          <span className="soft">{saidBy(each, formats)}</span>
        </li>
      ))}
    </ul>
  )
}
