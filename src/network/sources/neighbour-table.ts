import { canonicalIp, canonicalMac } from '../../model/index.ts'
import { factsOf, subjectOf } from '../facts.ts'
import { readCells, separatorOf } from '../logs/csv-line.ts'
import { readLog } from '../logs/read-log.ts'
import type { LogPage } from '../logs/read-log.ts'
import type { ObservationSource } from '../source.ts'

/** How a MAC address may be written, with an address of IPv4 or a port beside it. */
const writtenMac =
  /(?<![\da-fA-F:.-])(?:(?:[\da-fA-F]{1,2}[:-]){5}[\da-fA-F]{1,2}|(?:[\da-fA-F]{4}\.){2}[\da-fA-F]{4})(?![\da-fA-F:.-])/
const writtenIp =
  /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])|(?<![\da-fA-F:])(?:[\da-fA-F]{1,4}:){2,7}[\da-fA-F:]{1,30}/g
/** Names of switch ports: `Gi1/0/12`, `Te1/1`, `ge-0/0/3.0`, `Ethernet1/3`. */
const writtenPort =
  /\b(?:Gi|Te|Fa|Tw|Hu|Fo|Ethernet|GigabitEthernet|TenGigabitEthernet|FastEthernet|ge-|xe-|et-|Po|port-channel|Eth(?=\d+\/))\d[\d/.:]*\b/

const headers = {
  mac: /^(?:mac|mac ?addr(?:ess)?|adresse ?mac|hardware ?addr(?:ess)?|physical ?address|ethernet|lladdr)$/i,
  ip: /^(?:ip|ip ?addr(?:ess)?|adresse ?ip|address|internet ?address)$/i,
  port: /^(?:port|ports|interface|switch ?port|ifname|if)$/i,
  switch: /^(?:switch|device|equipment|switch ?name|commutateur)$/i,
  vlan: /^vlan(?: ?id)?$/i,
  host: /^(?:host|host ?name|name|nom)$/i,
}
type Column = keyof typeof headers

/** Which interface has which address, or stands on which port: CSV with named columns, or what routers, switches and `arp -a` print. */
export const neighbourTable: ObservationSource = {
  id: 'neighbour-table',
  name: 'ARP or switch table',
  source: 'RFC 826; IEEE 802.1D §7.9 (filtering database); ip-neighbour(8), arp(8)',
  recognises(head) {
    const lines = new TextDecoder().decode(head.subarray(0, 65_536)).split('\n').slice(0, 200)
    return (
      lines.some((line) => columnsOf(line) !== undefined) || lines.filter((line) => writtenMac.test(line)).length >= 2
    )
  },
  read: (bytes, options) =>
    readLog(bytes, options, (page) => {
      let columns: ReadonlyMap<Column, number> | undefined
      let separator = ','
      return {
        onLine(line) {
          if (columns !== undefined) return onCells(readCells(line, separator), columns, page)
          columns = columnsOf(line)
          separator = separatorOf(line)
          if (columns === undefined) onText(line, page)
        },
      }
    }),
}

/** A line of headers: at least two columns, one of them the MAC address. */
function columnsOf(line: string): ReadonlyMap<Column, number> | undefined {
  const cells = readCells(line.replace(/^\ufeff/, ''), separatorOf(line))?.map((cell) => cell.trim()) ?? []
  const columns = new Map<Column, number>()
  for (const name of Object.keys(headers) as Column[]) {
    const position = cells.findIndex((cell) => headers[name].test(cell))
    if (position !== -1) columns.set(name, position)
  }
  return cells.length > 1 && columns.has('mac') && columns.size > 1 ? columns : undefined
}

function onCells(cells: readonly string[] | undefined, columns: ReadonlyMap<Column, number>, page: LogPage): void {
  if (cells === undefined) return page.problem('a quote stays open; left out')
  if (cells.every((cell) => cell.trim() === '')) return
  const cell = (name: Column): string | undefined => cells[columns.get(name) ?? -1]?.trim()
  const mac = canonicalMac(cell('mac') ?? '')
  if (mac === undefined) return page.problem('holds no MAC address of one interface; left out')
  const port = [cell('switch'), cell('port')].filter((part) => part !== undefined && part !== '').join(' ')
  tellNeighbour({ mac, ip: canonicalIp(cell('ip') ?? ''), port, hostName: cell('host') }, page)
}

function onText(line: string, page: LogPage): void {
  const mac = canonicalMac(writtenMac.exec(line)?.[0] ?? '')
  if (mac === undefined) return
  const ip = [...line.replace(writtenMac, ' ').matchAll(writtenIp)]
    .map(([text]) => canonicalIp(text))
    .find((found) => found !== undefined)
  const port = writtenPort.exec(line)?.[0]
  if (ip !== undefined || port !== undefined) tellNeighbour({ mac, ip, port }, page)
}

interface Neighbour {
  readonly mac: string
  readonly ip: string | undefined
  readonly port?: string | undefined
  readonly hostName?: string | undefined
}

function tellNeighbour({ mac, ip, port, hostName }: Neighbour, page: LogPage): void {
  page.at(undefined)
  page.notesOf('neighbour-table').tell({
    subject: subjectOf({ mac, ip }),
    facts: factsOf({ hostName, mac, ip, switchPort: port }),
    confidence: 'strong',
  })
}
