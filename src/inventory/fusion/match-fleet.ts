import { makerKey, matchRules } from '../../model/index.ts'
import type {
  ExistingDevice,
  LinkWords,
  MatchRule,
  ObservedIdentity,
  ObservedLink,
  ObservedMatch,
} from '../../model/index.ts'
import { serialKey, tagKey } from '../duplicates.ts'
import { normaliseSerial } from '../serials.ts'
import { compareTexts } from './anchors.ts'
import { toHostKey } from './sightings.ts'
import { isOfUdi, udiSerialKey } from './udi-serials.ts'

/** So many candidates are kept. */
const mostMatches = 8
/** An asset tag that is shorter, or has no digit, is found in host names by chance, and such a serial number at another maker. */
const shortestTag = 5

const sureRules: ReadonlySet<MatchRule> = new Set(['person', 'serial', 'mac', 'assetTagInHostName', 'aeTitle', 'made'])

/**
 * How each device on the network stands to the inventory: matched by a sure rule that names one device, probable where several are named, where
 * serial numbers contradict, or where a hint alone agrees. A person's word goes before all.
 */
export function matchFleet(
  observed: readonly ObservedIdentity[],
  fleet: readonly ExistingDevice[],
  words: LinkWords,
): ObservedLink[] {
  const find = indexFleetBy(fleet)
  const bearers = countBearers(observed)
  const is = new Map(words.is.map(({ anchor, deviceId }) => [anchor, deviceId]))
  const isNot = new Set(words.isNot.map(({ anchor, deviceId }) => `${anchor} ${deviceId}`))
  const ids = new Set(fleet.map(({ deviceId }) => deviceId))
  const found = (each: ObservedIdentity): ObservedMatch[] =>
    find(each, bearers).filter(({ deviceId }) => !each.anchors.some((anchor) => isNot.has(`${anchor} ${deviceId}`)))
  return observed.map((each) => {
    const said = each.anchors.flatMap((anchor) => is.get(anchor) ?? []).find((id) => ids.has(id))
    if (said !== undefined) return toLink(each, [{ deviceId: said, rule: 'person', value: '' }])
    if (each.kind === 'router') return toLink(each, [])
    return toLink(each, each.kind === 'gateway' ? ofGateway(each, found) : found(each))
  })
}

/**
 * A gateway is who bears its MAC address; else who was heard alone there before others were, so that what is told there still counts beside that one.
 * Names come after: whoever sends from the address may tell any.
 */
function ofGateway(
  gateway: ObservedIdentity,
  found: (observed: ObservedIdentity) => readonly ObservedMatch[],
): readonly ObservedMatch[] {
  const named = found({ ...gateway, serialKeys: [] })
  if (named.some(({ rule }) => rule === 'mac')) return named
  const formerly = found(gateway).filter(({ rule }) => rule === 'serial')
  return formerly.length > 0 ? formerly : named
}

function toLink({ observedId }: ObservedIdentity, found: readonly ObservedMatch[]): ObservedLink {
  const all = found.toSorted(
    (a, b) => matchRules.indexOf(a.rule) - matchRules.indexOf(b.rule) || compareTexts(a.deviceId, b.deviceId),
  )
  const sorted = all.filter(({ deviceId }, place) => all.findIndex((each) => each.deviceId === deviceId) === place)
  const [best] = sorted
  if (best === undefined) return { observedId, standing: 'onlyOnNetwork', deviceId: null, matches: [] }
  const rivals = new Set(sorted.filter(({ rule }) => rule === best.rule).map(({ deviceId }) => deviceId))
  const matches = sorted.slice(0, mostMatches)
  if (rivals.size > 1) {
    const several = matches.map((match): ObservedMatch =>
      match.rule === best.rule ? { ...match, doubt: 'several' } : match,
    )
    return { observedId, standing: 'probable', deviceId: null, matches: several }
  }
  const isSure = sureRules.has(best.rule) && best.doubt === undefined
  return { observedId, standing: isSure ? 'matched' : 'probable', deviceId: best.deviceId, matches }
}

/** How many devices on the network bear an AE title or a host name: one that several bear names none. */
function countBearers(observed: readonly ObservedIdentity[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { aeTitles, hostNames } of observed) {
    const names = new Set([
      ...aeTitles.map((title) => `ae ${title}`),
      ...hostNames.map((name) => `host ${toHostKey(name)}`),
    ])
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}

type Find = (observed: ObservedIdentity, bearers: ReadonlyMap<string, number>) => ObservedMatch[]

function indexFleetBy(fleet: readonly ExistingDevice[]): Find {
  const byKey = new Map<string, ExistingDevice[]>()
  const byId = new Map(fleet.map((device) => [device.deviceId, device]))
  for (const device of fleet) for (const key of keysOf(device)) push(byKey, key, device)
  return (observed, bearers) => {
    const at = (rule: MatchRule, key: string, value: string): ObservedMatch[] =>
      (byKey.get(key) ?? []).map((device) => withDoubt(observed, device, { deviceId: device.deviceId, rule, value }))
    const isOne = (name: string): boolean => bearers.get(name) === 1 && (byKey.get(name)?.length ?? 0) === 1
    const numbers = observed.serialKeys.map((key) => key.slice(key.indexOf(' ') + 1)).filter(isTelling)
    const hosts = [...new Set(observed.hostNames.map(toHostKey))].filter((host) => host !== '')
    const made = observed.madeDeviceId === null ? undefined : byId.get(observed.madeDeviceId)
    return [
      ...observed.serialKeys.flatMap((key) => at('serial', `serial ${key}`, key)),
      ...observed.macs.flatMap((mac) => at('mac', `mac ${mac}`, mac)),
      ...hosts.flatMap((host) => tagsIn(host).flatMap((tag) => at('assetTagInHostName', `tag ${tag}`, host))),
      ...observed.aeTitles
        .filter((title) => isOne(`ae ${title}`))
        .flatMap((title) => at('aeTitle', `ae ${title}`, title)),
      ...(made === undefined ? [] : [{ deviceId: made.deviceId, rule: 'made', value: '' } as const]),
      ...numbers.flatMap((number) => at('serialWithoutMaker', `number ${number}`, number)),
      ...hosts.filter((host) => isOne(`host ${host}`)).flatMap((host) => at('hostName', `host ${host}`, host)),
    ]
  }
}

function keysOf(device: ExistingDevice): string[] {
  const number = normaliseSerial(device.serial ?? '')
  const serial = device.maker === undefined ? undefined : serialKey(device)
  const tag = tagKey(device)?.replace(/[^A-Z0-9]/g, '')
  const host = toHostKey(device.hostName ?? '')
  return [
    ...(serial === undefined ? [] : [`serial ${serial}`]),
    ...keysOfUdi(device).map((key) => `serial ${key}`),
    ...(number === '' ? [] : [`number ${number}`]),
    ...device.macs.map((mac) => `mac ${mac}`),
    ...(tag === undefined || !isTelling(tag) ? [] : [`tag ${tag}`]),
    ...(device.aeTitle === undefined ? [] : [`ae ${device.aeTitle}`]),
    ...(host === '' ? [] : [`host ${host}`]),
  ]
}

/** By the device identifier of its UDI, with the serial number there or that of the list. */
function keysOfUdi({ udi, serial }: ExistingDevice): string[] {
  const key = udi === undefined ? undefined : (udiSerialKey(udi, serial) ?? udiSerialKey(udi))
  return key === undefined ? [] : [key]
}

function isTelling(number: string): boolean {
  return number.length >= shortestTag && /\d/.test(number)
}

/** What an asset tag may be in a host name: the whole, or what stands between separators, one or two pieces of it. */
function tagsIn(host: string): string[] {
  const words = host
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== '')
  const pairs = words.slice(1).map((word, place) => `${words[place] ?? ''}${word}`)
  return [...new Set([...words, ...pairs, words.join('')])]
}

/** A serial number that is another one, or another maker, leaves in doubt what a MAC address or a name says. */
function withDoubt(observed: ObservedIdentity, device: ExistingDevice, match: ObservedMatch): ObservedMatch {
  if (match.rule === 'serial') return match
  const own = device.maker === undefined ? undefined : serialKey(device)
  const number = normaliseSerial(device.serial ?? '')
  const isOwn = (key: string): boolean =>
    key === own || keysOfUdi(device).includes(key) || (isOfUdi(key) && key.endsWith(` ${number}`))
  if (own !== undefined && observed.serialKeys.length > 0 && !observed.serialKeys.some(isOwn))
    return { ...match, doubt: hasNumber(observed, device) ? 'otherMaker' : 'otherSerial' }
  const isOther =
    observed.maker !== null && device.maker !== undefined && makerKey(observed.maker) !== makerKey(device.maker)
  return isOther && match.rule === 'aeTitle' ? { ...match, doubt: 'otherMaker' } : match
}

function push(lists: Map<string, ExistingDevice[]>, key: string, device: ExistingDevice): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [device])
  else list.push(device)
}

function hasNumber({ serialKeys }: ObservedIdentity, { serial = '' }: ExistingDevice): boolean {
  const number = normaliseSerial(serial)
  return serialKeys.some((key) => key.slice(key.indexOf(' ') + 1) === number)
}
