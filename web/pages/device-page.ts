import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { Device, DeviceDetail } from '../../src/server/contract.ts'
import type { AddSearch } from '../address.ts'
import { useAsker } from '../asker.ts'
import type { Formats } from '../formats.ts'
import { deviceQuery, findingsQuery } from '../queries.ts'
import { visibleName } from '../visible.ts'
import type { Words } from '../words/en.ts'

const route = getRouteApi('/devices/$deviceId')

export function useDevice() {
  const { deviceId } = route.useParams()
  return { deviceId, query: useQuery(deviceQuery(deviceId, useAsker())) }
}

/** Flaws that reach the device, as far as they were read. */
export function useFindings(deviceId: string) {
  const query = useInfiniteQuery(findingsQuery(deviceId, useAsker()))
  return { query, findings: query.data?.pages.flatMap(({ items }) => items) }
}

/** One line of what is known of a device; `readIn` says where that was read. */
export interface DeviceFact {
  readonly name: string
  readonly value: string
  readonly readIn?: string
}

/** What is known of a device, and what is not: an inventory's gaps are part of the answer. */
export function factsOf(device: Device, words: Words, formats: Formats): readonly DeviceFact[] {
  const { device: says } = words
  const known = (value: string | undefined): string =>
    value === undefined || value === '' ? says.notKnown : visibleName(value)
  return [
    { name: says.tag, value: known(device.assetTag) },
    { name: says.serial, value: known(device.serial) },
    { name: says.maker, value: known(device.maker) },
    { name: says.model, value: known(device.model) },
    { name: says.version, value: known(device.softwareVersion), ...versionReadIn(device, words, formats) },
    { name: says.where, value: known(placeText(device, words)) },
    { name: says.host, value: known(device.hostName) },
    { name: says.ips, value: known(device.ips.join(', ')) },
    { name: says.macs, value: known(device.macs.join(', ')) },
  ]
}

function versionReadIn({ versionSource, versionSeenAt }: Device, words: Words, formats: Formats): Partial<DeviceFact> {
  if (versionSource === undefined) return {}
  return { readIn: words.device.readIn(versionSource, versionSeenAt === undefined ? '' : formats.day(versionSeenAt)) }
}

function placeText({ site, ward, room }: Device, { answer }: Words): string {
  return [site, ward, room === undefined ? undefined : answer.room(room)]
    .flatMap((part) => (part === undefined ? [] : [visibleName(part)]))
    .join(' · ')
}

/** What an SBOM for this device would describe, as far as it is known. */
export function toAdd({ maker, model, softwareVersion }: Device): AddSearch {
  return {
    ...(maker !== undefined && { maker }),
    ...(model !== undefined && { model }),
    ...(softwareVersion !== undefined && { version: softwareVersion }),
  }
}

/** How many flaws reach the device or may. */
export function totalOf({ affected, unknown }: DeviceDetail['findings']): number {
  return affected + unknown
}
