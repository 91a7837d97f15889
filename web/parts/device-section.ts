import { useInfiniteQuery } from '@tanstack/react-query'
import type { Answer, AnsweredDevice, Device, Verdict, WardCounts, Why } from '../../src/server/contract.ts'
import type { AskSearch, Place } from '../address.ts'
import { devicesQuery } from '../queries.ts'
import type { Asked } from '../queries.ts'
import { visibleName } from '../visible.ts'
import type { Words } from '../words/en.ts'
import { sectionId } from '../verdicts.ts'
import { hasPlace, isSamePlace } from './wards.ts'

/** Devices of one ward, in the order in which they were read. */
export interface WardOfDevices {
  readonly site?: string
  readonly ward?: string
  readonly devices: readonly AnsweredDevice[]
  /** How many of its devices are in this class in all; undefined while that is not known. */
  readonly total: number | undefined
}

interface DevicesAsked {
  readonly asked: Asked
  readonly verdict: Verdict | undefined
  readonly search: AskSearch
  readonly wards: readonly WardCounts[] | undefined
}

/** The devices of a class that were read so far, ward by ward, and the way to read more. */
export function useDevices({ asked, verdict, search, wards }: DevicesAsked) {
  const query = useInfiniteQuery(devicesQuery(asked, verdict, placeIn(search)))
  const devices = query.data?.pages.flatMap(({ items }) => items)
  return { query, devices, byWard: devices === undefined ? [] : groupByWard(devices, verdict, wards) }
}

export function placeIn({ site, ward }: Place): Place {
  return { ...(site !== undefined && { site }), ...(ward !== undefined && { ward }) }
}

/** Cuts a list that is in the order of sites and wards where the ward changes. */
export function groupByWard(
  devices: readonly AnsweredDevice[],
  verdict: Verdict | undefined,
  wards: readonly WardCounts[] | undefined,
): readonly WardOfDevices[] {
  const groups: AnsweredDevice[][] = []
  for (const device of devices) {
    const group = groups.at(-1)
    const [first] = group ?? []
    if (group !== undefined && first !== undefined && isSamePlace(first, device)) group.push(device)
    else groups.push([device])
  }
  return groups.map((group) => ({
    ...placeIn(group[0] ?? {}),
    devices: group,
    total:
      verdict === undefined ? undefined : wards?.find((ward) => isSamePlace(ward, group[0] ?? {}))?.counts[verdict],
  }))
}

/** How many devices a section is about: those of the class, in the ward where only one is looked at. */
export function totalOf(
  { verdict, search, wards }: Omit<DevicesAsked, 'asked'>,
  { counts, devicesTotal }: Pick<Answer, 'counts' | 'devicesTotal'>,
): number | undefined {
  if (verdict === undefined || counts === null) return hasPlace(search) ? undefined : devicesTotal
  if (!hasPlace(search)) return counts[verdict]
  return wards?.find((ward) => isSamePlace(ward, search))?.counts[verdict]
}

/** What a device goes by: its tag, else its serial number, else its host name. */
export function nameOf({ assetTag, serial, hostName }: Partial<Device>, { answer }: Words): string {
  return visibleName(assetTag ?? serial ?? hostName ?? answer.tagNotKnown)
}

export function modelOf({ maker, model }: Pick<Device, 'maker' | 'model'>, { answer }: Words): string {
  const known = [maker, model].filter((part) => part !== undefined)
  return known.length === 0 ? answer.modelNotKnown : known.map(visibleName).join(' ')
}

/** `log4j-core 2.14.1`: the component that a reason speaks of. */
export function sayComponent({ component }: Pick<Why, 'component'>): string | undefined {
  if (component === undefined) return undefined
  return [component.name, component.version]
    .flatMap((part) => (part === undefined ? [] : [visibleName(part)]))
    .join(' ')
}

/** An identifier as it may be shown. */
export function nameOrNothing(name: string | undefined): string | undefined {
  return name === undefined ? undefined : visibleName(name)
}

/** Why a device is in its class, in a few words: the most telling component, else the reason. */
export function gistOf({ why, reasonSays }: Pick<AnsweredDevice, 'why' | 'reasonSays'>): string {
  const [first] = why
  return (first && sayComponent(first)) ?? reasonSays ?? ''
}

/** Id of a section's heading, where the bar's links lead. */
export function idOf(verdict: Verdict | undefined): string {
  return verdict === undefined ? 'devices' : sectionId[verdict]
}

export function emptyText(verdict: Verdict | undefined, search: Place, { answer }: Words): string {
  if (hasPlace(search)) return answer.noneHere
  return verdict === undefined ? answer.noneAtAll : answer.none
}
