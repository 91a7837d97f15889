import type { Device, ObservedDetail, ObservedDevice, ObservedListed } from '../../src/server/contract.ts'
import type { Formats } from '../formats.ts'
import { visibleName } from '../visible.ts'
import type { NetworkWords } from '../words/network-en.ts'
import type { Words } from '../words/en.ts'

export type Candidate = ObservedListed['candidates'][number]
export type FieldSeen = ObservedDetail['fields'][number]

/** Maker, model and version of a device on the network, else the best that it is known by: a gateway may be known by what speaks through it alone. */
export function nameOfObserved(device: ObservedDevice, net: NetworkWords, anchors: readonly string[] = []): string {
  const { maker, model, softwareVersion, kind } = device
  const told = [maker, model, softwareVersion].flatMap((each) => each ?? [])
  const [anything] = told.length === 0 ? knownBy(device) : [told.join(' ')]
  if (anything !== undefined) return visibleName(anything)
  if (kind === 'device') return net.observed.nameNotKnown
  return [net.observed.kinds[kind], ...anchors.slice(0, 1).map((anchor) => anchorText(anchor, net))].join(' ')
}

/** Serial number, names and addresses, each once. */
export function knownBy({ serial, hostNames, aeTitles, ips, macs }: ObservedDevice): readonly string[] {
  const each = [serial === undefined ? [] : [serial], hostNames, aeTitles, ips, macs].flat()
  return [...new Set(each)].map(visibleName)
}

/** `BM-00412 Philips Ingenuity 4.0`: a device of the inventory by all that a person calls it. */
export function nameOfCandidate({ assetTag, serial, maker, model }: Candidate['device'], words: Words): string {
  const name = [maker, model].flatMap((each) => each ?? []).map(visibleName)
  return [visibleName(assetTag ?? serial ?? words.answer.tagNotKnown), ...name].join(' ')
}

/** Serial number, version and place of a device of the inventory. */
export function factsOfCandidate({ serial, softwareVersion, site, ward }: Candidate['device']): readonly string[] {
  return [serial, softwareVersion, site, ward].flatMap((each) => each ?? []).map(visibleName)
}

/** A device of a list as a candidate shows it. */
export function candidateOf(device: Device): Candidate['device'] {
  const { deviceId, assetTag, serial, maker, model, softwareVersion, site, ward } = device
  const told = { assetTag, serial, maker, model, softwareVersion, site, ward }
  return { deviceId, ...(Object.fromEntries(Object.entries(told).filter(([, text]) => text !== undefined)) as object) }
}

/** Why it is, or may be, that device; a rule that these words do not know is told by its code. */
export function reasonText({ rule, value, doubt }: Candidate, { observed }: NetworkWords): string {
  const rules: Readonly<Record<string, (value: string) => string>> = observed.rules
  const doubts: Readonly<Record<string, string>> = observed.doubts
  const why = rules[rule]?.(visibleName(value)) ?? `${rule} ${visibleName(value)}`
  return doubt === undefined ? why : `${why}, ${doubts[doubt] ?? doubt}`
}

export function fieldText(field: string, { observed }: NetworkWords): string {
  const names: Readonly<Record<string, string>> = observed.fields
  return names[field] ?? field
}

/** The fact that each kind of what a device is known by names. */
const factOfAnchor: Readonly<Record<string, string>> = {
  serial: 'serial',
  mac: 'mac',
  ae: 'aeTitle',
  host: 'hostName',
  ip: 'ip',
}

/** `MAC address 00:09:fb:00:00:01`, of `mac:00:09:fb:00:00:01`; what these words do not know stays as it is. */
export function anchorText(anchor: string, net: NetworkWords): string {
  const [kind = ''] = anchor.split(':', 1)
  const field = factOfAnchor[kind]
  return visibleName(field === undefined ? anchor : `${fieldText(field, net)} ${anchor.slice(kind.length + 1)}`)
}

/** When it was seen first and last. */
export function seenText(
  { firstSeenAt, lastSeenAt }: Pick<ObservedDevice, 'firstSeenAt' | 'lastSeenAt'>,
  { observed }: NetworkWords,
  { day }: Formats,
): string {
  return observed.seen(day(firstSeenAt), day(lastSeenAt))
}

/** What is to be looked at: that it is no device of its own, was not seen for long, or contradicts itself. */
export function marksOf({ kind, state, conflicting }: ObservedDevice, net: NetworkWords): readonly string[] {
  const { observed } = net
  return [
    ...(kind === 'device' ? [] : [observed.kinds[kind]]),
    ...(state === 'notSeen' ? [observed.notSeen] : []),
    ...(conflicting.length === 0
      ? []
      : [observed.conflicting(conflicting.map((each) => fieldText(each, net)).join(', '))]),
  ]
}

/** One value of a fact as a line of a table. */
export interface FactLine {
  readonly key: string
  readonly field: string
  readonly value: string
  readonly by: string
  readonly believed: string
  readonly told: string
  readonly seen: string
  readonly where: string
  /** Values that are not shown; 0 but in the last line of a field. */
  readonly more: number
}

/** Every value of every fact, as the server orders them. */
export function factLines(fields: readonly FieldSeen[], net: NetworkWords, formats: Formats): readonly FactLine[] {
  return fields.flatMap(({ field, values, total }) =>
    values.map((seen, place) => ({
      key: `${field} ${place}`,
      field: fieldText(field, net),
      value: visibleName(seen.value),
      by: [...seen.protocols, ...seen.sensors.map(visibleName)].join(', '),
      believed: formats.percent(seen.confidence),
      told: net.observed.told[seen.told],
      seen: `${seenText(seen, net, formats)}, ${net.observed.times(seen.count)}`,
      where: `${visibleName(seen.source)}, ${visibleName(seen.place)}`,
      more: place === values.length - 1 ? total - values.length : 0,
    })),
  )
}
