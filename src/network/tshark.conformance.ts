import assert from 'node:assert/strict'
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { sharedSet, withoutSharedData } from '../../test/shared-data.ts'
import type { Observation, ObservedField } from '../model/index.ts'
import { observe } from './index.ts'

/**
 * What tshark reads in the collected captures (`fixtures/tshark/facts.tsv`, made by `test/tshark-facts.ts`) is what we tell of them. Every difference stands
 * in `fixtures/tshark/differences.tsv` with its reason: file, kind, whose fact it is, the fact, why.
 */
const folder = join(import.meta.dirname, 'fixtures', 'tshark')
const expected = Map.groupBy(rowsOf('facts.tsv'), ([file = '']) => file)
const excused = new Map(
  rowsOf('differences.tsv').map(([file, kind, whose, fact, reason]) => [
    [file, kind, whose, fact].join('\t'),
    reason ?? '',
  ]),
)

test(
  'what tshark reads in the collected captures is what we tell, but for the listed differences',
  { skip: withoutSharedData() },
  async () => {
    const root = await sharedSet('captures')
    const differences: string[] = []
    for (const [file, rows] of expected) {
      const theirs = new Set(rows.map(([, kind, fact]) => `${kind}\t${fact}`))
      const ours = await factsIn(join(root, file))
      const kinds = new Set(rows.map(([, kind = '']) => kind))
      for (const fact of theirs) if (!ours.has(fact)) differences.push(`${file}\t${fact.replace('\t', '\ttshark\t')}`)
      for (const fact of ours) {
        const [kind = ''] = fact.split('\t')
        if (!theirs.has(fact) && kinds.has(kind) && !looser.has(kind))
          differences.push(`${file}\t${fact.replace('\t', '\tours\t')}`)
      }
    }
    assert.deepEqual(differences.filter((difference) => !excused.has(difference)), [], 'not listed in differences.tsv') // prettier-ignore
    assert.deepEqual([...excused.keys()].filter((difference) => !differences.includes(difference)), [], 'listed, but no longer a difference') // prettier-ignore
    assert.ok(
      [...excused.values()].every((reason) => reason.length > 10),
      'every difference has its reason',
    )
  },
)

/** Kinds of which tshark prints only a part in columns: ours may tell more, and are checked by their own tests. */
const looser: ReadonlySet<string> = new Set([
  'dhcp-class',
  'snmp-sysDescr',
  'snmp-sysName',
  'snmp-sysLocation',
  'nbns-host',
  'mdns-service',
  'modbus-server',
])

async function factsIn(path: string): Promise<ReadonlySet<string>> {
  assert.ok(existsSync(path), `${path} is missing`)
  const facts = new Set<string>()
  for await (const { observations } of observe(createReadStream(path), { now: () => new Date() })) {
    for (const observation of observations) for (const fact of factsOf(observation)) facts.add(fact)
  }
  return facts
}

type Projection = (observation: Observation, values: (field: ObservedField) => readonly string[]) => readonly string[]

function factsOf(observation: Observation): string[] {
  const values = (field: ObservedField): string[] =>
    observation.facts.filter((fact) => fact.field === field).map(({ value }) => value)
  return (projections[observation.protocol] ?? []).flatMap((project) => project(observation, values))
}

/** Facts of one field, after the address of the subject. */
function about(kind: string, field: ObservedField, by: 'mac' | 'ip' = 'ip'): Projection {
  return ({ subject }, values) =>
    subject[by] === undefined ? [] : values(field).map((value) => `${kind}\t${subject[by]} ${value}`)
}

/** Who has the role. */
function inRole(kind: string, role: string): Projection {
  return ({ subject }, values) =>
    values('role').includes(role) && subject.ip !== undefined ? [`${kind}\t${subject.ip}`] : []
}

const addresses: Projection = ({ protocol, subject: { mac, ip = '-' } }) =>
  mac === undefined ? [] : [`${protocol}\t${mac} ${ip}`]
const lease: Projection = ({ subject: { mac, ip }, facts }) =>
  mac === undefined || ip === undefined || facts.some(({ field, value }) => field === 'role' && value === 'dhcp-server')
    ? []
    : [`dhcp-lease\t${mac} ${ip}`]

const projections: Readonly<Record<string, readonly Projection[]>> = {
  arp: [addresses],
  ndp: [addresses],
  dhcp: [
    about('dhcp-name', 'hostName', 'mac'),
    about('dhcp-class', 'vendorClass', 'mac'),
    about('dhcp-parameters', 'dhcpParameters', 'mac'),
    lease,
  ],
  dhcpv6: [
    (_, values) => values('deviceIdentifier').map((value) => `dhcpv6-client\t${value}`),
    ({ subject: { ip } }, values) =>
      ip === undefined || values('dhcpParameters').length > 0 || values('role').length > 0
        ? []
        : [`dhcpv6-lease\t${ip}`],
  ],
  dns: [about('dns-host', 'hostName')],
  'dns-tcp': [about('dns-host', 'hostName')],
  mdns: [
    ({ subject: { ip }, facts }) =>
      facts.length === 1
        ? facts.filter(({ field }) => field === 'hostName').map(({ value }) => `mdns-host\t${ip} ${value}`)
        : [],
    ({ subject: { ip } }, values) => values('service').map((service) => `mdns-service\t${ip} ${service.split('/')[1]}`),
  ],
  llmnr: [about('llmnr-host', 'hostName')],
  nbns: [about('nbns-host', 'hostName')],
  browser: [about('browser-host', 'hostName')],
  lldp: [
    about('lldp-name', 'hostName', 'mac'),
    about('lldp-description', 'sysDescr', 'mac'),
    about('lldp-maker', 'maker', 'mac'),
    about('lldp-model', 'model', 'mac'),
    about('lldp-serial', 'serial', 'mac'),
    about('lldp-firmware', 'firmwareVersion', 'mac'),
    about('lldp-hardware', 'hardwareVersion', 'mac'),
    about('lldp-software', 'softwareVersion', 'mac'),
  ],
  cdp: [
    about('cdp-platform', 'model', 'mac'),
    about('cdp-name', 'hostName', 'mac'),
    about('cdp-software', 'sysDescr', 'mac'),
  ],
  snmp: [
    about('snmp-sysDescr', 'sysDescr'),
    about('snmp-sysName', 'hostName'),
    about('snmp-sysLocation', 'location'),
    (_, values) => values('deviceIdentifier').map((value) => `snmp-engine\t${value}`),
  ],
  ntp: [inRole('ntp-server', 'ntp-server'), inRole('ntp-client', 'ntp-client')],
  ssdp: [about('ssdp-server', 'banner')],
  syslog: [inRole('syslog-client', 'syslog-client')],
  modbus: [
    inRole('modbus-server', 'modbus-server'),
    ({ subject: { ip }, facts, confidence }) =>
      confidence === 'explicit' ? facts.map(({ value }) => `modbus-identity\t${ip} ${value}`) : [],
  ],
  mqtt: [inRole('mqtt-client', 'mqtt-client'), inRole('mqtt-broker', 'mqtt-broker')],
  bacnet: [
    (_, values) =>
      values('vendorClass').flatMap((vendor) =>
        values('deviceIdentifier').map((device) => `bacnet-device\t${device} ${vendor.slice('BACnet vendor '.length)}`),
      ),
  ],
}

/** Of a table without head; lines that begin with `#` are remarks. */
function rowsOf(name: string): string[][] {
  return readFileSync(join(folder, name), 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.split('\t')) // prettier-ignore
}
