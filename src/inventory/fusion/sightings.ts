import type { Observation, ObservedField, Sighting } from '../../model/index.ts'
import { serialKey } from '../duplicates.ts'
import { readWrittenUdi } from '../udi-names.ts'
import { udiSerialKey } from './udi-serials.ts'

/** One device has few addresses; who tells more is cut. */
const mostAddresses = 16
/** Protocols in which a device speaks of its own addresses on its own network. */
const ownProtocols: ReadonlySet<string> = new Set([
  'arp',
  'ndp',
  'dhcp',
  'dhcpv6',
  'lldp',
  'cdp',
  'dhcp-leases',
  'neighbour-table',
  'zeek-dhcp',
])

/** What an observation tells its subject apart by. The observation's own subject goes before its facts. */
export function toSighting({ subject, facts, protocol, confidence }: Observation): Sighting {
  const told = (field: ObservedField): string[] =>
    facts.filter((fact) => fact.field === field).map(({ value }) => value)
  const macs = subject.mac === undefined ? told('mac') : [subject.mac]
  const ips = subject.ip === undefined ? told('ip') : [subject.ip]
  const aeTitle = (subject.aeTitle ?? told('aeTitle')[0] ?? '').trim()
  const hostName = toHostKey(subject.hostName ?? told('hostName')[0] ?? '')
  return {
    macs: toAddresses(macs.filter(isUnicast)),
    ips: toAddresses(ips.filter(isOfOne)),
    aeTitle: aeTitle === '' ? null : aeTitle,
    hostName: hostName === '' ? null : hostName,
    serialKey: confidence === 'weak' ? null : (serialOf(told) ?? null),
    isRouter: confidence !== 'weak' && told('role').includes('router'),
    isOwn: ownProtocols.has(protocol),
  }
}

/** One text for equal sightings. */
export function keyOfSighting(sighting: Sighting): string {
  const { macs, ips, aeTitle, hostName, serialKey: serial, isRouter, isOwn } = sighting
  return JSON.stringify([macs, ips, aeTitle, hostName, serial, isRouter, isOwn])
}

/** Host names agree by their first label: `CT1.hospital.example` is `ct1`. Numbers of the internet protocol are no names. */
export function toHostKey(name: string): string {
  const text = name.trim().toLowerCase().replace(/\.$/, '')
  return /^[0-9.]+$/.test(text) || text.includes(':') ? '' : (text.split('.')[0] ?? '')
}

/** With a maker its serial number, or that of its UDI; without one, that of its UDI with the device identifier. */
function serialOf(told: (field: ObservedField) => string[]): string | undefined {
  const [stated, udis] = [told('serial'), told('udi')]
  const [maker] = told('maker')
  const serials = stated.length > 0 ? stated : udis.flatMap(serialOfUdi)
  const [serial = ''] = serials
  if (serials.length > 1 || (serials.length === 1 && isPlaceholder(serial))) return undefined
  if (maker === undefined) return udis.length === 1 ? udiSerialKey(udis[0] ?? '', stated[0]) : undefined
  const key = serialKey({ maker, serial })
  return key === undefined || key.startsWith(' ') ? undefined : key
}

/** The serial number of a device's own UDI, unless it was misread. */
function serialOfUdi(udi: string): string[] {
  const { serial, isChecked } = readWrittenUdi(udi) ?? {}
  return serial === undefined || isChecked === false ? [] : [serial]
}

/** What makers write where they have no serial number: a single repeated character, or a word for nothing. */
function isPlaceholder(serial: string): boolean {
  const bare = serial.replace(/[\s._/-]+/g, '').toLowerCase()
  if (bare.length < 3 || /^(.)\1*$/.test(bare)) return true
  return [
    'none',
    'null',
    'unknown',
    'unspecified',
    'serial',
    'serialnumber',
    'sn',
    'notset',
    'default',
    'tbd',
    '123456',
    '12345',
    '1234',
    '123',
    '123456789',
    '1234567890',
    'tobefilledbyoem',
    'systemserialnumber',
  ].includes(bare)
}

/** Neither of a group nor of nobody. */
function isUnicast(mac: string): boolean {
  return (
    /^[0-9a-f]{2}(?::[0-9a-f]{2}){5}$/.test(mac) &&
    (Number.parseInt(mac.slice(0, 2), 16) & 1) === 0 &&
    mac !== '00:00:00:00:00:00'
  )
}

/** Of one machine, as others see it: not of a group, of this very machine, of nobody, or good on one cable alone. */
function isOfOne(ip: string): boolean {
  return !/^(?:0\.|127\.|169\.254\.|2(?:2[4-9]|[3-4]\d|5[0-5])\.|::1?$|ff|fe[89ab])/i.test(ip)
}

function toAddresses(addresses: readonly string[]): string[] {
  return [...new Set(addresses)].sort().slice(0, mostAddresses)
}
