import { makerKey } from '../../model/index.ts'
import type { ExistingDevice, Sighting, Udi } from '../../model/index.ts'
import { normaliseSerial } from '../serials.ts'
import { readWrittenUdi } from '../udi-names.ts'

/** `gs1:04046964000003 S77`: device identifier and serial number, in the place of maker and serial number. No folded maker holds a colon. */
export function udiSerialKey(udi: string, serial?: string): string | undefined {
  const read = readWrittenUdi(udi)
  if (read === undefined || read.isChecked === false) return undefined
  const [own, stated] = [normaliseSerial(read.serial ?? ''), normaliseSerial(serial ?? '')]
  const number = own === '' ? stated : own
  if (number === '' || (stated !== '' && stated !== number)) return undefined
  return `${identifierOf(read)} ${number}`
}

function identifierOf({ issuer, deviceIdentifier }: Udi): string {
  return `${issuer}:${deviceIdentifier.replaceAll(/\s/g, '')}`
}

/** Whether a serial number is told with a device identifier, and no maker. */
export function isOfUdi(serialKey: string): boolean {
  return makerIn(serialKey).includes(':')
}

/** A device of a list by which a device identifier is known to be of a maker. */
export type UdiKnown = Pick<ExistingDevice, 'udi' | 'maker'>

/** A number that is shorter, or has no digit, two makers give by chance. */
const shortestNumber = 5

/**
 * Sightings with maker and serial number where a UDI told its device identifier and serial number without a maker: that of the list's devices with that
 * identifier, or else of who told the same number at the same address. Where they disagree, or none is known, the UDI stands for itself. An
 * identifier alone is of a model, and names no device.
 */
export function withMakersOfUdi<T extends Sighting>(sightings: readonly T[], fleet: readonly UdiKnown[]): readonly T[] {
  const told = sightings.filter(({ serialKey }) => serialKey !== null && isOfUdi(serialKey))
  if (told.length === 0) return sightings
  const neighbours = neighboursOf(sightings)
  const listed = makersListed(fleet)
  const learned = new Map<string, Set<string>>()
  for (const each of told) {
    if (!isTelling(numberIn(each.serialKey ?? ''))) continue
    for (const maker of neighbours(each)) addTo(learned, makerIn(each.serialKey ?? ''), maker)
  }
  return sightings.map((each) => {
    const { serialKey } = each
    if (serialKey === null || !isOfUdi(serialKey)) return each
    const identifier = makerIn(serialKey)
    const maker = only(listed.get(identifier) ?? learned.get(identifier) ?? neighbours(each))
    return maker === undefined ? each : { ...each, serialKey: `${maker} ${numberIn(serialKey)}` }
  })
}

/** The makers of which the same serial number was told at an address of a sighting. */
function neighboursOf(sightings: readonly Sighting[]): (sighting: Sighting) => ReadonlySet<string> {
  const makers = new Map<string, Set<string>>()
  for (const each of sightings) {
    const { serialKey } = each
    if (serialKey === null || isOfUdi(serialKey)) continue
    for (const place of placesOf(each)) addTo(makers, `${place} ${numberIn(serialKey)}`, makerIn(serialKey))
  }
  return (each) => {
    const found = placesOf(each).flatMap((place) => [
      ...(makers.get(`${place} ${numberIn(each.serialKey ?? '')}`) ?? []),
    ])
    return new Set(found)
  }
}

/** Behind the MAC address of a router many stand: where an IP address was told too, both are meant. */
function placesOf({ macs, ips }: Sighting): string[] {
  if (macs.length === 0) return [...ips]
  return ips.length === 0 ? [...macs] : macs.flatMap((mac) => ips.map((ip) => `${mac} ${ip}`))
}

function makersListed(fleet: readonly UdiKnown[]): ReadonlyMap<string, ReadonlySet<string>> {
  const makers = new Map<string, Set<string>>()
  for (const { udi, maker } of fleet) {
    const read = udi === undefined ? undefined : readWrittenUdi(udi)
    const folded = makerKey(maker ?? '')
    if (read !== undefined && read.isChecked !== false && folded !== '') addTo(makers, identifierOf(read), folded)
  }
  return makers
}

function makerIn(serialKey: string): string {
  return serialKey.slice(0, serialKey.indexOf(' '))
}

function numberIn(serialKey: string): string {
  return serialKey.slice(serialKey.indexOf(' ') + 1)
}

function isTelling(number: string): boolean {
  return number.length >= shortestNumber && /\d/.test(number)
}

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  sets.set(key, (sets.get(key) ?? new Set<string>()).add(value))
}

function only(makers: ReadonlySet<string>): string | undefined {
  return makers.size === 1 ? [...makers][0] : undefined
}
