import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { AnsweredDevice, Verdict } from '../../src/server/contract.ts'
import { useAsker } from '../asker.ts'
import { groupByWard, placeIn } from '../parts/device-section.ts'
import type { WardOfDevices } from '../parts/device-section.ts'
import { isSamePlace } from '../parts/wards.ts'
import { answerQuery, walkQuery } from '../queries.ts'
import { useReadAll } from '../read-all.ts'

const route = getRouteApi('/print')

/** Classes that somebody has to walk to. */
export const toWalk: readonly Verdict[] = ['affected', 'unknown']

/** All devices to walk to, fetched page after page, as blocks of one ward each. */
export function usePrint() {
  const search = route.useSearch()
  const asked = { q: search.q, ...useAsker() }
  const query = useQuery(answerQuery(asked))
  const answer = query.data?.answer
  const list = useInfiniteQuery({
    ...walkQuery(asked, walked(answer?.counts), placeIn(search)),
    enabled: answer !== undefined,
  })
  useReadAll(list, true)
  const devices = list.data?.pages.flatMap(({ items }) => items) ?? []
  return {
    search,
    query,
    list,
    answer,
    devices,
    isComplete: list.data !== undefined && !list.hasNextPage,
    wards: blocksOf(devices),
    answeredAt: new Date(query.dataUpdatedAt).toISOString(),
  }
}

export function printNow(): void {
  window.print()
}

/** A question about devices knows no classes: all that it found are walked to. */
function walked(counts: object | null | undefined): readonly Verdict[] {
  return counts === null ? [] : toWalk
}

/** One block for each ward, affected devices first in it. The list comes by class and then by ward, so that a ward comes up to twice. */
export function blocksOf(devices: readonly AnsweredDevice[]): readonly WardOfDevices[] {
  const blocks: WardOfDevices[] = []
  for (const group of groupByWard(devices, undefined, undefined)) {
    const place = blocks.findIndex((block) => isSamePlace(block, group))
    const before = blocks[place]
    if (before === undefined) blocks.push(group)
    else blocks[place] = { ...before, devices: [...before.devices, ...group.devices] }
  }
  return blocks.toSorted((a, b) => compare(a.site, b.site) || compare(a.ward, b.ward))
}

/** What the list does not name comes last. */
function compare(one: string | undefined, other: string | undefined): number {
  if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined)
  return one.localeCompare(other)
}
