import assert from 'node:assert/strict'
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { sharedSet, withoutSharedData } from '../../test/shared-data.ts'
import { observe } from './index.ts'

/** Protocols as nDPI names them, and the ids under which we know them. */
const known: Readonly<Record<string, readonly string[]>> = {
  BACnet: ['bacnet'],
  DHCP: ['dhcp'],
  DHCPV6: ['dhcpv6'],
  DCERPC: ['dce-rpc'],
  DNS: ['dns', 'dns-tcp'],
  DTLS: ['dtls'],
  FTP_CONTROL: ['ftp'],
  HL7: ['hl7'],
  HTTP: ['http'],
  Kerberos: ['kerberos', 'kerberos-tcp'],
  LDAP: ['ldap', 'cldap'],
  LLMNR: ['llmnr'],
  MDNS: ['mdns'],
  MQTT: ['mqtt'],
  MySQL: ['mysql'],
  Modbus: ['modbus'],
  PostgreSQL: ['postgresql'],
  'MsSQL-TDS': ['tds'],
  NTP: ['ntp'],
  NetBIOS: ['nbns', 'browser', 'smb'],
  QUIC: ['quic'],
  RADIUS: ['radius'],
  RDP: ['rdp', 'rdp-udp'],
  SIP: ['sip'],
  SMTP: ['smtp'],
  SNMP: ['snmp'],
  SSDP: ['ssdp'],
  SSH: ['ssh'],
  Syslog: ['syslog', 'syslog-tcp'],
  TLS: ['tls'],
  Telnet: ['telnet'],
  VNC: ['rfb'],
  WSD: ['ws-discovery'],
}

/** What nDPI names more closely than we: the outer protocol is what we tell. DNSCrypt begins with a plain question for its certificate. */
const outer: Readonly<Record<string, readonly string[]>> = {
  ApplePush: ['tls'],
  CAPWAP: ['dtls'],
  DNScrypt: ['dns'],
  FTPS: ['ftp', 'tls'],
  HTTP_Connect: ['http'],
  HTTP_Proxy: ['http'],
  IMAPS: ['tls'],
  RTSP: ['http'],
  SOCKS: ['tls'],
}

/** `1 TCP 10.0.0.5:40000 <-> 10.0.0.9:443 [proto: 91/TLS]…[Confidence: DPI]`: only what nDPI read in the content, not what it guesses by port. */
const line =
  /^\s*\d+\s+(TCP|UDP) \[?([^\s\]]+?)\]?:(\d+) (?:<->|->) \[?([^\s\]]+?)\]?:(\d+) .*?\[proto: [\d.]+\/([A-Za-z0-9_-]+)[^\]]*\].*?\[Confidence: DPI\]/

/** By ends and server port, either of the two being the server. */
function expectedIn(path: string): ReadonlyMap<string, string> {
  const flows = new Map<string, string>()
  for (const text of readFileSync(path, 'utf8').split('\n')) {
    const [, transport = '', one = '', onePort = '', other = '', otherPort = '', protocol = ''] = line.exec(text) ?? []
    if (protocol === '') continue
    flows.set([transport.toLowerCase(), one, other, otherPort].join(' '), protocol)
    flows.set([transport.toLowerCase(), other, one, onePort].join(' '), protocol)
  }
  return flows
}

/**
 * What stays unknown: an inverse query of DNS (withdrawn by RFC 3425), packets of PROFINET over connectionless remote calls, of RDP over UDP and QUIC whose begin
 * was not captured (nothing in them is in clear text), the QUIC of before its standard, and syslog whose connection was never answered.
 */
const mostMissing = 0.05

/** Bits were turned at random in it, also in addresses and ports; nDPI takes what is left for what it was. */
const damaged = /^fuzz-/

test(
  'of what nDPI recognises by content we recognise at least 95 %, and nothing as something else',
  { skip: withoutSharedData() },
  async (t) => {
    const root = join(await sharedSet('captures'), 'ntop__nDPI', 'tests', 'cfgs', 'default')
    const wrong: string[] = []
    const missing: string[] = []
    let found = 0
    for (const result of readdirSync(join(root, 'result'))) {
      const capture = join(root, 'pcap', result.replace(/\.out$/, ''))
      if (!existsSync(capture) || damaged.test(result)) continue
      const expected = expectedIn(join(root, 'result', result))
      for (const { key, protocol } of await flowsIn(capture)) {
        const theirs = expected.get(key)
        if (theirs === undefined) continue
        const ids = known[theirs] ?? outer[theirs] ?? []
        if (protocol === undefined && known[theirs] !== undefined) missing.push(`${result} ${key} ${theirs}`)
        else if (protocol !== undefined && ids.includes(protocol)) found += 1
        else if (protocol !== undefined) wrong.push(`${result} ${key} ${theirs}: ${protocol}`)
      }
    }
    t.diagnostic(`${found} of ${found + missing.length}`)
    for (const flow of missing) t.diagnostic(flow)
    assert.deepEqual(wrong, [])
    assert.ok(found > 400 && missing.length <= mostMissing * (found + missing.length))
  },
)

interface Flow {
  readonly key: string
  readonly protocol: string | undefined
}

async function flowsIn(path: string): Promise<readonly Flow[]> {
  const batches = await Array.fromAsync(observe(createReadStream(path), { now: () => new Date(0) }))
  return batches.flatMap(({ flows }) =>
    flows.map(({ client, server, transport, port, protocol }) => ({
      key: [transport, client.ip, server.ip, port].join(' '),
      protocol,
    })),
  )
}
