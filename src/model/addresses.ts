/**
 * The address of one network interface, lower case and colon separated, from any common writing (`00-1A-2B…`, `001a.2b3c.4d5e`, `0:1a:2b:3c:4d:5e`);
 * undefined for anything else, for a group of interfaces and for zeros.
 */
export function canonicalMac(text: string): string | undefined {
  const groups = text.trim().split(/[:.-]/)
  const width = groups.length === 6 ? 2 : groups.length === 3 ? 4 : 12
  if (![1, 3, 6].includes(groups.length)) return undefined
  const hex = groups
    .map((group) => group.padStart(groups.length === 1 ? 0 : width, '0'))
    .join('')
    .toLowerCase()
  const isOne = /^[0-9a-f]{12}$/.test(hex) && hex !== '000000000000' && (Number.parseInt(hex.slice(0, 2), 16) & 1) === 0
  return isOne ? hex.replace(/(..)(?!$)/g, '$1:') : undefined
}

/** An IPv4 or IPv6 address in canonical form (RFC 5952), without brackets and prefix length; undefined for anything else, and for addresses that no device has. */
export function canonicalIp(text: string): string | undefined {
  const address = text.replace(/\/\d{1,3}$/, '').replace(/^\[(.*)\]$/, '$1')
  const canonical = isIpv4(address) ? address : toIpv6(address)
  return canonical === undefined || /^(?:0\.|127\.|255\.255\.255\.255$|::1?$)/.test(canonical) ? undefined : canonical
}

/** An IPv4 or IPv6 address as such, also of nobody or of all; without a zone, port or length. */
export function isIpAddress(text: string): boolean {
  return isIpv4(text) || toIpv6(text) !== undefined
}

function isIpv4(text: string): boolean {
  const parts = text.split('.')
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)
}

/** As the URL standard writes an IPv6 host. */
function toIpv6(text: string): string | undefined {
  if (!/^[0-9a-f:.]{2,45}$/i.test(text) || !text.includes(':')) return undefined
  const url = `http://[${text}]/`
  return URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : undefined
}
