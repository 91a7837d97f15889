import { getTreeExpandedState, useTree } from '@mantine/core'
import type { TreeNodeData } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo, useState } from 'react'
import type { SoftwareLine } from '../../src/server/contract.ts'
import { useAsker } from '../asker.ts'
import { softwareQuery } from '../queries.ts'
import { useReadAll } from '../read-all.ts'
import type { Formats } from '../formats.ts'
import type { Words } from '../words/en.ts'
import { visibleName } from '../visible.ts'
import { sayComponent } from './device-section.ts'

/** A browser grows slow with more lines than an eye takes in; the filter finds the others. */
const mostShown = 500

/** When the pages were opened: by that day support has ended or not. */
export const openedAt = Date.now()

interface Speech {
  readonly words: Words
  readonly formats: Formats
}

/** One line of software with what it contains. */
export interface SoftwareNode extends TreeNodeData {
  readonly line: SoftwareLine
  /** Flaws of the lines in it, at any depth: what a folded line would hide. */
  inside: { readonly affected: number; readonly unknown: number }
  children: SoftwareNode[]
}

/** The software of a device as a tree. A filter looks through all of it: what was not read yet is read then, since a part that is not found would pass for absent. */
export function useSoftware(deviceId: string) {
  const query = useInfiniteQuery(softwareQuery(deviceId, useAsker()))
  const [filter, setFilter] = useState('')
  const [most, setMost] = useState(mostShown)
  const wanted = useDeferredValue(filter.trim())
  useReadAll(query, wanted !== '')
  // Mantine's tree begins anew with each list that is another: the same lines must stay the same list.
  const lines = useMemo(() => query.data?.pages.flatMap(({ items }) => items), [query.data])
  const found = useMemo(() => fitting(lines ?? [], wanted), [lines, wanted])
  const nodes = useMemo(() => treeOf(withContainers(lines ?? [], found.slice(0, most))), [lines, found, most])
  return {
    query,
    filter,
    setFilter,
    lines,
    found: found.length,
    shown: Math.min(found.length, most),
    nodes,
    isFiltered: wanted !== '',
    more: {
      hasNextPage: found.length > most || query.hasNextPage,
      isFetchingNextPage: query.isFetchingNextPage,
      fetchNextPage: (): void => {
        setMost(most + mostShown)
        if (found.length <= most) void query.fetchNextPage()
      },
    },
  }
}

/** Which nodes are open: at first what the document is about, and under a filter all, so that what fits is seen. */
export function useOpenNodes(nodes: SoftwareNode[], isFiltered: boolean) {
  const [root] = nodes
  const tree = useTree({ initialExpandedState: root === undefined ? {} : { [root.value]: true } })
  return isFiltered ? { ...tree, expandedState: getTreeExpandedState(nodes, '*') } : tree
}

/**
 * Lines as trees: each in the one that contains it. A line whose container is not among them stands for itself; so does one that a
 * document puts into its own contents.
 */
export function treeOf(lines: readonly SoftwareLine[]): SoftwareNode[] {
  const nodes = new Map(lines.map((line) => [idOf(line), toNode(line)]))
  const containers = new Map<SoftwareNode, SoftwareNode>()
  for (const node of nodes.values()) {
    const { parent, sbomId } = node.line
    const container = parent === undefined ? undefined : nodes.get(idOf({ sbomId, ordinal: parent }))
    if (container === undefined || isWithin(container, node, containers)) continue
    containers.set(node, container)
    container.children.push(node)
  }
  for (const node of nodes.values()) addInside(node, containers)
  return [...nodes.values()].filter((node) => !containers.has(node))
}

function addInside(node: SoftwareNode, containers: ReadonlyMap<SoftwareNode, SoftwareNode>): void {
  const { affected, unknown } = node.line
  if (affected === 0 && unknown === 0) return
  for (let each = containers.get(node); each !== undefined; each = containers.get(each)) {
    each.inside = { affected: each.inside.affected + affected, unknown: each.inside.unknown + unknown }
  }
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

/** Lines that hold every word of the filter in name, version or supplier. */
export function fitting(lines: readonly SoftwareLine[], filter: string): readonly SoftwareLine[] {
  const words = folded(filter)
    .split(/\s+/)
    .filter((word) => word !== '')
  return words.length === 0 ? lines : lines.filter((line) => words.every((word) => textOf(line).includes(word)))
}

/** The same lines and those that contain them, so that one sees where they belong; in the order of the document. */
export function withContainers(
  lines: readonly SoftwareLine[],
  chosen: readonly SoftwareLine[],
): readonly SoftwareLine[] {
  const byId = new Map(lines.map((line) => [idOf(line), line]))
  const kept = new Set<SoftwareLine>()
  for (const line of chosen) {
    let each: SoftwareLine | undefined = line
    while (each !== undefined && !kept.has(each)) {
      kept.add(each)
      each = each.parent === undefined ? undefined : byId.get(idOf({ sbomId: each.sbomId, ordinal: each.parent }))
    }
  }
  return lines.filter((line) => kept.has(line))
}

function textOf({ component, supplier }: SoftwareLine): string {
  return folded([component.group, component.name, component.version, supplier].join(' '))
}

/** Without accents and in small letters, as texts are compared. */
function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

function idOf({ sbomId, ordinal }: Pick<SoftwareLine, 'sbomId' | 'ordinal'>): string {
  return `${sbomId}:${ordinal}`
}

function toNode(line: SoftwareLine): SoftwareNode {
  return { value: idOf(line), label: sayComponent(line), line, inside: { affected: 0, unknown: 0 }, children: [] }
}

/** What else a line says of its part, in a few words. */
export function detailsOf(
  { supplier, deployed, endOfSupport }: SoftwareLine,
  { words, formats }: Speech,
  now: number,
): string {
  const { device } = words
  return [
    ...(supplier === undefined ? [] : [device.supplier(visibleName(supplier))]),
    ...(deployed ? [] : [device.notDeployed]),
    ...(endOfSupport === undefined ? [] : [supportText(endOfSupport, isPast(endOfSupport, now), { words, formats })]),
  ].join(', ')
}

function supportText(day: string, hasEnded: boolean, { words: { device }, formats }: Speech): string {
  return hasEnded ? device.supportEnded(formats.day(day)) : device.endOfSupport(formats.day(day))
}

function isPast(day: string, now: number): boolean {
  return Date.parse(day) < now
}

/** Whether nobody repairs a part any more, at an instant in milliseconds. */
export function isUnsupported({ endOfSupport }: Pick<SoftwareLine, 'endOfSupport'>, now: number): boolean {
  return endOfSupport !== undefined && isPast(endOfSupport, now)
}

/** The flaws of a line, and of what a folded one hides. */
export function flawsOf({ line, inside }: SoftwareNode, isOpen: boolean, { device }: Words): string {
  const own = device.flaws(line.affected, line.unknown)
  const hidden = isOpen ? '' : device.flaws(inside.affected, inside.unknown)
  return [...(own === '' ? [] : [own]), ...(hidden === '' ? [] : [device.inside(hidden)])].join(', ')
}
