import { canonicalIp, canonicalMac } from '../../model/index.ts'
import type { ObservedSubject } from '../../model/index.ts'
import { factsOf, subjectOf } from '../facts.ts'
import { readLog } from '../logs/read-log.ts'
import type { LogPage, LogReader } from '../logs/read-log.ts'
import type { Notes } from '../protocol.ts'
import type { ObservationSource } from '../source.ts'

/** Objects that are read, by the number they begin with. RFC 3418 (system), RFC 6933 (entity), RFC 4293 and its elders (addresses), RFC 4188 (bridge). */
const objects = {
  '1.3.6.1.2.1.1.1.': 'sysDescr',
  '1.3.6.1.2.1.1.2.': 'sysObjectId',
  '1.3.6.1.2.1.1.5.': 'sysName',
  '1.3.6.1.2.1.1.6.': 'sysLocation',
  '1.3.6.1.2.1.2.2.1.6.': 'ifPhysAddress',
  '1.3.6.1.2.1.4.20.1.1.': 'ipAdEntAddr',
  '1.3.6.1.2.1.4.22.1.2.': 'ipNetToMediaPhysAddress',
  '1.3.6.1.2.1.17.4.3.1.2.': 'dot1dTpFdbPort',
  '1.3.6.1.2.1.31.1.1.1.1.': 'ifName',
  '1.3.6.1.2.1.47.1.1.1.1.5.': 'entPhysicalClass',
  '1.3.6.1.2.1.47.1.1.1.1.8.': 'entPhysicalHardwareRev',
  '1.3.6.1.2.1.47.1.1.1.1.9.': 'entPhysicalFirmwareRev',
  '1.3.6.1.2.1.47.1.1.1.1.10.': 'entPhysicalSoftwareRev',
  '1.3.6.1.2.1.47.1.1.1.1.11.': 'entPhysicalSerialNum',
  '1.3.6.1.2.1.47.1.1.1.1.12.': 'entPhysicalMfgName',
  '1.3.6.1.2.1.47.1.1.1.1.13.': 'entPhysicalModelName',
} as const
type ObjectName = (typeof objects)[keyof typeof objects]
const numbers = Object.entries(objects)
const names: ReadonlySet<string> = new Set(Object.values(objects))

const maxRows = 200_000
const maxCharacters = 32_000_000
const maxValue = 2048
const maxIndex = 256
const chassis = /^(?:3|chassis\(3\))$/

/** What others read with `snmpwalk`, with numbers or with names; one device a file. Auscult itself never asks a device. */
export const snmpWalk: ObservationSource = {
  id: 'snmp-walk',
  name: 'SNMP walk',
  source: 'snmpcmd(1) (output of Net-SNMP); RFC 3418; RFC 6933; RFC 4293; RFC 4188',
  recognises: (head) =>
    /^(?:\.?(?:iso|1)\.3\.6\.1\.|[A-Z][\w-]*-MIB::)\S+ = (?:[A-Z][\w-]*: |""|STRING)/m.test(
      new TextDecoder().decode(head.subarray(0, 16_384)),
    ),
  read: (bytes, options) => readLog(bytes, options, walkReader),
}

type Walk = ReadonlyMap<ObjectName, ReadonlyMap<string, string>>

function walkReader(page: LogPage): LogReader {
  const walk = new Map<ObjectName, Map<string, string>>()
  let last: { readonly rows: Map<string, string>; readonly index: string } | undefined
  let rows = 0
  let characters = 0
  let isFull = false
  return {
    onLine(line) {
      const read = readObject(line)
      if (read === undefined) {
        // A value of several lines: what follows belongs to the object above.
        if (last !== undefined && !/^\S+ = /.test(line))
          last.rows.set(last.index, `${last.rows.get(last.index)} ${line}`.slice(0, maxValue))
        else last = undefined
        return
      }
      if (isFull) return
      rows += 1
      characters += read.index.length + read.value.length
      if (rows > maxRows || characters > maxCharacters) {
        isFull = true
        last = undefined
        return page.problem('more than 200,000 rows, or 32 million characters, of interest; the rest is left out')
      }
      const known = walk.get(read.object) ?? new Map<string, string>()
      walk.set(read.object, known)
      known.set(read.index, read.value)
      last = { rows: known, index: read.index }
    },
    end() {
      page.at(undefined)
      tellWalk(walk, page)
    },
  }
}

/** `.1.3.6.1.2.1.1.5.0 = STRING: "pump"` or `SNMPv2-MIB::sysName.0 = STRING: pump`. */
function readObject(
  line: string,
): { readonly object: ObjectName; readonly index: string; readonly value: string } | undefined {
  const [, name = '', type = '', written = ''] = /^(\S+) = (?:([A-Z][\w-]*): ?)?(.*)$/.exec(line) ?? []
  const found = byNumber(name.replace(/^\.?iso\./, '1.').replace(/^\./, '')) ?? byName(name)
  if (found === undefined) return undefined
  const value = unquoted(written.slice(0, maxValue))
  return {
    ...found,
    index: found.index.slice(0, maxIndex),
    value: type === 'Hex-STRING' ? value.trim().replaceAll(' ', ':') : value,
  }
}

/** A value of several lines has its quotes only when all of it was read. */
function unquoted(written: string): string {
  return written.replace(/^"([^]*)"\s*$/, '$1').replaceAll(String.raw`\"`, '"')
}

function byNumber(oid: string): { object: ObjectName; index: string } | undefined {
  const found = numbers.find(([prefix]) => oid.startsWith(prefix))
  return found === undefined ? undefined : { object: found[1], index: oid.slice(found[0].length) }
}

function byName(name: string): { object: ObjectName; index: string } | undefined {
  const [, object = '', index = ''] = /^(?:[\w-]+::)?(\w+)\.(.+)$/.exec(name) ?? []
  return names.has(object) ? { object: object as ObjectName, index } : undefined
}

function tellWalk(walk: Walk, page: LogPage): void {
  const values = (object: ObjectName): string[] => [...(walk.get(object)?.values() ?? [])]
  const ips = values('ipAdEntAddr')
    .map(canonicalIp)
    .filter((ip) => ip !== undefined)
  const macs = values('ifPhysAddress')
    .map(canonicalMac)
    .filter((mac) => mac !== undefined)
  const [ip] = ips
  const [mac] = macs
  const subject = subjectOf({ mac, ip })
  const notes = page.notesOf('snmp-walk')
  if (mac === undefined && ip === undefined) {
    page.problem(
      'tells no address of the device itself (ifPhysAddress, ipAdEntAddr); walk .1.3.6.1.2.1 as a whole, so that it can be told which device this is',
    )
  } else tellItself(walk, { subject, notes, macs, ips })
  tellNeighbours(walk, notes)
}

interface Itself {
  readonly subject: ObservedSubject
  readonly notes: Notes
  readonly macs: readonly string[]
  readonly ips: readonly string[]
}

function tellItself(walk: Walk, { subject, notes, macs, ips }: Itself): void {
  const first = (object: ObjectName): string | undefined => walk.get(object)?.values().next().value
  const [index] = [...(walk.get('entPhysicalClass') ?? [])].find(([, value]) => chassis.test(value)) ?? []
  const ofChassis = (object: ObjectName): string | undefined => walk.get(object)?.get(index ?? '1')
  notes.tell({
    subject,
    confidence: 'explicit',
    facts: factsOf({
      maker: ofChassis('entPhysicalMfgName'),
      model: ofChassis('entPhysicalModelName'),
      serial: ofChassis('entPhysicalSerialNum'),
      softwareVersion: ofChassis('entPhysicalSoftwareRev'),
      firmwareVersion: ofChassis('entPhysicalFirmwareRev'),
      hardwareVersion: ofChassis('entPhysicalHardwareRev'),
      hostName: first('sysName'),
      location: first('sysLocation'),
      sysDescr: unquoted(first('sysDescr') ?? ''),
      sysObjectId: first('sysObjectId')
        ?.replace(/^(?:\.?iso\.|\.1\.)/, '1.')
        .replace(/^SNMPv2-SMI::enterprises\./, '1.3.6.1.4.1.'),
      mac: macs,
      ip: ips,
    }),
  })
}

/** The ARP table of a router, and on which port a switch learned an address. */
function tellNeighbours(walk: Walk, notes: Notes): void {
  for (const [index, value] of walk.get('ipNetToMediaPhysAddress') ?? []) {
    const ip = canonicalIp(index.split('.').slice(-4).join('.'))
    const mac = canonicalMac(value)
    if (ip !== undefined && mac !== undefined)
      notes.tell({ subject: { mac, ip }, facts: factsOf({ mac, ip }), confidence: 'strong' })
  }
  const sysName = walk.get('sysName')?.values().next().value
  for (const [index, bridgePort] of walk.get('dot1dTpFdbPort') ?? []) {
    const octets = index.split('.').map((octet) => Number(octet).toString(16).padStart(2, '0'))
    const mac = canonicalMac(octets.join(':'))
    const port = walk.get('ifName')?.get(bridgePort) ?? `port ${bridgePort}`
    if (mac === undefined || bridgePort === '0') continue
    notes.tell({
      subject: { mac },
      facts: factsOf({ mac, switchPort: [sysName, port].filter(Boolean).join(' ') }),
      confidence: 'strong',
    })
  }
}
