import { visible } from '../model/index.ts'
import type { NeededFlow, NeededFlows } from '../model/index.ts'
import { toCsvLine } from './csv.ts'
import type { Language } from './exporter.ts'
import { trafficWords } from './words/traffic.ts'

/** nftables takes 128 bytes, its end included. */
const mostRemarkBytes = 120
/** Characters of all names in a cell. */
const mostNames = 2_000

/** Forms in which the flows of a model are written for other programs. */
export const neededFlowForms = ['csv', 'nftables'] as const
export type NeededFlowForm = (typeof neededFlowForms)[number]

/** When the flows were seen, in words: `2026-01-01 to 2026-01-31, on 12 devices`. */
function sayWindow({ firstSeenAt, lastSeenAt, devices }: NeededFlows, language: Language): string {
  if (firstSeenAt === undefined || lastSeenAt === undefined) return trafficWords[language].nothingSeen
  const [from, to] = [firstSeenAt.slice(0, 16).replace('T', ' '), lastSeenAt.slice(0, 16).replace('T', ' ')]
  return language === 'fr'
    ? `du ${from} au ${to} UTC, sur ${devices} dispositif(s)`
    : `from ${from} to ${to} UTC, on ${devices} device(s)`
}

/** What the reader must know before using the list. */
export function sayCaution(needed: NeededFlows, language: Language): readonly string[] {
  return trafficWords[language].caution(sayWindow(needed, language))
}

export function* writeNeededFlows(needed: NeededFlows, form: NeededFlowForm, language: Language): Generator<string> {
  if (form === 'csv') yield* toCsv(needed, language)
  else yield* toNftables(needed, language)
}

function* toCsv(needed: NeededFlows, language: Language): Generator<string> {
  const words = trafficWords[language]
  yield toCsvLine([...words.columns])
  for (const flow of needed.flows) {
    yield toCsvLine([
      words.directions[flow.direction],
      flow.transport,
      portsOf(flow),
      visible(flow.protocol ?? ''),
      flow.isClearText === undefined ? '' : flow.isClearText ? words.clear : words.encrypted,
      visible(flow.zone.name),
      flow.zone.network ?? '',
      peersOf(flow),
      visible(flow.peerNames.join(' '), mostNames),
      flow.devices,
      needed.devices,
      flow.connections,
      flow.isAnswered ? '' : words.neverAnswered,
      flow.bytes,
      flow.firstSeenAt,
      flow.lastSeenAt,
    ])
  }
}

/** `tcp` and `udp` have ports; other flows stand in the file as remarks. */
function* toNftables(needed: NeededFlows, language: Language): Generator<string> {
  const name = `auscult_${ruleWord(`${needed.maker}_${needed.model}`)}`
  yield '#!/usr/sbin/nft -f\n'
  yield `# ${oneLine(`${needed.maker} ${needed.model}`)}\n`
  for (const line of sayCaution(needed, language)) yield `# ${oneLine(line)}\n`
  yield `\ntable inet ${name}\ndelete table inet ${name}\ntable inet ${name} {\n`
  yield* addressSet(
    'devices4',
    'ipv4_addr',
    needed.addresses.filter((ip) => !ip.includes(':')),
  )
  yield* addressSet(
    'devices6',
    'ipv6_addr',
    needed.addresses.filter((ip) => ip.includes(':')),
  )
  yield '  chain seen {\n    type filter hook forward priority filter; policy accept;\n'
  yield '    ct state established,related counter accept\n'
  for (const flow of needed.flows) yield* rulesOf(flow, needed.devices)
  for (const family of ['ip', 'ip6'] as const) {
    const set = family === 'ip' ? '@devices4' : '@devices6'
    yield `    ${family} saddr ${set} counter log prefix "${name.slice(0, 90)} new from: "\n`
    yield `    ${family} daddr ${set} counter log prefix "${name.slice(0, 90)} new to: "\n`
  }
  yield '    # A person who has made sure that nothing else is needed may end here with:\n'
  for (const family of ['ip', 'ip6'] as const) {
    const set = family === 'ip' ? '@devices4' : '@devices6'
    yield `    # ${family} saddr ${set} drop; ${family} daddr ${set} drop\n`
  }
  yield '  }\n}\n'
}

function* addressSet(name: string, type: string, addresses: readonly string[]): Generator<string> {
  const elements = addresses.length === 0 ? '' : ` elements = { ${addresses.join(', ')} }`
  yield `  set ${name} { type ${type};${elements} }\n`
}

/** One rule a family of addresses; the peer is its network where it has one, otherwise its addresses. */
function* rulesOf(flow: NeededFlow, of: number): Generator<string> {
  const remark = toRemark(`${flow.protocol ?? ''} ${flow.zone.name}`.trim(), `, ${flow.devices}/${of}`)
  if ((flow.transport !== 'tcp' && flow.transport !== 'udp') || !flow.isAnswered) {
    yield `    # ${flow.direction} ${oneLine(flow.transport)} ${portsOf(flow)} ${remark}${flow.isAnswered ? '' : ' (never answered)'}\n`
    return
  }
  const unlisted = flow.zone.network === undefined ? flow.peersTotal - flow.peers.length : 0
  if (unlisted > 0)
    yield `    # ${unlisted} more addresses than the rule below names; give the network a name, or widen the rule by hand\n`
  for (const family of ['ip', 'ip6'] as const) {
    const peers = peersIn(flow, family)
    if (peers === undefined) continue
    const set = family === 'ip' ? '@devices4' : '@devices6'
    const ends =
      flow.direction === 'from'
        ? `${family} saddr ${set} ${family} daddr ${peers}`
        : `${family} saddr ${peers} ${family} daddr ${set}`
    yield `    ${ends} ${flow.transport} dport ${portsOf(flow)} counter accept comment "${remark}"\n`
  }
}

function peersIn(flow: NeededFlow, family: 'ip' | 'ip6'): string | undefined {
  const isOf = (address: string): boolean => address.includes(':') === (family === 'ip6')
  const { network } = flow.zone
  if (network !== undefined) return isOf(network) ? network : undefined
  const peers = flow.peers.filter((peer) => isOf(peer) && !/^(?:[\da-f]{2}:){5}[\da-f]{2}$/.test(peer))
  return peers.length === 0 ? undefined : `{ ${peers.join(', ')} }`
}

function portsOf({ ports: [first, last] }: NeededFlow): string {
  return first === last ? String(first) : `${first}-${last}`
}

function peersOf({ peers, peersTotal }: NeededFlow): string {
  return `${peers.join(' ')}${peersTotal > peers.length ? ` +${peersTotal - peers.length}` : ''}`
}

/** What can stand in the name of a table. */
function ruleWord(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60)
}

/** What can stand in a `comment`: nothing ends or escapes the text, and it is no longer than nftables takes, by bytes. */
function toRemark(what: string, count: string): string {
  const plain = oneLine(what).replaceAll('"', "'").replaceAll('\\', '/')
  let bytes = Buffer.byteLength(count)
  let kept = ''
  for (const character of plain) {
    bytes += Buffer.byteLength(character)
    if (bytes > mostRemarkBytes) break
    kept += character
  }
  return kept + count
}

/** Text that cannot end a remark, whatever a device called itself. */
function oneLine(text: string): string {
  return text.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, ' ')
}
