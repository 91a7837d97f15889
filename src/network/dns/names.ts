import { ipv4Text, ipv6Text, isHostAddress } from '../addresses.ts'
import { A, AAAA, readName } from './message.ts'
import type { DnsMessage, DnsRecord } from './message.ts'

const hostName = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]{0,252}$/u

/** Can name a host: no service (`_ipp._tcp…`), no address, no text. */
export function isHostName(name: string): boolean {
  return (
    hostName.test(name) &&
    !name.includes('..') &&
    !/(?:^|\.)_/.test(name) &&
    !/^[\d.]+$/.test(name) &&
    !name.endsWith('.arpa')
  )
}

/** The address in an A or AAAA record; undefined when it is neither, or no host's. */
export function addressIn({ bytes }: DnsMessage, { type, at, length }: DnsRecord): string | undefined {
  const ip =
    type === A && length === 4 ? ipv4Text(bytes, at) : type === AAAA && length === 16 ? ipv6Text(bytes, at) : undefined
  return ip !== undefined && isHostAddress(ip) ? ip : undefined
}

/** The name in a PTR or CNAME record. */
export function nameIn({ bytes }: DnsMessage, { at }: DnsRecord): string | undefined {
  return readName(bytes, at)?.text
}

/** RFC 1035 §3.5, RFC 3596 §2.5: `5.0.0.10.in-addr.arpa` is 10.0.0.5; undefined when it is no whole address. */
export function addressOfReverse(name: string): string | undefined {
  const [, four] = /^(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})\.in-addr\.arpa$/i.exec(name) ?? []
  if (four !== undefined) {
    const bytes = four.split('.').reverse().map(Number)
    return bytes.every((byte) => byte < 256) ? ipv4Text(Uint8Array.from(bytes)) : undefined
  }
  const [, six] = /^((?:[\da-f]\.){32})ip6\.arpa$/i.exec(name) ?? []
  if (six === undefined) return undefined
  return ipv6Text(Uint8Array.from(Buffer.from(six.split('.').reverse().join(''), 'hex')))
}

export interface ServiceName {
  /** `ipp`, of `_ipp._tcp`. */
  readonly service: string
  /** What follows `_tcp` or `_udp`: `local`, `dc._msdcs.hospital.example`. */
  readonly parent: string
}

/** RFC 2782, RFC 6763 §4.1: `Instance._ipp._tcp.local` offers `ipp` in `local`. */
export function serviceName(name: string): ServiceName | undefined {
  const at = name.search(/(?:^|\.)_[\w-]{1,32}\._(?:tcp|udp)(?:\.|$)/i)
  if (at < 0) return undefined
  const [service = '', , ...parent] = name.slice(at).replace(/^\./, '').split('.')
  return { service: service.slice(1).toLowerCase(), parent: parent.join('.') }
}
