import type { NamedNetwork, TrafficEnd, Zone } from '../../model/index.ts'

/** An address or a prefix as one number, with how many bits it has: 32 or 128. */
interface Bits {
  readonly value: bigint
  readonly width: 32 | 128
}

interface Prefix extends Bits {
  readonly length: number
  readonly name: string
  readonly network: string
}

/** RFC 1918, 6598, 3927 and 2544 (benchmarks stay inside); RFC 4193 and 4291. */
const inside = '10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10 169.254.0.0/16 198.18.0.0/15 fc00::/7 fe80::/10'
const many = '224.0.0.0/4 255.255.255.255/32 ff00::/8'

const insidePrefixes = inside.split(' ').map((network) => toPrefix(network))
const manyPrefixes = many.split(' ').map((network) => toPrefix(network))

/**
 * Tells in which zone an end stands: of the networks that a hospital named the narrowest, also when it is a public one; otherwise its own network by
 * /24 or /64, or the internet.
 */
export function zonesOf(named: readonly NamedNetwork[]): (end: TrafficEnd) => Zone {
  const narrowest = narrowestOf(named.map(({ network, name }) => ({ ...toPrefix(network), name })))
  const known = new Map<string, Zone>()
  return ({ ip }) => {
    if (ip === undefined) return { kind: 'unknown', name: '?' }
    const found = known.get(ip) ?? zoneOf(ip, narrowest)
    known.set(ip, found)
    return found
  }
}

/** A network in canonical form: `10.1.2.0/24` from `10.1.2.7/24`; an address alone is a network of one. Undefined when it is none. */
export function canonicalNetwork(text: string): string | undefined {
  const [, address = '', written] = /^([\da-fA-F:.]{2,45})(?:\/(\d{1,3}))?$/.exec(text.trim()) ?? []
  const bits = toBits(address)
  const length = written === undefined ? bits?.width : Number(written)
  if (bits === undefined || length === undefined || length > bits.width) return undefined
  const shift = BigInt(bits.width - length)
  return `${toText({ width: bits.width, value: (bits.value >> shift) << shift })}/${length}`
}

type Narrowest = (bits: Bits) => Prefix | undefined

/** Finds in one step for each length that there is, however many networks are named. Of two that are the same the first counts. */
function narrowestOf(prefixes: readonly Prefix[]): Narrowest {
  const byLength = new Map<number, Map<string, Prefix>>()
  for (const prefix of prefixes) {
    const all = byLength.get(prefix.length) ?? new Map<string, Prefix>()
    byLength.set(prefix.length, all)
    const key = keyOf(prefix, prefix.length)
    if (!all.has(key)) all.set(key, prefix)
  }
  const lengths = [...byLength].sort(([a], [b]) => b - a)
  return (bits) => {
    for (const [length, all] of lengths) {
      const found = length > bits.width ? undefined : all.get(keyOf(bits, length))
      if (found !== undefined) return found
    }
    return undefined
  }
}

function keyOf({ value, width }: Bits, length: number): string {
  return `${width} ${value >> BigInt(width - length)}`
}

function zoneOf(ip: string, narrowest: Narrowest): Zone {
  const bits = toBits(ip)
  if (bits === undefined) return { kind: 'unknown', name: ip }
  const match = narrowest(bits)
  if (match !== undefined) return { kind: 'named', name: match.name, network: match.network }
  if (manyPrefixes.some((prefix) => holds(prefix, bits)))
    return { kind: 'multicast', name: ip, network: `${ip}/${bits.width}` }
  if (!insidePrefixes.some((prefix) => holds(prefix, bits))) return { kind: 'internet', name: 'internet' }
  const network = canonicalNetwork(`${ip}/${bits.width === 32 ? 24 : 64}`) ?? ip
  return { kind: 'subnet', name: network, network }
}

function holds({ value, width, length }: Prefix, bits: Bits): boolean {
  const shift = BigInt(width - length)
  return bits.width === width && bits.value >> shift === value >> shift
}

function toPrefix(network: string): Prefix {
  const [address = '', length = ''] = network.split('/')
  const bits = toBits(address) ?? { value: 0n, width: 32 }
  return { ...bits, length: Number(length), name: network, network }
}

/** Of a canonical address, with or without dots at its end. */
function toBits(ip: string): Bits | undefined {
  const octets = ip.split('.').map(Number)
  if (!ip.includes(':')) {
    const isSound = octets.length === 4 && octets.every((octet) => Number.isInteger(octet) && octet >= 0 && octet < 256)
    return isSound ? { width: 32, value: octets.reduce((sum, octet) => sum * 256n + BigInt(octet), 0n) } : undefined
  }
  const url = `http://[${ip}]/`
  if (!URL.canParse(url)) return undefined
  const [head = '', tail] = new URL(url).hostname.slice(1, -1).split('::')
  const groups = (part: string | undefined): string[] => (part === undefined || part === '' ? [] : part.split(':'))
  const zeros = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length
  const all = [...groups(head), ...Array.from({ length: zeros }, () => '0'), ...groups(tail)]
  return { width: 128, value: all.reduce((sum, group) => sum * 65536n + BigInt(Number.parseInt(group, 16)), 0n) }
}

function toText({ value, width }: Bits): string {
  const step = width === 32 ? 8n : 16n
  const parts = Array.from({ length: width === 32 ? 4 : 8 }, (_, index, count = width === 32 ? 4 : 8) =>
    Number((value >> (step * BigInt(count - 1 - index))) & (width === 32 ? 0xffn : 0xffffn)),
  )
  if (width === 32) return parts.join('.')
  return new URL(`http://[${parts.map((part) => part.toString(16)).join(':')}]/`).hostname.slice(1, -1)
}
