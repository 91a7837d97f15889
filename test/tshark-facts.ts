import { spawnSync } from 'node:child_process'
import { globSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { plain } from '../src/network/facts.ts'
import { readTshark } from './tshark-readers.ts'

/**
 * What tshark reads in captures, as lines `file, kind, fact`: what `src/network/tshark.conformance.ts` holds ours against. Made once and committed, so that
 * the check itself needs no tshark: `node test/tshark-facts.ts FOLDER > src/network/fixtures/tshark/facts.tsv`, with the folder of the collected
 * captures.
 */
const filter =
  '(arp || icmpv6 || dhcp || dhcpv6 || dns || mdns || llmnr || nbns || browser || lldp || cdp || snmp || ntp || syslog || modbus || mqtt || bacapp || ssdp) && !icmp'

/** One column each; several values of one packet are told apart by U+001F. */
const fields = [
  'frame.protocols',
  'eth.src',
  'ip.src',
  'ipv6.src',
  'ip.dst',
  'ipv6.dst',
  'udp.srcport',
  'udp.dstport',
  'tcp.srcport',
  'arp.src.hw_mac',
  'arp.src.proto_ipv4',
  'arp.hw.type',
  'arp.proto.type',
  'icmpv6.type',
  'icmpv6.opt.linkaddr',
  'icmpv6.nd.na.target_address',
  'icmpv6.opt.type',
  'dhcp.type',
  'dhcp.hw.mac_addr',
  'dhcp.option.dhcp',
  'dhcp.option.hostname',
  'dhcp.option.vendor_class_id',
  'dhcp.option.request_list_item',
  'dhcp.fqdn.name',
  'dhcp.ip.your',
  'dhcp.ip.client',
  'dhcpv6.msgtype',
  'dhcpv6.duid.bytes',
  'dhcpv6.iaaddr.ip',
  'dns.flags.response',
  'dns.flags.rcode',
  'dns.resp.name',
  'dns.resp.type',
  'dns.a',
  'dns.aaaa',
  'dns.ptr.domain_name',
  'dns.srv.target',
  'dns.srv.port',
  'nbns.name',
  'nbns.flags.opcode',
  'nbns.flags.response',
  'nbns.addr',
  'nbns.nb_flags.group',
  'browser.server',
  'browser.os_major',
  'browser.os_minor',
  'browser.command',
  'lldp.tlv.system.name',
  'lldp.tlv.system.desc',
  'lldp.media.manufacturer',
  'lldp.media.model',
  'lldp.media.sn',
  'lldp.media.firmware',
  'lldp.media.hardware',
  'lldp.media.software',
  'cdp.platform',
  'cdp.software_version',
  'snmp.name',
  'snmp.value.octets',
  'snmp.msgAuthoritativeEngineID',
  'snmp.data',
  'ntp.flags.mode',
  'http.server',
  'modbus.func_code',
  'modbus.object_str_value',
  'mqtt.msgtype',
  'bacapp.instance_number',
  'bacapp.unconfirmed_service',
  'bacapp.vendor_identifier',
  'snmp.error_status',
  'cdp.deviceid',
] as const

export type TsharkField = (typeof fields)[number]

/** A packet as tshark prints it: all values of a field, or the last (of the innermost layer). */
export interface TsharkRow {
  readonly all: (field: TsharkField) => readonly string[]
  readonly last: (field: TsharkField) => string
}

function readCapture(path: string): string[] {
  const columns = fields.flatMap((field) => ['-e', field])
  const form = ['-T', 'fields', '-E', 'occurrence=a', '-E', 'aggregator=\u001f', '-E', 'separator=/t']
  const { stdout } = spawnSync('tshark', ['-n', '-r', path, '-Y', filter, ...form, ...columns], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  })
  const rows = stdout.split('\n').filter((line) => line !== '').map(toRow) // prettier-ignore
  return [...new Set(rows.flatMap(factsOfRow))].sort()
}

function toRow(line: string): TsharkRow {
  const cells = line.split('\t')
  const all = (field: TsharkField): string[] =>
    (cells[fields.indexOf(field)] ?? '').split('\u001f').filter((value) => value !== '')
  return { all, last: (field) => all(field).at(-1) ?? '' }
}

function factsOfRow(row: TsharkRow): string[] {
  return readTshark(row).filter(([, fact]) => plain(fact) !== '').map(([kind, fact]) => `${kind}\t${plain(fact)}`) // prettier-ignore
}

const [folder] = process.argv.slice(2)
if (folder !== undefined) {
  const captures = globSync('**/*.{pcap,pcapng,cap,trace,dmp}', { cwd: folder }).map((path) => relative('.', path).split(sep).join('/')).sort() // prettier-ignore
  const lines = captures.flatMap((path) => readCapture(join(folder, path)).map((fact) => `${path}\t${fact}`))
  writeFileSync(1, `${lines.join('\n')}\n`)
}
