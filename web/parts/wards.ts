import type { Counts, WardCounts } from '../../src/server/contract.ts'
import type { Place } from '../address.ts'
import { visibleName } from '../visible.ts'
import type { Words } from '../words/en.ts'

/** Wards that are shown before somebody asks for the others. */
const wardsAtFirst = 12

/** Wards to show, and how many stay out of sight until somebody asks for all. */
export function shownWards(
  wards: readonly WardCounts[],
  showsAll: boolean,
): { readonly shown: readonly WardCounts[]; readonly hidden: number } {
  const sorted = byNeed(wards)
  const shown = showsAll ? sorted : sorted.slice(0, wardsAtFirst)
  return { shown, hidden: sorted.length - shown.length }
}

/** Wards with most to do first: by affected, then by those that cannot be told; the rest as the server gives them. */
function byNeed(wards: readonly WardCounts[]): readonly WardCounts[] {
  return wards
    .filter(({ counts }) => countOf(counts) > 0)
    .toSorted((a, b) => b.counts.affected - a.counts.affected || b.counts.unknown - a.counts.unknown)
}

function countOf({ affected, unknown, notListed, notAffected }: Counts): number {
  return affected + unknown + notListed + notAffected
}

/** The ward as an address names it. */
export function placeOf({ site, ward }: Place): Required<Place> {
  return { site: site ?? '', ward: ward ?? '' }
}

export function isSamePlace(one: Place, other: Place): boolean {
  return (one.site ?? '') === (other.site ?? '') && (one.ward ?? '') === (other.ward ?? '')
}

/** Whether an address speaks of one ward only. */
export function hasPlace({ site, ward }: Place): boolean {
  return site !== undefined || ward !== undefined
}

export function sayWard({ ward }: Place, { answer }: Words): string {
  return ward === undefined || ward === '' ? answer.wardNotKnown : visibleName(ward)
}

export function saySite({ site }: Place, { answer }: Words): string {
  return site === undefined || site === '' ? answer.siteNotKnown : visibleName(site)
}
