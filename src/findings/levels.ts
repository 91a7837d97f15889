import { doubts } from '../model/index.ts'
import type { Doubt, Listing, Outcome } from '../model/index.ts'
import { seeLines } from './fleet-index.ts'
import type { FleetIndex } from './fleet-index.ts'
import type { Stated } from './precedence.ts'
import { truthAt } from './settle-configurations.ts'
import type { FleetTruths } from './settle-configurations.ts'
import type { Facts } from './truth-table.ts'

/** What is stated of the flaw in targets of a fleet, as far as it holds. */
export interface FleetStated {
  /** By place of the target; where nothing is stated it is absent. */
  readonly byPlace: ReadonlyMap<number, Stated>
  /** By component: the places of the targets in which it is stated not to have the flaw. */
  readonly cleared: ReadonlyMap<number, ReadonlySet<number>>
}

/** What the components of a fleet say that a question names. */
export interface Named {
  readonly listings: readonly Listing[]
  readonly stated?: FleetStated
  /** What depends on a configuration, with what each target says to that; without: cannot tell. */
  readonly conditional: readonly { readonly listing: Listing; readonly truths: FleetTruths | undefined }[]
}

/** What a component says, once its configuration is settled. */
function settledOutcome({ truth, doubt }: Outcome, settled: number): Outcome {
  if (settled === 2) return { truth, doubt }
  if (settled === 0) return { truth: 0, doubt: null }
  return truth === 0 ? { truth, doubt: null } : { truth: 1, doubt: doubt ?? 'conditionNotSettled' }
}

/**
 * What is listed as one number, the worse the greater: absent, named but not affected, stated not to have the flaw, in doubt (the most telling
 * doubt the greatest), affected. So the worst of several components is the greatest number.
 */
export const ABSENT = 0
const NOT_AFFECTED = 1
const CLEARED = 2
const AFFECTED = 3 + doubts.length + 1
export const LEVELS = AFFECTED + 1

/** What is listed: by line of the fleet, and by place where a target is itself what is named. */
export interface Levels {
  readonly byLine: Uint8Array
  readonly byPlace: Uint8Array
}

export function levelsOf(index: FleetIndex, { listings, conditional, stated }: Named): Levels {
  const levels = { byLine: new Uint8Array(index.sbomIds.length), byPlace: new Uint8Array(index.targets.length) }
  for (const listing of listings) {
    const level = toLevel(listing)
    raise(
      index,
      levels,
      listing,
      unlessCleared(listing, stated, () => level),
    )
  }
  for (const { listing, truths } of conditional) {
    const settled = [0, 1, 2].map((truth) => toLevel(settledOutcome(listing, truth)))
    const levelAt = (place: number): number => settled[truths === undefined ? 1 : truthAt(truths, place)] ?? ABSENT
    raise(index, levels, listing, unlessCleared(listing, stated, levelAt))
  }
  return levels
}

/** A component that is stated not to have the flaw in a target is not affected there, whatever else is known of it. */
function unlessCleared(
  { componentId }: Listing,
  stated: FleetStated | undefined,
  levelAt: (place: number) => number,
): (place: number) => number {
  const places = componentId === undefined ? undefined : stated?.cleared.get(componentId)
  if (places === undefined) return levelAt
  return (place) => (places.has(place) ? Math.min(CLEARED, levelAt(place)) : levelAt(place))
}

function raise(
  index: FleetIndex,
  { byLine, byPlace }: Levels,
  listing: Listing,
  levelAt: (place: number) => number,
): void {
  seeLines(index, listing.sbomIds, (line) => {
    const level = levelAt(index.places[line] ?? 0)
    if (level > (byLine[line] ?? ABSENT)) byLine[line] = level
  })
  for (const place of listing.modelVersionIds.flatMap(index.placesOf)) {
    byPlace[place] = Math.max(byPlace[place] ?? ABSENT, levelAt(place))
  }
}

function toLevel({ truth, doubt }: Outcome): number {
  if (truth === 2) return AFFECTED
  if (truth === 0) return NOT_AFFECTED
  return CLEARED + 1 + (doubt === null ? 0 : doubts.length - doubts.indexOf(doubt))
}

/** A level as a fact of the truth table. */
export function toListed(level: number): Facts['listed'] {
  if (level === ABSENT) return 'absent'
  if (level === NOT_AFFECTED) return 'notAffected'
  if (level === CLEARED) return 'cleared'
  return level === AFFECTED ? 'affected' : 'unknown'
}

/** The doubt that a level stands for. */
export function toDoubt(level: number): Doubt | undefined {
  return level > CLEARED && level < AFFECTED ? doubts[doubts.length - (level - CLEARED - 1)] : undefined
}
