import { Tree } from '@mantine/core'
import type { RenderTreeNodePayload } from '@mantine/core'
import type { SoftwareLine } from '../../src/server/contract.ts'
import { useWords } from '../words/use-words.ts'
import { FoldIcon } from './icons.tsx'
import { More } from './more.tsx'
import { Waiting } from './states.tsx'
import { useSoftware } from './software-tree.ts'
import type { SoftwareNode } from './software-tree.ts'
import './software-tree.css'

/** All software that a device's SBOMs list, each line in the one that contains it. */
export function SoftwareTree({ deviceId }: { readonly deviceId: string }) {
  const { words } = useWords()
  const { query, lines, filter, setFilter, nodes, tree } = useSoftware(deviceId)
  return (
    <section className="software" aria-labelledby="software">
      <div className="section-head">
        <h2 id="software">{words.device.software}</h2>
        <div className="software-tools">
          <input
            type="search"
            className="filter"
            aria-label={words.device.filter}
            placeholder={words.device.filter}
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
          />
          <button type="button" className="plain-button" onClick={tree.expandAllNodes}>
            {words.device.openAll}
          </button>
          <button type="button" className="plain-button" onClick={tree.collapseAllNodes}>
            {words.device.foldAll}
          </button>
        </div>
      </div>
      {lines === undefined ? <Waiting query={query} /> : null}
      {lines !== undefined && nodes.length === 0 ? <p className="soft">{words.device.filterNone}</p> : null}
      <Tree
        aria-label={words.device.software}
        data={[...nodes]}
        tree={tree}
        levelOffset="1.5rem"
        selectOnClick={false}
        renderNode={SoftwareTreeNode}
      />
      {lines === undefined ? null : <More query={query} shown={lines.length} total={undefined} />}
    </section>
  )
}

function SoftwareTreeNode({ node, expanded, hasChildren, elementProps }: RenderTreeNodePayload) {
  const { line } = node as SoftwareNode
  return (
    <div {...elementProps} data-deployed={line.deployed}>
      <span className="fold" data-open={expanded}>
        {hasChildren ? <FoldIcon /> : null}
      </span>
      <LineText line={line} />
    </div>
  )
}

function LineText({ line }: { readonly line: SoftwareLine }) {
  const { words, formats } = useWords()
  const { component, supplier, deployed, endOfSupport, affected, unknown } = line
  return (
    <>
      <span className="software-name">
        {component.group === undefined ? null : <span className="soft">{component.group}/</span>}
        {component.name} <b>{component.version ?? words.answer.versionNotKnown}</b>
      </span>
      <span className="soft">
        {supplier === undefined ? '' : words.device.supplier(supplier)} {deployed ? '' : words.device.notDeployed}{' '}
        {endOfSupport === undefined ? '' : words.device.endOfSupport(formats.day(endOfSupport))}
      </span>
      {affected === 0 && unknown === 0 ? null : (
        <span className="software-flaws" data-verdict={affected > 0 ? 'affected' : 'unknown'}>
          {words.device.flaws(affected, unknown)}
        </span>
      )}
    </>
  )
}
