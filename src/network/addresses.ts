const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Two digits a byte, lower case, nothing between. */
export function hexText(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += hex[byte]
  return text
}

/** Six bytes at `at` as `00:09:fb:01:02:03`; undefined when there are fewer. */
export function macText(bytes: Uint8Array, at = 0): string | undefined {
  if (at < 0 || at + 6 > bytes.length) return undefined
  let text = hex[bytes[at] ?? 0] ?? ''
  for (let index = 1; index < 6; index += 1) text += `:${hex[bytes[at + index] ?? 0]}`
  return text
}

/** Of one interface: not a group address, not all zeros. */
export function isInterfaceMac(mac: string): boolean {
  return (Number.parseInt(mac.slice(0, 2), 16) & 1) === 0 && mac !== '00:00:00:00:00:00'
}

/** Four bytes at `at`; undefined when there are fewer. */
export function ipv4Text(bytes: Uint8Array, at = 0): string | undefined {
  if (at < 0 || at + 4 > bytes.length) return undefined
  return `${bytes[at]}.${bytes[at + 1]}.${bytes[at + 2]}.${bytes[at + 3]}`
}

/** Sixteen bytes at `at` in the canonical form of RFC 5952; undefined when there are fewer. */
export function ipv6Text(bytes: Uint8Array, at = 0): string | undefined {
  if (at < 0 || at + 16 > bytes.length) return undefined
  const groups = Array.from(
    { length: 8 },
    (_, index) => ((bytes[at + 2 * index] ?? 0) << 8) | (bytes[at + 2 * index + 1] ?? 0),
  )
  const zeros = longestZeros(groups)
  const text = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':')
  if (zeros.length < 2) return text(groups)
  return `${text(groups.slice(0, zeros.from))}::${text(groups.slice(zeros.from + zeros.length))}`
}

function longestZeros(groups: readonly number[]): { from: number; length: number } {
  let best = { from: 0, length: 0 }
  let length = 0
  for (const [index, group] of groups.entries()) {
    length = group === 0 ? length + 1 : 0
    if (length > best.length) best = { from: index - length + 1, length }
  }
  return best
}

/** Can be the address of one host: not unspecified, multicast or broadcast. */
export function isHostAddress(ip: string): boolean {
  if (ip.includes(':')) return ip !== '::' && ip !== '::1' && !ip.startsWith('ff')
  const first = Number.parseInt(ip, 10)
  return first !== 0 && first !== 127 && first < 224
}

/**
 * Inside: addresses that nobody routes on the internet. RFC 1918, RFC 6598 (shared), RFC 3927 and RFC 4291 §2.5.6 (link local), RFC 4193
 * (unique local).
 */
export function isInside(ip: string): boolean {
  if (ip.includes(':')) return /^(?:f[cd]|fe[89ab])/.test(ip)
  const [first = 0, second = 0] = ip.split('.', 2).map(Number)
  if (first === 10) return true
  if (first === 172) return second >= 16 && second < 32
  if (first === 192) return second === 168
  if (first === 169) return second === 254
  return first === 100 && second >= 64 && second < 128
}
