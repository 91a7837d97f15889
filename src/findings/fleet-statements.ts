import type { DeviceId, FleetTarget, Places } from '../model/index.ts'
import { indexFleet, seePlaces } from './fleet-index.ts'
import type { FleetIndex } from './fleet-index.ts'
import type { FleetStated } from './levels.ts'
import { settleStatements } from './precedence.ts'
import type { PartSpeaker, Settled, Speaker } from './precedence.ts'

/** A statement with the targets that it speaks of: those of some model versions, those that list some SBOMs, or one device. */
export interface Spoken<S extends Speaker> {
  readonly speaker: S
  readonly where: Places | { readonly deviceId: DeviceId }
  /** The parts that may be the one that it speaks of; absent: the whole. */
  readonly parts?: readonly SpokenPart[]
}

/** A component, by its id, or by its name where nothing stored is it. */
export interface SpokenPart {
  readonly part: string | number
  /** Where it is listed. Of several, those that a target lists are meant there; where it lists none, all. Absent: listed wherever it is spoken of. */
  readonly listed?: Places
}

/** What is stated in a fleet of one flaw. */
export interface FleetStatements<S extends Speaker> {
  readonly stated: FleetStated
  /** All that is said of the target at a place, whether it counts or not, and what it comes to. */
  readonly at: (place: number) => Heard<S> | undefined
}

/** What is said of one target, and what it comes to. */
export interface Heard<S extends Speaker> {
  readonly speakers: readonly S[]
  readonly settled: Settled<S, S & PartSpeaker>
}

/** Weighs statements on one flaw for each target that they speak of. */
export function hearFleet<S extends Speaker>(
  targets: readonly FleetTarget[],
  spoken: readonly Spoken<S>[],
): FleetStatements<S> {
  const index = indexFleet(targets)
  const placesOf = placesOfDevices(targets, spoken)
  const partsAt = partsByPlace(index)
  const heard = new Map<number, Said<S>>()
  for (const { speaker, where, parts } of spoken) {
    const hear = (place: number): void => {
      const said = heard.get(place) ?? new Map<string | number | undefined, Set<S>>()
      heard.set(place, said)
      for (const part of parts === undefined ? [undefined] : partsAt(parts, place)) {
        const others = said.get(part)
        if (others === undefined) said.set(part, new Set([speaker]))
        else others.add(speaker)
      }
    }
    if ('deviceId' in where) for (const place of placesOf.get(where.deviceId) ?? []) hear(place)
    else seePlaces(index, where, hear)
  }
  const settled = new Map([...heard].map(([place, said]) => [place, settle(said)] as const))
  return { stated: toStated(settled), at: (place) => settled.get(place) }
}

/** Which of some parts are meant at a place. */
function partsByPlace(
  index: FleetIndex,
): (parts: readonly SpokenPart[], place: number) => readonly SpokenPart['part'][] {
  const listedAt = new Map<Places, ReadonlySet<number>>()
  function isListed({ listed }: SpokenPart, place: number): boolean {
    if (listed === undefined) return true
    const known = listedAt.get(listed)
    if (known !== undefined) return known.has(place)
    const places = new Set<number>()
    seePlaces(index, listed, (each) => places.add(each))
    listedAt.set(listed, places)
    return places.has(place)
  }
  return (parts, place) => {
    const here = parts.filter((each) => isListed(each, place))
    return (here.length > 0 ? here : parts).map(({ part }) => part)
  }
}

/** What is said of one target, by part; of the whole under undefined. */
type Said<S> = Map<string | number | undefined, Set<S>>

function placesOfDevices<S extends Speaker>(
  targets: readonly FleetTarget[],
  spoken: readonly Spoken<S>[],
): ReadonlyMap<string, readonly number[]> {
  const asked = new Set(spoken.flatMap(({ where }) => ('deviceId' in where ? [where.deviceId] : [])))
  if (asked.size === 0) return new Map()
  const places = new Map<string, number[]>()
  for (const [place, { deviceId }] of targets.entries())
    if (deviceId !== null && asked.has(deviceId)) places.set(deviceId, [...(places.get(deviceId) ?? []), place])
  return places
}

function settle<S extends Speaker>(said: Said<S>): Heard<S> {
  const whole = [...(said.get(undefined) ?? [])]
  const parts = [...said].flatMap(([part, some]) =>
    part === undefined ? [] : [...some].map((speaker) => ({ ...speaker, part })),
  )
  const speakers = [...new Set([...said.values()].flatMap((some) => [...some]))]
  return { speakers, settled: settleStatements(whole, parts) }
}

function toStated<S extends Speaker>(settled: ReadonlyMap<number, Heard<S>>): FleetStated {
  const cleared = new Map<number, Set<number>>()
  for (const [place, each] of settled) {
    for (const part of each.settled.cleared.keys()) {
      if (typeof part !== 'number') continue
      const places = cleared.get(part)
      if (places === undefined) cleared.set(part, new Set([place]))
      else places.add(place)
    }
  }
  return { byPlace: new Map([...settled].map(([place, each]) => [place, each.settled.stated])), cleared }
}
