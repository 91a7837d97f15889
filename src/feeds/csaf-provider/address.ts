import { FeedError } from '../feed-error.ts'
import type { Reach } from './provider.ts'

/** Names that never lead outside. Source: RFC 6761, RFC 8375, RFC 6762. */
const localNames = /(?:^|\.)(?:localhost|local|internal|home\.arpa|test|invalid|lan|intranet)$/

/**
 * Throws `FeedError` unless the address is https, without credentials, and leads to no private machine: what a provider writes into its indexes must
 * not make Auscult ask the hospital's own servers.
 */
export async function checkAddress(url: string, { allowsPrivate, resolve }: Reach): Promise<URL> {
  const address = URL.parse(url)
  if (address === null || !['https:', 'http:'].includes(address.protocol))
    throw notAllowed(url, 'it is no https address')
  if (address.username !== '' || address.password !== '') throw notAllowed(url, 'it holds a name or password')
  const host = address.hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()
  const isPrivate = isPrivateHost(host) || (await resolvesPrivately(host, resolve))
  if (isPrivate && !allowsPrivate) throw notAllowed(url, 'it leads to a private address; --allow-private permits that')
  if (address.protocol === 'http:' && !isPrivate) throw notAllowed(url, 'it is not encrypted')
  return address
}

async function resolvesPrivately(host: string, resolve: Reach['resolve']): Promise<boolean> {
  if (resolve === undefined || isAddress(host)) return false
  const addresses = await resolve(host).catch(() => []) // a name that nobody knows fails when it is asked
  return addresses.some((each) => isPrivateAddress(each.toLowerCase()))
}

function isPrivateHost(host: string): boolean {
  return isAddress(host) ? isPrivateAddress(host) : localNames.test(host) || !host.includes('.')
}

function isAddress(host: string): boolean {
  return host.includes(':') || /^\d+(?:\.\d+){3}$/.test(host)
}

/** Loopback, link-local, private, shared, multicast and reserved ranges. Source: IANA special-purpose registries. */
function isPrivateAddress(address: string): boolean {
  const mapped = /^::(?:ffff:)?(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1]
  if (address.includes(':') && mapped === undefined)
    return !/^[23]/.test(address) || /^2001:(?:0?db8|0{0,4}:|0:)/.test(address) || address.startsWith('2002:')
  const [a = 0, b = 0] = (mapped ?? address).split('.').map(Number)
  if (a === 0 || a === 10 || a === 127 || a >= 224) return true
  if (a === 100) return b >= 64 && b < 128
  if (a === 169) return b === 254
  if (a === 172) return b >= 16 && b < 32
  if (a === 192) return b === 168 || b === 0
  return a === 198 && (b === 18 || b === 19)
}

function notAllowed(url: string, because: string): FeedError {
  const remedy = 'ask the provider to correct it, or import the documents from a folder'
  return new FeedError({ code: 'malformed', place: url.slice(0, 300), because, remedy })
}
