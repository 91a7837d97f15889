/** Addresses of a host; undefined where a proxy looks names up by itself. */
export type Resolve = ((host: string) => Promise<readonly string[]>) | undefined

/** Names that never lead outside. Source: RFC 6761, RFC 8375, RFC 6762. */
const localNames = /(?:^|\.)(?:localhost|local|internal|home\.arpa|test|invalid|lan|intranet)$/

/** Whether an address leads to a machine that is not on the internet: by its host, or by what that resolves to. */
export async function leadsToPrivate({ hostname }: URL, resolve: Resolve): Promise<boolean> {
  const host = hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase()
  return isPrivateHost(host) || (await resolvesPrivately(host, resolve))
}

async function resolvesPrivately(host: string, resolve: Resolve): Promise<boolean> {
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
