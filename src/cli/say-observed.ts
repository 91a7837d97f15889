import { visible } from '../flows/index.ts'
import type { FieldSeen, ObservedDetail, ObservedDevice } from '../flows/index.ts'

/** The best that is known of it. */
export function nameOf({
  maker,
  model,
  serial,
  softwareVersion,
  hostNames,
  aeTitles,
  ips,
  macs,
}: ObservedDevice): string {
  const names = [maker, model, softwareVersion, serial].filter((each) => each !== undefined)
  const addresses = [hostNames[0], aeTitles[0], ips[0], macs[0]].filter((each) => each !== undefined)
  return [...names, ...(addresses.length === 0 ? [] : [`[${addresses.join(' ')}]`])].join(' ')
}

/** A device on the network for a person. */
export function* sayObserved(detail: ObservedDetail): Generator<string> {
  const { device, anchors, fields, conflicts, joins, members, candidates, decisions } = detail
  const { kind, standing, firstSeenAt, lastSeenAt, observations, state } = device
  const gone = state === 'notSeen' ? ', not seen for 30 days' : ''
  yield `${kind} ${device.observedId}: ${visible(nameOf(device), 200)}\n`
  yield `${standing}; seen from ${firstSeenAt.slice(0, 10)} to ${lastSeenAt.slice(0, 10)}${gone}; ${observations} different observations\n`
  yield* section('known by', anchors, visible)
  for (const each of conflicts)
    yield `contradicting: ${each.field} ${each.values.map(({ value }) => visible(value, 100)).join(' / ')}\n`
  for (const each of fields) yield* sayField(each)
  yield* section('one device because', joins, ({ rule, anchors: joined, value, lastSeenAt: at }) => {
    const when = at === undefined ? '' : `, last ${at.slice(0, 10)}`
    return `${rule}: ${joined.map((anchor) => visible(anchor, 100)).join(' = ')} (${visible(value, 100)}${when})`
  })
  yield* section('behind it', members, (member) => `${member.observedId}  ${visible(nameOf(member), 200)}`)
  yield* section('in the inventory', candidates, ({ rule, value, doubt, device: known }) => {
    const name = [known.assetTag, known.maker, known.model, known.softwareVersion, known.serial].filter(
      (each) => each !== undefined,
    )
    return `${visible(name.join(' '), 200)}  by ${rule} ${visible(value, 100)}${doubt === undefined ? '' : `, in doubt: ${doubt}`}`
  })
  yield* section(
    'decided',
    decisions,
    ({ decisionId, kind: what, author, at }) => `${decisionId}  ${what} by ${visible(author, 100)}, ${at.slice(0, 10)}`,
  )
}

function* sayField({ field, values, total }: FieldSeen): Generator<string> {
  for (const { value, protocols, told, confidence, lastSeenAt, count, source, place } of values)
    yield `  ${field}: ${visible(value, 200)}  (${protocols.join(', ')}; ${told}, ${Math.round(confidence * 100)} %; ${count} times, last ${lastSeenAt.slice(0, 10)}; first in ${visible(source, 100)}, ${visible(place, 100)})\n`
  if (total > values.length) yield `  ${field}: … and ${total - values.length} more\n`
}

function* section<T>(heading: string, all: readonly T[], say: (each: T) => string): Generator<string> {
  if (all.length === 0) return
  yield `${heading}:\n`
  for (const each of all) yield `  ${say(each)}\n`
}
