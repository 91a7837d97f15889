import { isGzip, peekGzip } from './gunzip.ts'
import { observeWith } from './observe.ts'
import type { Protocol } from './protocol.ts'
import { dicom } from './protocols/dicom.ts'
import { hl7 } from './protocols/hl7.ts'
import { poct1a } from './protocols/poct1a.ts'
import { astm } from './protocols/astm.ts'
import { intellivue } from './protocols/intellivue.ts'
import { carescape } from './protocols/carescape.ts'
import { medibus } from './protocols/medibus.ts'
import { arp } from './protocols/arp.ts'
import { ndp } from './protocols/ndp.ts'
import { dhcp } from './protocols/dhcp.ts'
import { ntp } from './protocols/ntp.ts'
import { mqtt } from './protocols/mqtt.ts'
import { tls } from './protocols/tls.ts'
import { http } from './protocols/http.ts'
import { ssh } from './protocols/ssh.ts'
import { smb } from './protocols/smb.ts'
import { rdp } from './protocols/rdp.ts'
import { ftp } from './protocols/ftp.ts'
import { telnet } from './protocols/telnet.ts'
import { dns } from './protocols/dns.ts'
import { dnsTcp } from './protocols/dns-tcp.ts'
import { mdns } from './protocols/mdns.ts'
import { llmnr } from './protocols/llmnr.ts'
import { nbns } from './protocols/nbns.ts'
import { browser } from './protocols/browser.ts'
import { dhcpv6 } from './protocols/dhcpv6.ts'
import { ssdp } from './protocols/ssdp.ts'
import { lldp } from './protocols/lldp.ts'
import { cdp } from './protocols/cdp.ts'
import { snmp } from './protocols/snmp.ts'
import { syslog } from './protocols/syslog.ts'
import { modbus } from './protocols/modbus.ts'
import { bacnet } from './protocols/bacnet.ts'
import { wsDiscovery } from './protocols/ws-discovery.ts'
import { kerberos } from './protocols/kerberos.ts'
import { kerberosTcp } from './protocols/kerberos-tcp.ts'
import { cldap } from './protocols/cldap.ts'
import { ldap } from './protocols/ldap.ts'
import { dceRpc } from './protocols/dce-rpc.ts'
import { rfb } from './protocols/rfb.ts'
import { sip } from './protocols/sip.ts'
import { radius } from './protocols/radius.ts'
import { tds } from './protocols/tds.ts'
import { mysql } from './protocols/mysql.ts'
import { postgresql } from './protocols/postgresql.ts'
import { syslogTcp } from './protocols/syslog-tcp.ts'
import { rdpUdp } from './protocols/rdp-udp.ts'
import { dtls } from './protocols/dtls.ts'
import { quic } from './protocols/quic.ts'
import { smtp } from './protocols/smtp.ts'
import { bacnetEthernet } from './protocols/bacnet-ethernet.ts'
import type { ObservationSource } from './source.ts'
import { capture } from './sources/capture.ts'
import { zeekLog } from './sources/zeek-log.ts'
import { nmapXml } from './sources/nmap-xml.ts'
import { dhcpLeases } from './sources/dhcp-leases.ts'
import { snmpWalk } from './sources/snmp-walk.ts'
import { neighbourTable } from './sources/neighbour-table.ts'
import { dicomFile } from './sources/dicom-file.ts'
import { dicomJson } from './sources/dicom-json.ts'

export type {
  Carrier,
  Conversation,
  DroppedKind,
  Endpoint,
  Notes,
  Protocol,
  StreamProtocol,
  Telling,
} from './protocol.ts'
export type { ObservationSource, ObservedBatch, ObserveOptions, SourceProblem, SourceProgress } from './source.ts'

/** Every protocol that is understood; where two recognise the same bytes, the first reads them. */
export const protocols = [
  dicom,
  hl7,
  poct1a,
  astm,
  intellivue,
  carescape,
  medibus,
  arp,
  ndp,
  dhcp,
  ntp,
  mqtt,
  tls,
  http,
  ssh,
  smb,
  rdp,
  ftp,
  telnet,
  dns,
  dnsTcp,
  mdns,
  llmnr,
  nbns,
  browser,
  dhcpv6,
  ssdp,
  lldp,
  cdp,
  snmp,
  syslog,
  modbus,
  bacnet,
  wsDiscovery,
  kerberos,
  kerberosTcp,
  cldap,
  ldap,
  dceRpc,
  rfb,
  sip,
  radius,
  tds,
  mysql,
  postgresql,
  syslogTcp,
  rdpUdp,
  dtls,
  quic,
  smtp,
  bacnetEthernet,
] as const satisfies readonly Protocol[]

/** Every file or stream that tells of devices; the first that recognises the first bytes reads it. */
export const sources = [
  capture,
  zeekLog,
  nmapXml,
  dhcpLeases,
  snmpWalk,
  neighbourTable,
  dicomFile,
  dicomJson,
] as const satisfies readonly ObservationSource[]

/** Reads any file or stream that tells of devices; what is in none of `sources` is told as a problem. Never throws on content. */
export const observe = observeWith(sources, protocols)

export { looksLikeFile as isDicomFile } from './dicom/file.ts'

/** Whether this begin of a file, gzipped or not, is one of objects of DICOM: archives call such files by their patients. */
export function isNamedByPatient(head: Uint8Array): boolean {
  const plain = isGzip(head) ? peekGzip(head) : head
  return dicomFile.recognises(plain) || dicomJson.recognises(plain)
}
export { receiveMemDmc, rejectUnread } from './hl7/mem-dmc.ts'
export { MllpFrames } from './hl7/mllp-frames.ts'
