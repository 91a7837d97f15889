import { useInfiniteQuery } from '@tanstack/react-query'
import type { Advisory, AdvisoryVerdict, DeviceOfAdvisory } from '../../src/server/contract.ts'
import { useAsker } from '../asker.ts'
import { advisoriesQuery, devicesOfAdvisoryQuery } from '../said-queries.ts'
import type { Words } from '../words/en.ts'

/** The advisories on a flaw, as far as they were read. A search by text finds also those whose title holds a longer name. */
export function useFlawAdvisories({ id, names }: { readonly id: string; readonly names: readonly string[] }) {
  const query = useInfiniteQuery(advisoriesQuery(id, useAsker()))
  return {
    query,
    advisories: advisoriesOn(
      [id, ...names],
      query.data?.pages.flatMap(({ items }) => items),
    ),
  }
}

/** Those that name the flaw itself. */
export function advisoriesOn<T extends Pick<Advisory, 'flaws'>>(
  names: readonly string[],
  advisories: readonly T[] | undefined,
): readonly T[] | undefined {
  const wanted = new Set(names.map((name) => name.toUpperCase()))
  return advisories?.filter(({ flaws }) => flaws.some((flaw) => wanted.has(flaw.toUpperCase())))
}

export function useDevicesOfAdvisory(key: string) {
  const query = useInfiniteQuery(devicesOfAdvisoryQuery(key, useAsker()))
  return { query, devices: query.data?.pages.flatMap(({ items }) => items) }
}

/** The worst first. */
const verdicts: readonly AdvisoryVerdict[] = [
  'affected',
  'possible',
  'underInvestigation',
  'unknown',
  'fixed',
  'notAffected',
  'outside',
]

/** `12 devices affected, 3 devices perhaps affected`: what an advisory means for the fleet; nothing where it names none of it. */
export function fleetText({ fleet }: Pick<Advisory, 'fleet'>, { advisories, devices }: Words): string {
  const parts = verdicts.flatMap((verdict) => {
    const count = fleet.verdicts[verdict] ?? 0
    return count === 0 ? [] : [`${devices(count)} ${advisories.verdicts[verdict]}`]
  })
  return parts.length === 0 ? advisories.noDevice : parts.join(', ')
}

/** What an advisory says of one device: on a flaw, or where none is asked about on the first that it speaks of. */
export function toldOf(
  named: DeviceOfAdvisory,
  flaw: { readonly id: string; readonly names: readonly string[] } | undefined,
) {
  return flaw === undefined ? named.flaws[0] : flawOf(named, [flaw.id, ...flaw.names])
}

/** What an advisory says of one device on one flaw; undefined where it says nothing of it. */
function flawOf({ flaws }: DeviceOfAdvisory, names: readonly string[]) {
  const wanted = new Set(names.map((name) => name.toUpperCase()))
  return flaws.find((flaw) => wanted.has(flaw.id.toUpperCase()))
}
