import { isHostAddress, isInside, isInterfaceMac } from '../src/network/addresses.ts'
import { isHostName } from '../src/network/dns/names.ts'
import { plain } from '../src/network/facts.ts'
import { decodedNetbios } from './tshark-names.ts'
import type { TsharkRow as Row } from './tshark-facts.ts'

type Reader = (row: Row) => readonly (readonly [kind: string, fact: string])[]

/** What a packet tells, as kind and fact. */
export function readTshark(row: Row): readonly (readonly [kind: string, fact: string])[] {
  return readers.flatMap((read) => read(row))
}

const ip = (row: Row): string => (speaksIpv6(row) ? row.last('ipv6.src') : row.last('ip.src'))
const target = (row: Row): string => (speaksIpv6(row) ? row.last('ipv6.dst') : row.last('ip.dst'))
const speaks = (row: Row, protocol: string): boolean => `:${row.last('frame.protocols')}:`.includes(`:${protocol}:`)

function speaksIpv6(row: Row): boolean {
  const layers = row.last('frame.protocols')
  return layers.lastIndexOf(':ipv6') > layers.lastIndexOf(':ip:')
}

const readers: readonly Reader[] = [
  readArp,
  readNdp,
  readDhcp,
  readDhcp6,
  readNames,
  readNetbios,
  readNeighbours,
  readSnmp,
  readServers,
  readControllers,
]

function readArp(row: Row): readonly [string, string][] {
  const mac = row.last('arp.src.hw_mac')
  const own = row.last('arp.src.proto_ipv4')
  const isAddress = row.last('arp.hw.type') === '1' && Number(row.last('arp.proto.type')) === 0x800
  if (mac === '' || own === '' || !isAddress || !isInterfaceMac(mac)) return []
  return [['arp', `${mac} ${isHostAddress(own) ? own : '-'}`]]
}

function readNdp(row: Row): readonly [string, string][] {
  const kind = row.last('icmpv6.type')
  const mac = row.last('icmpv6.opt.linkaddr')
  if (!['133', '134', '135', '136'].includes(kind) || mac === '' || !isInterfaceMac(mac)) return []
  const option = row.all('icmpv6.opt.type').find((type) => type === '1' || type === '2')
  if ((option === '2') !== (kind === '136')) return []
  const own = kind === '136' ? row.last('icmpv6.nd.na.target_address') : ip(row)
  return isHostAddress(own) ? [['ndp', `${mac} ${own}`]] : []
}

function readDhcp(row: Row): readonly [string, string][] {
  const kind = row.last('dhcp.option.dhcp')
  const mac = row.all('dhcp.hw.mac_addr')[0] ?? ''
  const facts: [string, string][] = []
  if (!speaks(row, 'dhcp') || !isInterfaceMac(mac)) return facts
  if (row.last('dhcp.type') === '1' && ['', '1', '3', '4', '7', '8'].includes(kind)) {
    for (const name of [...row.all('dhcp.option.hostname'), ...row.all('dhcp.fqdn.name')])
      facts.push(['dhcp-name', `${mac} ${name}`])
    for (const name of row.all('dhcp.option.vendor_class_id')) facts.push(['dhcp-class', `${mac} ${name}`])
    if (isHostAddress(row.last('dhcp.ip.client'))) facts.push(['dhcp-lease', `${mac} ${row.last('dhcp.ip.client')}`])
    if (row.last('dhcp.option.request_list_item') !== '')
      facts.push(['dhcp-parameters', `${mac} ${row.all('dhcp.option.request_list_item').join(',')}`])
  }
  const given = row.last('dhcp.ip.your') === '0.0.0.0' ? row.last('dhcp.ip.client') : row.last('dhcp.ip.your')
  if (row.last('dhcp.type') === '2' && ['', '5', '13'].includes(kind) && isHostAddress(given))
    facts.push(['dhcp-lease', `${mac} ${given}`])
  return facts
}

function readDhcp6(row: Row): readonly [string, string][] {
  const kind = row.all('dhcpv6.msgtype').at(-1) ?? ''
  if (['1', '3', '4', '5', '6', '8', '9', '11'].includes(kind)) {
    return row.all('dhcpv6.duid.bytes').slice(0, 1).map((duid) => ['dhcpv6-client', `duid:${duid.replaceAll(':', '')}`]) // prettier-ignore
  }
  return kind === '7' ? row.all('dhcpv6.iaaddr.ip').filter(isHostAddress).map((own) => ['dhcpv6-lease', own]) : [] // prettier-ignore
}

/** DNS, mDNS and LLMNR: a name with one address of a kind. */
function readNames(row: Row): readonly [string, string][] {
  const protocol = ['dns', 'mdns', 'llmnr'].find((name) => speaks(row, name))
  if (
    protocol === undefined ||
    row.all('dns.flags.response')[0] !== '1' ||
    !['0', ''].includes(row.all('dns.flags.rcode')[0] ?? '')
  )
    return []
  const found = addressed(row)
  const isSingle = (name: string): boolean =>
    found.filter((other) => other.name.toLowerCase() === name.toLowerCase()).length === 1
  const hosts = found.filter(
    ({ name, own }) =>
      isHostName(name) &&
      isHostAddress(own) &&
      (protocol !== 'dns' || (isInside(own) && isSingle(name) && own !== ip(row))),
  )
  const services = row.all('dns.srv.target').map((name, index) => `${name} ${row.all('dns.srv.port')[index] ?? ''}`)
  const announced =
    protocol === 'mdns'
      ? services.map((service) => ['mdns-service', `${ip(row)} ${service.split(' ')[1] ?? ''}`] as const)
      : []
  return [
    ...hosts.map(({ name, own }) => [`${protocol}-host`, `${own} ${name}`] as const),
    ...announced.filter(([, fact]) => !fact.endsWith(' 0')),
  ].map(([kind, fact]) => [kind, fact])
}

function addressed(row: Row): { readonly name: string; readonly own: string }[] {
  const four = row.all('dns.a')[Symbol.iterator]()
  const six = row.all('dns.aaaa')[Symbol.iterator]()
  // tshark prints the name of an SRV record in another column.
  const types = row.all('dns.resp.type').filter((type) => type !== '33')
  return row.all('dns.resp.name').flatMap((name, index) => {
    const type = types[index]
    const next = type === '1' ? four.next() : type === '28' ? six.next() : undefined
    return next === undefined || next.done === true ? [] : [{ name, own: next.value }]
  })
}

function readNetbios(row: Row): readonly [string, string][] {
  const facts: [string, string][] = []
  if (
    speaks(row, 'nbns') &&
    ['5', '8', '9'].includes(row.last('nbns.flags.opcode')) &&
    row.last('nbns.flags.response') === '0'
  ) {
    const name = decodedNetbios(row.last('nbns.name'))
    const own = row.last('nbns.addr')
    const isGroup = row.last('nbns.nb_flags.group') === '1'
    if (name !== undefined && isHostAddress(own) && !isGroup && [0x00, 0x20].includes(name.suffix))
      facts.push(['nbns-host', `${own} ${name.name}`])
  }
  if (['1', '15'].includes(Number(row.last('browser.command')).toString()) && row.last('browser.server') !== '') {
    facts.push(['browser-host', `${ip(row)} ${row.last('browser.server')}`])
  }
  return facts
}

function readNeighbours(row: Row): readonly [string, string][] {
  const mac = row.last('eth.src')
  const names = { name: 'lldp.tlv.system.name', maker: 'lldp.media.manufacturer', model: 'lldp.media.model', serial: 'lldp.media.sn', firmware: 'lldp.media.firmware', hardware: 'lldp.media.hardware', software: 'lldp.media.software', description: 'lldp.tlv.system.desc' } as const // prettier-ignore
  const lldp = Object.entries(names).flatMap(([kind, field]) =>
    row.all(field).map((value): [string, string] => [`lldp-${kind}`, `${mac} ${unescaped(value)}`]),
  )
  const platform = row
    .all('cdp.platform')
    .map((value): [string, string] => ['cdp-platform', `${mac} ${value.replace(/^cisco /i, '')}`])
  const name = row.all('cdp.deviceid').map((value): [string, string] => ['cdp-name', `${mac} ${value}`])
  const lines = row.all('cdp.software_version').map(unescaped) // a line each
  const software = lines.length === 0 ? [] : [['cdp-software', `${mac} ${lines.join(' ')}`] satisfies [string, string]]
  return [...lldp, ...platform, ...name, ...software]
}

const objects: Readonly<Record<string, string>> = { '1.3.6.1.2.1.1.1.0': 'sysDescr', '1.3.6.1.2.1.1.5.0': 'sysName', '1.3.6.1.2.1.1.6.0': 'sysLocation' } // prettier-ignore

/** Values are matched to their names only where all of a message are texts: tshark prints them apart. */
function readSnmp(row: Row): readonly [string, string][] {
  const names = row.all('snmp.name')
  const values = row.all('snmp.value.octets')
  const isAnswer =
    row.last('snmp.data') === '2' && names.length === values.length && row.last('snmp.error_status') === '0'
  const told = names.flatMap((name, index): [string, string][] => {
    const kind = isAnswer ? objects[name] : undefined
    const text = Buffer.from((values[index] ?? '').replaceAll(':', ''), 'hex').toString('latin1')
    return kind === undefined || plain(text) === '' ? [] : [[`snmp-${kind}`, `${ip(row)} ${text}`]]
  })
  const engine = row.last('snmp.msgAuthoritativeEngineID').replaceAll(':', '')
  return engine.length < 10 ? told : [...told, ['snmp-engine', `engine:${engine}`]]
}

function readServers(row: Row): readonly [string, string][] {
  const facts: [string, string][] = []
  const mode = row.last('ntp.flags.mode')
  if (mode === '4' || mode === '5') facts.push(['ntp-server', ip(row)])
  if (mode === '3') facts.push(['ntp-client', ip(row)])
  if (speaks(row, 'ssdp'))
    for (const server of row.all('http.server')) facts.push(['ssdp-server', `${ip(row)} ${server}`])
  if (speaks(row, 'syslog')) facts.push(['syslog-client', ip(row)])
  const mqtt = row.all('mqtt.msgtype')
  if (mqtt.includes('1')) facts.push(['mqtt-client', ip(row)])
  if (mqtt.includes('2')) facts.push(['mqtt-broker', ip(row)])
  return facts
}

function readControllers(row: Row): readonly [string, string][] {
  const facts: [string, string][] = []
  const isAnswer = row.last('tcp.srcport') === '502' && row.all('modbus.func_code').some((code) => Number(code) < 128)
  if (isAnswer) facts.push(['modbus-server', ip(row)])
  if (isAnswer)
    for (const value of row.all('modbus.object_str_value')) facts.push(['modbus-identity', `${ip(row)} ${value}`])
  if (row.last('bacapp.unconfirmed_service') === '0' && row.all('bacapp.instance_number').length === 1) {
    facts.push([
      'bacnet-device',
      `bacnet:${row.last('bacapp.instance_number')} ${row.last('bacapp.vendor_identifier')}`,
    ])
  }
  return facts.filter(() => target(row) !== '')
}

/** tshark writes line ends in texts as two characters. */
function unescaped(text: string): string {
  return text.replaceAll(/\\[rnt]/g, ' ')
}
