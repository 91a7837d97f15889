import { useInfiniteQuery } from '@tanstack/react-query'
import type { DeviceSupport, Verdict } from '../../src/server/contract.ts'
import { useAsker } from '../asker.ts'
import { supportQuery } from '../kept-queries.ts'
import { visibleName } from '../visible.ts'
import type { Words } from '../words/en.ts'

export type SupportLine = DeviceSupport['items'][number]
type Standing = SupportLine['standing']

/** The worst first. */
const standings: readonly Standing[] = ['endOfLife', 'paidOnly', 'unknown', 'endOfSupport', 'supported']

/** The class whose colour a standing has; words say it. */
export const verdictOfStanding: Readonly<Record<Standing, Verdict>> = {
  endOfLife: 'affected',
  paidOnly: 'affected',
  unknown: 'unknown',
  endOfSupport: 'unknown',
  supported: 'notAffected',
}

/** How far the parts of a device are supported, as far as the lines were read. */
export function useSupport(deviceId: string) {
  const query = useInfiniteQuery(supportQuery(deviceId, useAsker()))
  return { query, support: query.data?.pages[0], lines: query.data?.pages.flatMap(({ items }) => items) ?? [] }
}

/** The parts by how they stand, in words; nothing where no source says anything. */
export function countsText({ counts, endingSoon, untold }: DeviceSupport, { support }: Words): readonly string[] {
  const told = standings.flatMap((standing) =>
    counts[standing] === 0 ? [] : [support.counts[standing](counts[standing])],
  )
  if (told.length === 0) return [support.nothing]
  return [
    told.join(', '),
    ...(endingSoon === 0 ? [] : [support.endingSoon(endingSoon)]),
    ...(untold === 0 ? [] : [support.untold(untold)]),
  ]
}

/** The parts that stand alike, by name; of many the first, and how many there are. */
export function partsText({ named, parts }: SupportLine, { support, pair }: Words): string {
  const names = named.map(({ group, name, version }) =>
    [group === undefined ? name : `${group}/${name}`, version]
      .flatMap((part) => (part === undefined ? [] : [visibleName(part)]))
      .join(' '),
  )
  const all = [...new Set(names)].join(', ')
  return parts > named.length ? pair(support.parts(parts), `${all} …`) : all
}
