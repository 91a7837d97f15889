import { canonicalIp, canonicalMac } from '../../model/index.ts'
import type { ObservedConfidence, ObservedSubject } from '../../model/index.ts'
import { readProducts } from '../banner.ts'
import { factsOf, subjectOf } from '../facts.ts'
import type { FactsTold } from '../facts.ts'
import type { DroppedKind, Notes } from '../protocol.ts'
import type { ZeekRecord } from './record.ts'

/** How one kind of log is read: by which of its fields it is known when the file does not name it, and what it tells. */
export interface ZeekLog {
  readonly path: string
  readonly knownBy: readonly string[]
  /** Fields that name people, or what they do: counted, never kept. */
  readonly drops: Readonly<Record<string, DroppedKind>>
  readonly tell: (record: ZeekRecord, notes: Notes) => void
}

const client = (record: ZeekRecord): ObservedSubject => subject(record.text('id.orig_h'), record.text('orig_l2_addr'))
const server = (record: ZeekRecord): ObservedSubject => subject(record.text('id.resp_h'), record.text('resp_l2_addr'))

function subject(ipText: string | undefined, macText?: string): ObservedSubject {
  return subjectOf({ ip: canonicalIp(ipText ?? ''), mac: canonicalMac(macText ?? '') })
}

function telling(notes: Notes, confidence: ObservedConfidence): (of: ObservedSubject, told: FactsTold) => void {
  return (of, told) => {
    const facts = factsOf(told)
    if (facts.length > 0 && (of.ip !== undefined || of.mac !== undefined))
      notes.tell({ subject: of, facts, confidence })
  }
}

/** https://docs.zeek.org/en/master/script-reference/log-files.html; `conn` is read for its flows as well. */
export const zeekLogs: readonly ZeekLog[] = [
  {
    path: 'dhcp',
    knownBy: ['mac', 'assigned_addr'],
    drops: {},
    tell(record, notes) {
      const tell = telling(notes, 'strong')
      const assigned = record.text('assigned_addr')
      const leased = subject(assigned ?? record.text('client_addr'), record.text('mac'))
      tell(leased, {
        hostName: record.text('host_name') ?? record.text('client_fqdn'),
        domain: record.text('domain'),
        mac: leased.mac,
        ip: assigned === undefined ? undefined : leased.ip,
        vendorClass: record.text('client_software'),
        switchPort: record.text('circuit_id'),
        role: 'client',
      })
      tell(subject(record.text('server_addr')), { role: 'dhcp server', vendorClass: record.text('server_software') })
    },
  },
  {
    path: 'software',
    knownBy: ['software_type', 'unparsed_version'],
    drops: {},
    tell(record, notes) {
      const numbers = ['version.major', 'version.minor', 'version.minor2', 'version.minor3'].map((field) =>
        record.text(field),
      )
      const until = numbers.findIndex((number) => number === undefined)
      const addl = record.text('version.addl')
      const version = numbers.slice(0, until === -1 ? 4 : until).join('.')
      telling(notes, 'strong')(subject(record.text('host')), {
        softwareProduct: record.text('name'),
        softwareProductVersion: version === '' ? undefined : `${version}${addl === undefined ? '' : `-${addl}`}`,
        banner: record.text('unparsed_version'),
      })
    },
  },
  {
    path: 'http',
    knownBy: ['status_code', 'uri'],
    drops: { uri: 'path', username: 'credential', password: 'credential', referrer: 'path' },
    tell(record, notes) {
      const agent = record.text('user_agent')
      const tell = telling(notes, 'strong')
      tell(client(record), { banner: agent, role: 'client' })
      for (const { name, version } of readProducts(agent ?? ''))
        tell(client(record), { softwareProduct: name, softwareProductVersion: version })
      const host = record.text('host')
      const isName = host !== undefined && /^[a-z0-9.-]+$/i.test(host) && !/^[\d.]+$/.test(host)
      tell(server(record), { role: 'server', serverName: isName ? host.toLowerCase() : undefined })
    },
  },
  {
    path: 'ssl',
    knownBy: ['cipher', 'established'],
    drops: {},
    tell(record, notes) {
      telling(notes, 'weak')(client(record), { ja3: record.text('ja3'), ja4: record.text('ja4'), role: 'client' })
      telling(notes, 'strong')(server(record), {
        serverName: record.text('server_name'),
        certificateSubject: withoutPersons(record.text('subject')),
        certificateIssuer: withoutPersons(record.text('issuer')),
        ja3s: record.text('ja3s'),
        role: 'server',
      })
    },
  },
  {
    path: 'known_certs',
    knownBy: ['issuer_subject', 'port_num'],
    drops: {},
    tell(record, notes) {
      telling(notes, 'strong')(subject(record.text('host')), {
        certificateSubject: withoutPersons(record.text('subject')),
        certificateIssuer: withoutPersons(record.text('issuer_subject')),
        role: 'server',
      })
    },
  },
  {
    path: 'known_services',
    knownBy: ['port_num', 'port_proto'],
    drops: {},
    tell(record, notes) {
      const port = `${record.text('port_proto') ?? 'tcp'}/${record.text('port_num') ?? ''}`
      const services = record.texts('service').map((service) => `${service.toLowerCase()} ${port}`)
      telling(notes, 'strong')(subject(record.text('host')), {
        service: services.length === 0 ? port : services,
        role: 'server',
      })
    },
  },
  {
    path: 'ntlm',
    knownBy: ['server_nb_computer_name'],
    drops: { username: 'person' },
    tell(record, notes) {
      const tell = telling(notes, 'strong')
      tell(client(record), { hostName: record.text('hostname'), domain: record.text('domainname') })
      tell(server(record), {
        hostName: record.text('server_dns_computer_name') ?? record.text('server_nb_computer_name'),
      })
    },
  },
  {
    path: 'snmp',
    knownBy: ['display_string', 'get_requests'],
    drops: { community: 'credential' },
    tell: (record, notes) =>
      telling(notes, 'strong')(server(record), { sysDescr: record.text('display_string'), role: 'snmp agent' }),
  },
  {
    path: 'ssh',
    knownBy: ['auth_success', 'cipher_alg'],
    drops: {},
    tell(record, notes) {
      for (const [who, banner, hassh] of [
        [client(record), record.text('client'), record.text('hassh')],
        [server(record), record.text('server'), record.text('hasshServer')],
      ] as const) {
        telling(notes, 'strong')(who, { banner, hassh })
        for (const { name, version } of readProducts(banner?.replace(/^SSH-[\d.]+-/, '') ?? ''))
          telling(notes, 'strong')(who, { softwareProduct: name, softwareProductVersion: version })
      }
    },
  },
  {
    path: 'rdp',
    knownBy: ['client_build', 'keyboard_layout'],
    drops: { cookie: 'person' },
    tell(record, notes) {
      const version = /^RDP ([\d.]+)/.exec(record.text('client_build') ?? '')?.[1]
      telling(notes, 'strong')(client(record), {
        hostName: record.text('client_name'),
        softwareProduct: version === undefined ? undefined : 'RDP client',
        softwareProductVersion: version,
        role: 'client',
      })
    },
  },
  {
    path: 'conn',
    knownBy: ['conn_state', 'history'],
    drops: {},
    tell(record, notes) {
      for (const who of [client(record), server(record)])
        if (who.mac !== undefined && who.ip !== undefined) notes.tell({ subject: who, facts: [], confidence: 'weak' })
    },
  },
  {
    path: 'ftp',
    knownBy: ['user', 'command'],
    drops: { user: 'credential', password: 'credential', arg: 'path' },
    tell: roles('ftp'),
  },
  { path: 'smb_files', knownBy: ['action', 'prev_name'], drops: { path: 'path', name: 'path' }, tell: roles('smb') },
  { path: 'smb_mapping', knownBy: ['share_type'], drops: { path: 'path' }, tell: roles('smb') },
  { path: 'modbus', knownBy: ['func'], drops: {}, tell: roles('modbus') },
  { path: 'ntp', knownBy: ['stratum', 'ref_id'], drops: {}, tell: roles('ntp') },
  {
    path: 'mqtt_connect',
    knownBy: ['client_id', 'will_topic'],
    drops: { client_id: 'identifier' },
    tell: roles('mqtt'),
  },
  { path: 'radius', knownBy: ['framed_addr', 'connect_info'], drops: { username: 'person' }, tell: radius },
]

/** Who asks and who answers, and nothing else. */
function roles(service: string): ZeekLog['tell'] {
  return (record, notes) => {
    telling(notes, 'weak')(client(record), { role: `${service} client` })
    telling(notes, 'weak')(server(record), { role: `${service} server` })
  }
}

function radius(record: ZeekRecord, notes: Notes): void {
  const who = subject(record.text('framed_addr'), record.text('mac'))
  telling(notes, 'strong')(who, { mac: who.mac, ip: who.ip })
}

/** A distinguished name without addresses of mail. */
function withoutPersons(name: string | undefined): string | undefined {
  return name
    ?.split(/,(?=[A-Za-z.\d]+=)/)
    .filter((part) => !part.includes('@') && !/^(?:emailAddress|UID|GN|SN)=/i.test(part.trim()))
    .join(',')
}
