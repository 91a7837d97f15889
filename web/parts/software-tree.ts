import { getTreeExpandedState, useTree } from '@mantine/core'
import type { TreeNodeData } from '@mantine/core'
import { useDeferredValue, useState } from 'react'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { SoftwareLine } from '../../src/server/contract.ts'
import { softwareQuery } from '../queries.ts'
import { useWords } from '../words/use-words.ts'
import { sayComponent } from './device-section.ts'

/** One line of software with what it contains. */
export interface SoftwareNode extends TreeNodeData {
  readonly line: SoftwareLine
  children: SoftwareNode[]
}

/** The software of a device as far as it was read, as a tree that can be filtered. */
export function useSoftware(deviceId: string) {
  const { lang } = useWords()
  const query = useInfiniteQuery(softwareQuery(deviceId, lang))
  const [filter, setFilter] = useState('')
  const wanted = useDeferredValue(filter)
  const lines = query.data?.pages.flatMap(({ items }) => items)
  const nodes = treeOf(lines ?? [], wanted)
  const tree = useTree()
  return {
    query,
    lines,
    filter,
    setFilter,
    nodes,
    tree: wanted === '' ? tree : { ...tree, expandedState: getTreeExpandedState([...nodes], '*') },
  }
}

/**
 * Lines as trees: each in the one that contains it. A line whose container was not read yet, or does not fit the filter, stands for
 * itself; so does one that a document puts into its own contents.
 */
export function treeOf(lines: readonly SoftwareLine[], filter: string): readonly SoftwareNode[] {
  const nodes = new Map(fitting(lines, filter).map((line) => [idOf(line), toNode(line)]))
  const containers = new Map<SoftwareNode, SoftwareNode>()
  for (const node of nodes.values()) {
    const { parent, sbomId } = node.line
    const container = parent === undefined ? undefined : nodes.get(idOf({ sbomId, ordinal: parent }))
    if (container === undefined || isWithin(container, node, containers)) continue
    containers.set(node, container)
    container.children.push(node)
  }
  return [...nodes.values()].filter((node) => !containers.has(node))
}

function isWithin(
  inner: SoftwareNode,
  outer: SoftwareNode,
  containers: ReadonlyMap<SoftwareNode, SoftwareNode>,
): boolean {
  let each: SoftwareNode | undefined = inner
  while (each !== undefined && each !== outer) each = containers.get(each)
  return each === outer
}

/** Lines that hold the words of the filter, and those that contain such lines, so that one sees where they belong. */
function fitting(lines: readonly SoftwareLine[], filter: string): readonly SoftwareLine[] {
  const words = filter
    .toLocaleLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  if (words.length === 0) return lines
  const byId = new Map(lines.map((line) => [idOf(line), line]))
  const kept = new Set<string>()
  for (const line of lines.filter((each) => words.every((word) => textOf(each).includes(word)))) {
    let each: SoftwareLine | undefined = line
    while (each !== undefined && !kept.has(idOf(each))) {
      kept.add(idOf(each))
      each = each.parent === undefined ? undefined : byId.get(idOf({ sbomId: each.sbomId, ordinal: each.parent }))
    }
  }
  return lines.filter((line) => kept.has(idOf(line)))
}

function textOf({ component, supplier }: SoftwareLine): string {
  return [component.group, component.name, component.version, supplier].join(' ').toLocaleLowerCase()
}

function idOf({ sbomId, ordinal }: Pick<SoftwareLine, 'sbomId' | 'ordinal'>): string {
  return `${sbomId}:${ordinal}`
}

function toNode(line: SoftwareLine): SoftwareNode {
  return { value: idOf(line), label: sayComponent(line), line, children: [] }
}
